//~ imports
use nd_pdk::taskworker::{TaskExecuteProvider, TaskExecuteRequest};
//~ code
impl TaskExecuteProvider for Plugin {
    /// The payload is the ID of a song. After an error the task is tried again, as often as its queue allows; a success ends it, with a message.
    /// A task may run twice, as when the server stops meanwhile, and has 30 seconds: enqueue what is left as another one.
    fn on_task_execute(&self, req: TaskExecuteRequest) -> Result<String, Error> {
        let song = String::from_utf8(req.payload)?;
        nd_pdk::info!("task {} of {}, attempt {}: {song}", req.task_id, req.queue_name, req.attempt);
        use_services(&song)?; //~services
        Ok(format!("done with {song}"))
    }
}
//~ test imports
use nd_pdk::taskworker::{TaskExecuteProvider, TaskExecuteRequest};
//~ tests
#[test]
fn a_task_says_what_was_done() {
    let _host = host();
    let request = TaskExecuteRequest { payload: SONG.into(), ..TaskExecuteRequest::default() };
    assert_eq!(Plugin.on_task_execute(request), Ok(format!("done with {SONG}")));
}

#[test]
fn a_payload_that_is_no_text_is_an_error() {
    let _host = host();
    let request = TaskExecuteRequest { payload: vec![0xff], ..TaskExecuteRequest::default() };
    assert!(Plugin.on_task_execute(request).is_err());
}
