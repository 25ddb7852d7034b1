//~ imports
use nd_pdk::scheduler::{CallbackProvider, SchedulerCallbackRequest};
//~ code
impl CallbackProvider for Plugin {
    /// The payload is the ID of a song. An error is logged, nothing more: the next run of a schedule comes all the same. A run has 30 seconds, and the
    /// next one does not wait for it.
    fn on_callback(&self, req: SchedulerCallbackRequest) -> Result<(), Error> {
        nd_pdk::info!("the schedule {} is due: {}", req.schedule_id, req.payload);
        use_services(&req.payload)?; //~services
        Ok(())
    }
}
//~ test imports
use nd_pdk::scheduler::{CallbackProvider, SchedulerCallbackRequest};
//~ tests
#[test]
fn a_callback_knows_its_schedule() {
    let host = host();
    let request = SchedulerCallbackRequest {
        schedule_id: "hourly".into(),
        payload: SONG.into(),
        is_recurring: true,
    };
    Plugin.on_callback(request).unwrap();
    let text = format!("the schedule hourly is due: {SONG}");
    assert_eq!(host.logs()[0].message, text);
}
