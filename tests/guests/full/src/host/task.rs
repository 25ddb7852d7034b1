//! Commands for task queues. Must not do more than pass arguments on.

use nd_pdk::host::task;

use crate::commands::{Answer, Args};

pub(super) fn call(function: &str, args: &Args) -> Option<Answer> {
    Some(match function {
        "task_createqueue" => {
            Answer::of(task::create_queue(&args.text("name"), args.get("config")))
        }
        "task_enqueue" => Answer::of(task::enqueue(
            &args.text("queueName"),
            args.bytes("payload"),
        )),
        "task_get" => Answer::of(task::get(&args.text("taskId"))),
        "task_cancel" => Answer::of(task::cancel(&args.text("taskId"))),
        "task_clearqueue" => Answer::of(task::clear_queue(&args.text("queueName"))),
        _ => return None,
    })
}
