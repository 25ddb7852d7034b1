//! Opening connections. Must not judge who may be reached.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::net::SocketAddr;

use nd_rules::address::Address;
use nd_rules::{header, websocket};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue, Request, Uri};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, error::TlsError};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, client_async_tls_with_config};

use crate::client::{self, USER_AGENT};

pub(super) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A connection that the other side has accepted.
pub(super) struct Opened {
    pub(super) socket: Socket,
    pub(super) route: Route,
}

/// From where to where a connection goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Route {
    from: SocketAddr,
    to: SocketAddr,
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}->{}", self.from, self.to)
    }
}

/// The request of a handshake, with the plugin's headers.
///
/// # Errors
/// In the server's words.
pub(super) fn request(
    url: &str,
    address: &Address,
    headers: &HashMap<String, String>,
) -> Result<Request<()>, String> {
    let (before, _fragment) = url.split_once('#').unwrap_or((url, ""));
    if client::names_user(before) || address.host.is_empty() {
        return Err("malformed ws or wss URL".to_owned());
    }
    let uri = client::uri(before, address)?;
    let request = uri.into_client_request();
    let mut request = request.map_err(|error| error.to_string())?;
    let sent = request.headers_mut();
    sent.insert("User-Agent", HeaderValue::from_static(USER_AGENT));
    let headers = headers.iter();
    let headers = headers.map(|(name, value)| (name.as_str(), value.as_str()));
    for (name, value) in header::canonical_names(headers) {
        websocket::check_header(&name)?;
        let name: HeaderName = name.parse().map_err(|_| header::invalid_name(&name))?;
        let value = HeaderValue::from_bytes(value.as_bytes())
            .map_err(|_| header::invalid_value(name.as_str()))?;
        sent.insert(name, value);
    }
    Ok(request)
}

/// Connects, and asks for a WebSocket.
///
/// # Errors
/// In the server's words, as far as they are known.
pub(super) async fn open(request: Request<()>) -> Result<Opened, String> {
    let stream = connect(request.uri()).await?;
    let route = route(&stream).map_err(|error| error.to_string())?;
    // A message is sent when it is sent, however short it is.
    stream
        .set_nodelay(true)
        .map_err(|error| error.to_string())?;
    let config = WebSocketConfig::default()
        .max_message_size(None)
        .max_frame_size(None);
    let accepted = client_async_tls_with_config(request, stream, Some(config), None).await;
    let (socket, _response) = accepted.map_err(|error| refusal(&error))?;
    Ok(Opened { socket, route })
}

fn route(stream: &TcpStream) -> io::Result<Route> {
    Ok(Route {
        from: stream.local_addr()?,
        to: stream.peer_addr()?,
    })
}

/// Tries the addresses that the name stands for, one after the other.
async fn connect(uri: &Uri) -> Result<TcpStream, String> {
    let name = uri.host().unwrap_or_default();
    let standard = match uri.scheme_str() {
        Some("wss") => 443,
        Some(_) | None => 80,
    };
    let name = name.trim_start_matches('[').trim_end_matches(']');
    let found = tokio::net::lookup_host((name, uri.port_u16().unwrap_or(standard))).await;
    let mut problem = client::no_such_host(name);
    for address in found.into_iter().flatten() {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => problem = client::not_connected(address, &error),
        }
    }
    Err(problem)
}

fn refusal(error: &Error) -> String {
    match error {
        // Any other answer than yes, redirects among them.
        Error::Http(_) | Error::Protocol(_) => "websocket: bad handshake".to_owned(),
        Error::Io(error) => client::broken(error),
        Error::Tls(TlsError::InvalidDnsName) => "tls: invalid server name".to_owned(),
        Error::Tls(error) => format!("tls: {error}"),
        other => other.to_string(),
    }
}
