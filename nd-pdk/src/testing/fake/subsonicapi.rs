//! The service `SubsonicAPI` of a fake host.
//!
//! Must not imitate the API itself: beyond `ping` it answers what the test has scripted.

mod reply;
mod script;
#[cfg(test)]
mod tests;

use std::cell::RefCell;

use nd_rules::subsonic::{self, Format};

use super::access;
use crate::Error;
use crate::host::subsonicapi::SubsonicAPIService;
use crate::testing::world::World;

pub use reply::{SubsonicReply, subsonic_failed, subsonic_ok};
use script::Script;
pub use script::SubsonicRoute;

/// The service `SubsonicAPI`: scripted answers of the server's own API, and the requests that reached it.
///
/// Every request must act as a user that is assigned to the plugin. `ping` is answered; other endpoints need a script, otherwise the call panics
/// and names the line to add.
///
/// ```
/// use nd_pdk::host::subsonicapi;
/// use nd_pdk::testing::FakeHost;
/// use serde_json::json;
///
/// let host = FakeHost::builder().user("ada").install();
/// host.subsonic_api().on("getSong").reply_ok(json!({ "song": { "id": "1", "title": "Sinnerman" } }));
/// host.subsonic_api().on("getSong").with_query("id", "2").reply_failed(70, "Song not found");
///
/// assert!(subsonicapi::call("getSong?id=1&u=ada")?.contains("Sinnerman"));
/// assert!(subsonicapi::call("getSong?id=2&u=ada")?.contains("Song not found"));
/// assert_eq!(host.subsonic_api().requests()[1].query("id").as_deref(), Some("2"));
/// # Ok::<(), nd_pdk::Error>(())
/// ```
#[derive(Debug)]
pub struct FakeSubsonicAPI {
    world: World,
    script: RefCell<Script>,
    requests: RefCell<Vec<SubsonicRequest>>,
}

/// A request as the API saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubsonicRequest {
    /// The last segment of the path, such as `getAlbum`.
    pub endpoint: String,
    /// Who it acts as.
    pub username: String,
    /// Names and values of the query, decoded and sorted by name, with what the server sets: `c` to the plugin's ID, `v` to `1.16.1`, and `f` to
    /// `json` unless bytes were asked for.
    pub query: Vec<(String, String)>,
}

impl SubsonicRequest {
    /// The first value of a parameter of the query; `None` if it does not have it.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        let mut all = self.query.iter();
        all.find(|(other, _)| other == name)
            .map(|(_, value)| value.clone())
    }
}

impl FakeSubsonicAPI {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
            script: RefCell::default(),
            requests: RefCell::default(),
        }
    }

    /// Says what an endpoint such as `getAlbum` answers.
    ///
    /// Of several routes for a request the one that was added last answers, so what is special comes after what is general. One without a reply
    /// panics when it is asked.
    ///
    /// # Panics
    ///
    /// It is not the bare name of an endpoint.
    #[must_use = "an endpoint answers nothing before it has a reply"]
    #[track_caller]
    pub fn on(&self, endpoint: impl Into<String>) -> SubsonicRoute<'_> {
        SubsonicRoute::new(&self.script, endpoint.into())
    }

    /// The requests that have reached the API so far. Those that were refused before are not among them.
    #[must_use]
    pub fn requests(&self) -> Vec<SubsonicRequest> {
        self.requests.borrow().clone()
    }

    fn answer(
        &self,
        function: &str,
        uri: &str,
        format: Format,
    ) -> Result<(SubsonicRequest, SubsonicReply), Error> {
        let request = subsonic::rewrite(uri, &self.world.setup.plugin_id, format)
            .map_err(|refusal| Error::new(refusal.to_string()))?;
        access::check_subsonic(&self.world, &request.username)?;
        let request = SubsonicRequest {
            endpoint: request.endpoint,
            username: request.username,
            query: request.parameters,
        };
        self.requests.borrow_mut().push(request.clone());
        // Taken out before it runs: a closure of the test may use this service.
        let answer = self.script.borrow_mut().take(function, uri, &request);
        let reply = answer.to(&request);
        Ok((request, reply))
    }
}

impl SubsonicAPIService for FakeSubsonicAPI {
    fn call(&self, uri: &str) -> Result<String, Error> {
        let (_, reply) = self.answer("subsonicapi_call", uri, Format::Json)?;
        let (_, body) = reply.in_json()?;
        // As JSON can carry no other text, the server replaces what is none.
        Ok(String::from_utf8_lossy(&body).into_owned())
    }

    fn call_raw(&self, uri: &str) -> Result<(String, Vec<u8>), Error> {
        let (request, reply) = self.answer("subsonicapi_callraw", uri, Format::AsWritten)?;
        match request.query("f").as_deref() {
            Some("json") => reply.in_json(),
            Some("xml" | "") | None => reply.in_xml(&request.endpoint),
            Some(format) => reply.in_format(format, &request.endpoint),
        }
    }
}
