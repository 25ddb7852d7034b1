//! The WebSocket connections of a plugin, and what their other sides do. Must not connect.

use crate::server::{Delivery, LoadedPlugin};
use crate::services::{Connection, Event, WebSocket};

impl LoadedPlugin {
    /// The connections whose ids are taken, sorted by them. That of a connection at its end is taken until the plugin's callback about it has returned.
    #[must_use]
    pub fn connections(&self) -> Vec<Connection> {
        let websocket = self.instance.services.websocket();
        let connections = websocket.map(WebSocket::connections);
        connections.unwrap_or_default()
    }

    /// Tells the plugin of something on a connection as if the other side had done it, whether there is such a connection or not, and gives what came of
    /// it. After a close or an error the connection is gone.
    ///
    /// It does not wait for callbacks of the connection that are running: what really arrives may be told at the same time.
    ///
    /// ```
    /// use nd_host::{Event, Outcome, Package, Server, Settings};
    ///
    /// # fn main() -> anyhow::Result<()> {
    /// # let wasm = wat::parse_str(
    /// #     r#"(module (func (export "nd_websocket_on_text_message") (result i32) (i32.const 0)))"#,
    /// # )?;
    /// # let manifest = r#"{"name": "Ticker", "author": "You", "version": "0.1.0"}"#.to_owned();
    /// # let package = Package { id: "ticker".into(), manifest, wasm };
    /// let server = Server::builder().start()?;
    /// let plugin = server.load(&package, &Settings::new())?;
    ///
    /// let delivery = plugin.feed("ticks", Event::Text("42".into()));
    ///
    /// assert_eq!(delivery.export, "nd_websocket_on_text_message");
    /// assert_eq!(delivery.input, br#"{"connectionId":"ticks","message":"42"}"#);
    /// assert_eq!(delivery.outcome, Outcome::Ok(vec![]));
    /// # Ok(())
    /// # }
    /// ```
    pub fn feed(&self, connection_id: &str, event: Event) -> Delivery {
        let ends = event.ends();
        let job = event.job(connection_id, self.now());
        let run = || {
            let delivery = self.instance.run(job);
            delivery.expect("nobody unloads a plugin while it is borrowed")
        };
        match self.instance.services.websocket() {
            Some(websocket) if ends => websocket.ending(connection_id, run),
            Some(_) | None => run(),
        }
    }
}
