//~ imports
use nd_pdk::lifecycle::InitProvider;
//~ code
impl InitProvider for Plugin {
    /// Runs whenever the plugin is loaded: when the server starts, when the plugin is enabled, and after each change of its settings. An error is
    /// logged, and the plugin stays loaded.
    fn on_init(&self) -> Result<(), Error> {
        schedule()?; //~scheduler
        create_queue()?; //~task
        connect()?; //~websocket
        use_services(SONG)?; //~services
        nd_pdk::info!("loaded");
        Ok(())
    }
}
//~ tests
#[test]
fn loading_works_again_and_again() {
    let host = host();
    let first = host.load().expect("the plugin has nd_on_init");
    let second = host.reload().expect("the plugin has nd_on_init");
    assert_eq!((first.error, second.error), (None, None));
    assert_eq!(host.logs().last().unwrap().message, "loaded");
}

#[test]
fn what_is_done_at_a_load_succeeds() {
    let _host = host();
    assert_eq!(Plugin.on_init(), Ok(()));
}
