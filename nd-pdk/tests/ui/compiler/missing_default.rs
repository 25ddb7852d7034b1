//! Nothing can make the plugin: one mistake, one error, however many capabilities there are.

struct Plugin;

impl nd_pdk::lifecycle::InitProvider for Plugin {
    fn on_init(&self) -> Result<(), nd_pdk::Error> {
        Ok(())
    }
}

impl nd_pdk::scheduler::CallbackProvider for Plugin {
    fn on_callback(
        &self,
        _: nd_pdk::scheduler::SchedulerCallbackRequest,
    ) -> Result<(), nd_pdk::Error> {
        Ok(())
    }
}

nd_pdk::register!(Plugin: Lifecycle, SchedulerCallback);
//                ^^^^^^ the trait bound `Plugin: Default` is not satisfied

fn main() {}
