//~ imports
use nd_pdk::websocket::{BinaryMessageProvider, CloseProvider, ErrorProvider, OnBinaryMessageRequest, OnCloseRequest, OnErrorRequest, OnTextMessageRequest, TextMessageProvider};
//~ code
// Messages of a connection come one after the other, each in a fresh instance of the plugin.
impl TextMessageProvider for Plugin {
    /// A message is the ID of a song. An error is logged, and the next message comes all the same.
    fn on_text_message(&self, req: OnTextMessageRequest) -> Result<(), Error> {
        nd_pdk::info!("{} says {}", req.connection_id, req.message);
        use_services(&req.message)?; //~services
        Ok(())
    }
}

impl BinaryMessageProvider for Plugin {
    /// Also a plugin that expects none has it: without it the server logs an error for each.
    fn on_binary_message(&self, req: OnBinaryMessageRequest) -> Result<(), Error> {
        nd_pdk::debug!("{} sends {} bytes, which are passed over", req.connection_id, req.data.len());
        Ok(())
    }
}

impl CloseProvider for Plugin {
    /// Nothing connects again by itself. To do so, schedule it: the ID of the connection is free only when this has returned.
    fn on_close(&self, req: OnCloseRequest) -> Result<(), Error> {
        nd_pdk::warn!("{} is closed: {} {}", req.connection_id, req.code, req.reason);
        Ok(())
    }
}

impl ErrorProvider for Plugin {
    /// The connection is lost; all close codes but 1000, 1001 and 1005 end here, too.
    fn on_error(&self, req: OnErrorRequest) -> Result<(), Error> {
        nd_pdk::warn!("{} is lost: {}", req.connection_id, req.error);
        Ok(())
    }
}
//~ test imports
use nd_pdk::testing::Delivery;
//~ tests
fn arrive(host: &FakeHost) {
    let calls = host.run_due();
    let failures: Vec<_> = calls.iter().filter_map(Delivery::failure).collect();
    assert_eq!(failures, [""; 0]);
}

fn has_logged(host: &FakeHost, text: &str) -> bool {
    host.logs().iter().any(|line| line.message.starts_with(text))
}

#[test]
fn messages_arrive_until_the_connection_is_lost() {
    let host = host();
    host.load();
    let events = host.websocket();
    events.peer(CONNECTION).send_text(SONG);
    arrive(&host);
    assert!(has_logged(&host, &format!("events says {SONG}")));

    events.peer(CONNECTION).send_binary([0, 1]);
    arrive(&host);
    events.peer(CONNECTION).lose();
    arrive(&host);
    assert!(has_logged(&host, "events is lost: "));
}

#[test]
fn a_connection_that_is_closed_is_no_failure() {
    let host = host();
    host.load();
    host.websocket().peer(CONNECTION).close(1000, "good night");
    arrive(&host);
    assert!(has_logged(&host, "events is closed: 1000 good night"));
}
