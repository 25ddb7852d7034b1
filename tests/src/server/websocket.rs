//! A local WebSocket server: a closure talks to each connection, and what arrives is recorded. Must not know any service that it stands for.

mod connection;
mod hall;
mod record;

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

pub use self::connection::{Connection, Ended};
use self::hall::Hall;
pub use self::record::{End, Message, Recorded};

/// A WebSocket server on a free port of 127.0.0.1, until it is dropped.
///
/// Each connection has a thread of its own, in which the closure talks to it. When the closure returns, a connection that is still open is
/// closed with code 1000.
///
/// ```
/// use nd_tests::server::websocket::WebSocketServer;
///
/// let server = WebSocketServer::start(|connection| {
///     connection.send_text("hello")?;
///     let name = connection.receive()?;
///     connection.send(name)?;
///     connection.close(1011, "enough")
/// });
/// let settings = server.url();
/// // … run a plugin with these settings, and see what it sent:
/// assert!(server.connections().is_empty());
/// ```
///
/// # Panics
/// Dropping it panics if the closure did, so that assertions in there count, unless the thread is panicking already.
#[derive(Debug)]
pub struct WebSocketServer {
    address: SocketAddr,
    hall: Arc<Hall>,
    listening: Option<JoinHandle<()>>,
}

impl WebSocketServer {
    /// Starts a server that talks to every connection with the closure, to several of them at a time.
    /// [`Connection::number`] tells them apart.
    ///
    /// # Panics
    /// No port can be opened.
    #[must_use]
    pub fn start(
        talk: impl Fn(&mut Connection) -> Result<(), Ended> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("the address of the port");
        let hall = Arc::new(Hall::default());
        let listening = {
            let (hall, talk) = (Arc::clone(&hall), Arc::new(talk));
            thread::spawn(move || hall::listen(&listener, &hall, &talk))
        };
        Self {
            address,
            hall,
            listening: Some(listening),
        }
    }

    /// The address, without a slash at the end: `ws://127.0.0.1:43210`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("ws://{}", self.address)
    }

    /// The address as host and port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The connections so far, in the order of their handshakes, with all that was received.
    #[must_use]
    pub fn connections(&self) -> Vec<Recorded> {
        self.hall.recorded()
    }

    /// Waits until the connections are as the test expects, and gives them.
    ///
    /// # Panics
    /// They are not, after this time.
    #[must_use]
    #[track_caller]
    pub fn wait_until(
        &self,
        within: Duration,
        expected: impl Fn(&[Recorded]) -> bool,
    ) -> Vec<Recorded> {
        match self.hall.wait_until(within, expected) {
            Ok(connections) => connections,
            Err(connections) => panic!("within {within:?} there were only {connections:#?}"),
        }
    }
}

impl Drop for WebSocketServer {
    fn drop(&mut self) {
        self.hall.stop();
        // The listener waits for one more connection before it looks up. It may have gone already, having panicked.
        let _ = TcpStream::connect(self.address);
        let listening = self.listening.take().map(JoinHandle::join);
        if let Some(Err(panic)) = listening
            && !thread::panicking()
        {
            std::panic::resume_unwind(panic);
        }
    }
}

#[cfg(test)]
mod tests;
