//! What becomes of a task after a call.

use super::*;

#[test]
fn a_failed_task_is_tried_again_after_twice_the_pause_each_time() {
    let tasks = queue_with(QueueConfig {
        max_retries: 3,
        backoff_ms: 500,
        ..QueueConfig::default()
    });
    let id = tasks.add("p");
    let error = Outcome::failed("no connection");
    assert_eq!(tasks.run(&error).1, 0);
    let between = tasks.task(&id);
    assert_eq!((between.status, between.attempt), (TaskStatus::Pending, 1));
    assert_eq!(between.message, "");
    let times = [1, 2, 3].map(|_| tasks.run(&error).1);
    assert_eq!(times, [500, 1_500, 3_500]);
    let after = tasks.task(&id);
    assert_eq!((after.status, after.attempt), (TaskStatus::Failed, 4));
    assert_eq!(after.message, "plugin call failed: no connection");
    assert_eq!(tasks.due(), None);
}

#[test]
fn whatever_is_no_string_counts_as_a_failure() {
    let not_implemented = Outcome {
        code: -2,
        output: None,
        error: None,
    };
    let exited = Outcome {
        code: -1,
        output: None,
        error: None,
    };
    for (outcome, message) in [
        (not_implemented, "function not implemented: nd_task_execute"),
        (exited, "plugin call exited with code 4294967295"),
        (Outcome::answered("7"), "json: cannot unmarshal"),
        (Outcome::answered("done"), "json: cannot unmarshal"),
    ] {
        let tasks = queue_with(QueueConfig::default());
        let id = tasks.add("p");
        tasks.run(&outcome);
        let task = tasks.task(&id);
        assert_eq!(task.status, TaskStatus::Failed);
        assert!(task.message.starts_with(message), "{}", task.message);
    }
}

#[test]
fn an_empty_output_completes_without_a_message() {
    for output in [None, Some(""), Some("null"), Some(r#""""#)] {
        let tasks = queue_with(QueueConfig::default());
        let id = tasks.add("p");
        tasks.run(&Outcome {
            code: 0,
            output: output.map(Into::into),
            error: None,
        });
        let task = tasks.task(&id);
        assert_eq!(
            (task.status, task.message),
            (TaskStatus::Completed, String::new())
        );
    }
}
