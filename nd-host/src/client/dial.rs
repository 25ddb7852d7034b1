//! Connecting: only to addresses that may be reached, and with the server's words for what goes wrong. Must not know why an address may not.

use std::fmt;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use nd_rules::exchange::TIMED_OUT;
use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport,
};

/// Says whether a connection may be made to an address, or why not.
pub(crate) type Guard = Arc<dyn Fn(IpAddr) -> Result<(), String> + Send + Sync>;

/// What connects, and what finds addresses.
pub(super) fn guarded(guard: Guard) -> (impl Connector, impl Resolver) {
    let resolver = DefaultResolver::default();
    (
        Telling(DefaultConnector::new()),
        Guarded { resolver, guard },
    )
}

/// Leaves out the addresses that may not be reached.
struct Guarded {
    resolver: DefaultResolver,
    guard: Guard,
}

impl fmt::Debug for Guarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded").finish_non_exhaustive()
    }
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.resolver.resolve(uri, config, timeout);
        let found = found.map_err(|error| not_found(uri, error))?;
        let mut allowed = self.empty();
        let mut refusal = None;
        for address in &found {
            match (self.guard)(address.ip()) {
                Ok(()) => allowed.push(*address),
                Err(text) => refusal = refusal.or(Some(text)),
            }
        }
        match refusal {
            Some(text) if allowed.is_empty() => Err(Error::Other(text.into())),
            Some(_) | None => Ok(allowed),
        }
    }
}

fn not_found(uri: &Uri, error: Error) -> Error {
    match error {
        Error::Io(_) | Error::HostNotFound => {
            Error::Other(no_such_host(uri.host().unwrap_or_default()).into())
        }
        other => other,
    }
}

/// The server's words for a name that stands for nothing.
pub(crate) fn no_such_host(name: &str) -> String {
    format!("dial tcp: lookup {name}: no such host")
}

/// Says where a connection failed.
#[derive(Debug)]
struct Telling(DefaultConnector);

impl Connector for Telling {
    type Out = Box<dyn Transport>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, Error> {
        self.0
            .connect(details, chained)
            .map_err(|error| match error {
                Error::Io(error) => match details.addrs.first() {
                    Some(address) if unreachable(error.kind()).is_some() => {
                        Error::Other(not_connected(*address, &error).into())
                    }
                    Some(_) | None => Error::Io(error),
                },
                other => other,
            })
    }
}

/// The server's words for an address that does not answer.
pub(crate) fn not_connected(address: SocketAddr, error: &io::Error) -> String {
    match unreachable(error.kind()) {
        Some(why) => format!("dial tcp {address}: connect: {why}"),
        None => format!("dial tcp {address}: {error}"),
    }
}

/// The system's words for why nobody answers, as the server shows them.
fn unreachable(kind: ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::ConnectionRefused => Some("connection refused"),
        ErrorKind::HostUnreachable => Some("no route to host"),
        ErrorKind::NetworkUnreachable => Some("network is unreachable"),
        ErrorKind::AddrNotAvailable => Some("cannot assign requested address"),
        _ => None,
    }
}

/// What went wrong, as far as it can be said in the server's words.
pub(super) fn cause(error: Error) -> String {
    match error {
        Error::Timeout(_) => TIMED_OUT.to_owned(),
        Error::Other(text) => text.to_string(),
        Error::Io(error) => broken(&error),
        other => other.to_string(),
    }
}

/// What the server says of a connection that broke.
pub(crate) fn broken(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::UnexpectedEof => "EOF".to_owned(),
        ErrorKind::ConnectionReset => "read: connection reset by peer".to_owned(),
        // That is where the TLS library puts what it does not trust.
        ErrorKind::InvalidData => format!("tls: {error}"),
        _ => error.to_string(),
    }
}
