//! The service `SubsonicAPI`: the server's own API, called by a plugin. Must not know what an endpoint does.

mod asked;
mod browse;
mod change;
mod endpoint;
mod envelope;
mod lists;
mod picture;
mod playlists;
mod search;
mod shape;
mod system;
mod xml;

use std::sync::Arc;

use nd_pdk::Error;
use nd_pdk::host::subsonicapi::SubsonicAPIService;
use nd_pdk::wire::{self, Serve};
use nd_rules::subsonic::{self, Format, Request};
use nd_rules::version::Version;

use self::asked::Asked;
use self::endpoint::{Endpoint, Failure, Reply};
use self::envelope::Envelope;
use super::access;
use crate::server::World;

/// The first version that answers bytes in JSON; those before it answer a frame.
const BYTES_IN_JSON: Version = Version::new(0, 61, 0);
/// How a frame begins.
const OK: u8 = 0;
const FAILED: u8 = 1;

pub(crate) struct SubsonicAPI {
    world: Arc<World>,
}

impl SubsonicAPI {
    pub(crate) fn new(world: &Arc<World>) -> Self {
        let world = Arc::clone(world);
        Self { world }
    }

    /// The service behind the wire, in the form that the server's version has for it.
    pub(crate) fn serve(&self, request: &wire::Request<'_>) -> Option<Vec<u8>> {
        match request.function() {
            "subsonicapi_callraw" if self.world.version < BYTES_IN_JSON => {
                Some(self.serve_frame(request))
            }
            _ => (self as &dyn SubsonicAPIService).serve(request),
        }
    }

    fn serve_frame(&self, request: &wire::Request<'_>) -> Vec<u8> {
        let mut frame = Vec::new();
        request.unit(|arguments| {
            let uri = arguments.get::<wire::Plain, String>("uri");
            frame = framed(uri.and_then(|uri| self.call_raw(&uri)));
            Ok(())
        });
        frame
    }

    /// The content type and the bytes.
    fn ask(&self, uri: &str, format: Format) -> Result<(String, Vec<u8>), Error> {
        let request = subsonic::rewrite(uri, &self.world.plugin_id, format)
            .map_err(|refusal| Error::new(refusal.to_string()))?;
        access::send_subsonic(&self.world, &request.username)?;
        let (content_type, bytes) = self.answer(&request);
        Ok((content_type.to_owned(), bytes))
    }

    fn answer(&self, request: &Request) -> (&'static str, Vec<u8>) {
        let envelope = Envelope::new(self.world.version, request);
        match self.reply(request) {
            Ok(Reply::Document(body)) => envelope.ok(body),
            Ok(Reply::Picture(bytes)) => (picture::CONTENT_TYPE, bytes),
            Err(failure) => envelope.failed(&failure),
        }
    }

    fn reply(&self, request: &Request) -> Result<Reply, Failure> {
        let user = self.world.music.read().user(&request.username).cloned();
        let user = user.ok_or_else(Failure::wrong_user)?;
        let endpoint = Endpoint::find(&request.endpoint)?;
        let world = &self.world;
        endpoint.answer(&Asked {
            request,
            user,
            world,
        })
    }
}

impl SubsonicAPIService for SubsonicAPI {
    fn call(&self, uri: &str) -> Result<String, Error> {
        let (_, bytes) = self.ask(uri, Format::Json)?;
        // As JSON can carry no other text, the server replaces what is none: a picture, for example.
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn call_raw(&self, uri: &str) -> Result<(String, Vec<u8>), Error> {
        self.ask(uri, Format::AsWritten)
    }
}

/// An answer of bytes as early versions write it: whether it is one, the length of the content type, the content type, the bytes.
fn framed(answer: Result<(String, Vec<u8>), Error>) -> Vec<u8> {
    match answer {
        Ok((content_type, bytes)) => {
            // Content types are short.
            let length = content_type.len() as u32;
            let length = length.to_be_bytes();
            [&[OK][..], &length, content_type.as_bytes(), &bytes].concat()
        }
        Err(error) => [&[FAILED][..], error.to_string().as_bytes()].concat(),
    }
}
