//! Commands for schedules. Must not do more than pass arguments on.

use nd_pdk::host::scheduler;

use crate::commands::{Answer, Args};

pub(super) fn call(function: &str, args: &Args) -> Option<Answer> {
    Some(match function {
        "scheduler_scheduleonetime" => Answer::of(scheduler::schedule_one_time(
            args.get("delaySeconds"),
            &args.text("payload"),
            &args.text("scheduleId"),
        )),
        "scheduler_schedulerecurring" => Answer::of(scheduler::schedule_recurring(
            &args.text("cronExpression"),
            &args.text("payload"),
            &args.text("scheduleId"),
        )),
        "scheduler_cancelschedule" => {
            Answer::of(scheduler::cancel_schedule(&args.text("scheduleId")))
        }
        _ => return None,
    })
}
