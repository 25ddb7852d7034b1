//! The connections of a plugin by their ids, and what it gets to know of them. Must not touch the network.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use nd_pdk::Error;
use nd_pdk::testing::shared::websocket::Arrival;
use nd_rules::websocket;
use tokio::runtime::Handle;

use super::dial::Opened;
use super::link::Link;
use crate::runtime::lock;
use crate::server::{Job, World};

pub(super) struct Links {
    world: Arc<World>,
    /// Those whose ids are taken: until the callback about their end has returned.
    taken: Mutex<BTreeMap<String, Arc<Link>>>,
}

impl Links {
    pub(super) fn new(world: &Arc<World>) -> Self {
        Self {
            world: Arc::clone(world),
            taken: Mutex::default(),
        }
    }

    /// Takes over a connection that was just opened.
    ///
    /// # Errors
    /// When another one took the id meanwhile.
    pub(super) fn add(
        self: &Arc<Self>,
        runtime: &Handle,
        id: String,
        url: String,
        opened: Opened,
    ) -> Result<(), Error> {
        let mut taken = lock(&self.taken);
        if taken.contains_key(&id) {
            return Err(Error::new(websocket::already_exists(&id)));
        }
        let link = Link::start(runtime, self, id.clone(), url, opened);
        taken.insert(id, link);
        Ok(())
    }

    pub(super) fn find(&self, id: &str) -> Option<Arc<Link>> {
        lock(&self.taken).get(id).cloned()
    }

    pub(super) fn all(&self) -> Vec<Arc<Link>> {
        lock(&self.taken).values().cloned().collect()
    }

    /// All connections, which count as closed from now on.
    pub(super) fn take_all(&self) -> Vec<Arc<Link>> {
        let taken = std::mem::take(&mut *lock(&self.taken));
        let links: Vec<_> = taken.into_values().collect();
        for link in &links {
            link.begin_close();
        }
        links
    }

    /// Frees the id of this connection.
    pub(super) fn remove(&self, link: &Arc<Link>) {
        let mut taken = lock(&self.taken);
        if taken
            .get(&link.id)
            .is_some_and(|other| Arc::ptr_eq(other, link))
        {
            taken.remove(&link.id);
        }
    }

    /// Frees an id after the other side has ended its connection. By now another one may have it, opened in the callback about the end: it is dropped,
    /// as the server does.
    pub(super) fn forget(&self, id: &str) {
        let link = lock(&self.taken).remove(id);
        if let Some(link) = link {
            link.drop_connection();
        }
    }

    /// Hands on what arrived, if the connection is still the plugin's, and returns when the plugin has.
    pub(super) fn deliver(&self, link: &Link, arrival: Arrival) {
        let ends = arrival.ends();
        let is_open = match ends {
            true => link.begin_end(),
            false => link.is_open(),
        };
        if !is_open {
            return;
        }
        self.tell(&link.id, arrival);
        if ends {
            self.forget(&link.id);
        }
    }

    /// Calls the plugin. Nobody is told when it is unloaded.
    pub(super) fn tell(&self, id: &str, arrival: Arrival) {
        let job = job(self.world.clock.now(), id, arrival);
        let _ = self.world.exports.run(job);
    }
}

/// The call of the plugin for something that arrived.
pub(super) fn job(at: SystemTime, id: &str, arrival: Arrival) -> Job {
    let (export, input) = arrival.call(id.to_owned());
    Job {
        at,
        export,
        input,
        done: Box::new(|_| {}),
    }
}
