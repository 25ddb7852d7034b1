//! The service `WebSocket`: real connections, whose other ends call the plugin. Must not read or write them: links do.

mod dial;
mod link;
mod links;

use std::collections::HashMap;
use std::future::Future;
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use anyhow::Result;
use nd_pdk::Error;
use nd_pdk::host::websocket::WebSocketService;
use nd_pdk::testing::shared::websocket::Arrival;
use nd_rules::exchange::TIMED_OUT;
use nd_rules::{address, websocket};
use tokio::runtime::{Builder, Runtime};
use tokio_tungstenite::tungstenite::Message;

use self::link::{Link, close_message};
use self::links::Links;
use crate::runtime::lock;
use crate::server::{Job, World, random_id};

/// How long the other side may take to accept a connection.
const HANDSHAKE: Duration = Duration::from_secs(30);

/// How long to wait for the other sides when all connections are closed.
const FAREWELL: Duration = Duration::from_secs(1);

/// What connections are closed with when the plugin is unloaded.
const GOING_AWAY: (i32, &str) = (1001, "plugin unloaded");

/// A WebSocket connection of the plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// The id, given by the plugin or made up.
    pub id: String,
    /// The URL, as the plugin wrote it.
    pub url: String,
}

/// What the other side of a WebSocket connection can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// It sends text.
    Text(String),
    /// It sends bytes.
    Binary(Vec<u8>),
    /// It closes the connection with a code and a reason. Only 1000, 1001 and 1005 are a close to the plugin, any other code is an error.
    Close(i32, String),
    /// It is gone, and this is the error.
    Error(String),
}

impl Event {
    /// Whether the connection is gone afterwards.
    pub(crate) fn ends(&self) -> bool {
        match self {
            Self::Text(_) | Self::Binary(_) => false,
            Self::Close(..) | Self::Error(_) => true,
        }
    }

    /// The call of the plugin that tells it.
    pub(crate) fn job(self, connection_id: &str, now: SystemTime) -> Job {
        let arrival = match self {
            Self::Text(message) => Arrival::Text(message),
            Self::Binary(data) => Arrival::Binary(data),
            Self::Close(code, reason) => Arrival::end(code, reason),
            Self::Error(error) => Arrival::Failed { error },
        };
        links::job(now, connection_id, arrival)
    }
}

pub(crate) struct WebSocket {
    world: Arc<World>,
    links: Arc<Links>,
    /// What reads and writes; gone once the plugin is unloaded.
    runtime: Mutex<Option<Runtime>>,
}

/// The service for one call of the plugin, which ends at the deadline.
pub(crate) struct WebSocketOfCall {
    service: Arc<WebSocket>,
    deadline: Instant,
}

impl WebSocket {
    pub(crate) fn start(world: &Arc<World>) -> Result<Arc<Self>> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("websocket")
            .enable_all()
            .build()?;
        Ok(Arc::new(Self {
            world: Arc::clone(world),
            links: Arc::new(Links::new(world)),
            runtime: Mutex::new(Some(runtime)),
        }))
    }

    pub(crate) fn of_call(self: &Arc<Self>, deadline: Instant) -> WebSocketOfCall {
        let service = Arc::clone(self);
        WebSocketOfCall { service, deadline }
    }

    /// The connections whose ids are taken.
    pub(crate) fn connections(&self) -> Vec<Connection> {
        let links = self.links.all().into_iter();
        links
            .map(|link| Connection {
                id: link.id.clone(),
                url: link.url.clone(),
            })
            .collect()
    }

    /// What is to be done before and after the plugin is told that its connection has ended without the network's doing.
    pub(crate) fn ending<T>(&self, id: &str, tell: impl FnOnce() -> T) -> T {
        if let Some(link) = self.links.find(id) {
            link.begin_end();
        }
        let told = tell();
        self.links.forget(id);
        told
    }

    /// Closes all connections. The plugin does not get to know it: nobody calls it any more.
    pub(crate) fn close(&self) {
        let Some(runtime) = lock(&self.runtime).take() else {
            return;
        };
        let (code, reason) = GOING_AWAY;
        let links = self.links.take_all();
        for link in &links {
            // Whoever cannot be told gets to know it when the network is gone.
            let _ = link.post(close_message(code, reason));
        }
        let (done, all_done) = mpsc::sync_channel::<()>(1);
        runtime.spawn(async move {
            for link in links {
                link.finished().await;
            }
            drop(done);
        });
        let _ = all_done.recv_timeout(FAREWELL);
        runtime.shutdown_background();
    }

    /// Waits for something that the network does. `None` when it takes too long, or the plugin is unloaded.
    fn wait<T: Send + 'static>(
        &self,
        deadline: Instant,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Option<T> {
        let (done, result) = mpsc::sync_channel(1);
        let task = lock(&self.runtime).as_ref()?.spawn(async move {
            // Whoever waited may have given up.
            let _ = done.send(work.await);
        });
        let left = deadline.saturating_duration_since(Instant::now());
        let result = result.recv_timeout(left).ok();
        task.abort();
        result
    }

    fn free_id(&self, id: &str) -> Result<String, Error> {
        match self.links.find(id) {
            _ if id.is_empty() => Ok(random_id()),
            Some(_) => Err(Error::new(websocket::already_exists(id))),
            None => Ok(id.to_owned()),
        }
    }

    fn find(&self, id: &str) -> Result<Arc<Link>, Error> {
        let link = self.links.find(id);
        link.ok_or_else(|| Error::new(websocket::not_found(id)))
    }
}

impl Drop for WebSocket {
    fn drop(&mut self) {
        self.close();
    }
}

impl WebSocketOfCall {
    fn send(&self, id: &str, kind: &str, message: Message) -> Result<(), Error> {
        let link = self.service.find(id)?;
        let sent = link.send(message, self.deadline);
        sent.map_err(|cause| Error::new(format!("failed to send {kind} message: {cause}")))
    }
}

impl WebSocketService for WebSocketOfCall {
    fn connect(
        &self,
        url: &str,
        headers: HashMap<String, String>,
        connection_id: &str,
    ) -> Result<String, Error> {
        let failed = |cause: String| Error::new(format!("failed to connect: {cause}"));
        let service = &self.service;
        let hosts = &service.world.permissions.websocket_hosts;
        let address = address::websocket(url, hosts)?;
        let id = service.free_id(connection_id)?;
        let request = dial::request(url, &address, &headers).map_err(failed)?;
        let deadline = self.deadline.min(Instant::now() + HANDSHAKE);
        let opened = service.wait(deadline, dial::open(request));
        let socket = opened
            .unwrap_or_else(|| Err(TIMED_OUT.to_owned()))
            .map_err(failed)?;
        let runtime = lock(&service.runtime);
        let runtime = runtime
            .as_ref()
            .ok_or_else(|| failed("context canceled".to_owned()))?;
        service
            .links
            .add(runtime.handle(), id.clone(), url.to_owned(), socket)?;
        Ok(id)
    }

    fn send_text(&self, connection_id: &str, message: &str) -> Result<(), Error> {
        self.send(connection_id, "text", Message::text(message))
    }

    fn send_binary(&self, connection_id: &str, data: &[u8]) -> Result<(), Error> {
        self.send(connection_id, "binary", Message::binary(data.to_vec()))
    }

    fn close_connection(&self, connection_id: &str, code: i32, reason: &str) -> Result<(), Error> {
        let links = &self.service.links;
        let link = self.service.find(connection_id)?;
        if !link.begin_close() {
            return Err(Error::new(websocket::not_found(connection_id)));
        }
        link.close(code, reason, self.deadline);
        let reason = reason.to_owned();
        links.tell(connection_id, Arrival::Closed { code, reason });
        links.remove(&link);
        Ok(())
    }
}
