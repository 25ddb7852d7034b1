//! The connections of clients, each passed through to a server behind: whoever wants to close one needs the socket, which `tiny_http` does
//! not hand out. Must not read what goes through.

use std::collections::HashMap;
use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

/// A port on which clients connect to a server behind.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    address: SocketAddr,
    open: Arc<Mutex<Open>>,
}

/// The clients, by the address under which the server behind knows them.
#[derive(Debug, Default)]
struct Open {
    clients: HashMap<SocketAddr, TcpStream>,
    closed: bool,
}

impl Lines {
    /// Opens a free port of 127.0.0.1 for the server behind.
    ///
    /// # Panics
    /// There is none.
    pub(super) fn open(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let open = Arc::<Mutex<Open>>::default();
        let lines = Self { address, open };
        let accepting = lines.clone();
        thread::spawn(move || accepting.accept(&listener, server));
        lines
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Closes the connection that the server behind knows under this address.
    pub(super) fn close(&self, address: SocketAddr) {
        if let Some(client) = self.lock().clients.remove(&address) {
            // It may be closed already, from the other side.
            let _ = client.shutdown(Shutdown::Both);
        }
    }

    /// Closes all connections and lets nobody in any more.
    pub(super) fn close_all(&self) {
        let mut open = self.lock();
        open.closed = true;
        for (_, client) in open.clients.drain() {
            let _ = client.shutdown(Shutdown::Both);
        }
        drop(open);
        // Only a connection makes the listener look whether it is closed.
        let _ = TcpStream::connect(self.address);
    }

    fn accept(&self, listener: &TcpListener, server: SocketAddr) {
        for client in listener.incoming() {
            if self.lock().closed {
                return;
            }
            // A client that is gone before it was let in is none.
            let _ = client.and_then(|client| self.pass_through(client, server));
        }
    }

    fn pass_through(&self, client: TcpStream, server: SocketAddr) -> io::Result<()> {
        let server = TcpStream::connect(server)?;
        let address = server.local_addr()?;
        self.lock().clients.insert(address, client.try_clone()?);
        let (to_server, to_client) = (server.try_clone()?, client.try_clone()?);
        let lines = self.clone();
        thread::spawn(move || copy(client, to_server));
        thread::spawn(move || {
            copy(server, to_client);
            lines.close(address);
        });
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Copies until one side ends, and says so to the other.
fn copy(mut from: TcpStream, mut to: TcpStream) {
    // Whatever ends a connection, for the other side it is its end.
    let _ = io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Write);
}
