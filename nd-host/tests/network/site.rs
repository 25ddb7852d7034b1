//! A web server that answers as it is told, byte by byte, and plugins that ask it. Must not assert anything.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use nd_host::{LoadedPlugin, Outcome, Server, Settings, Version};
use serde_json::{Value, json};

use crate::common;

/// A request that came.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// With the query.
    pub(crate) path: String,
    /// Names as they came.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// Runs until the test ends: its threads only wait.
pub(crate) struct Site {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Site {
    /// Answers every request with these bytes, and closes the connection.
    pub(crate) fn start(answer: impl Fn(&Asked) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let address = listener.local_addr().expect("it has an address");
        let asked = Arc::<Mutex<Vec<Asked>>>::default();
        let (kept, answer) = (Arc::clone(&asked), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (kept, answer) = (Arc::clone(&kept), Arc::clone(&answer));
                std::thread::spawn(move || serve(stream?, &kept, &*answer));
            }
        });
        Self { address, asked }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("nobody panicked").clone()
    }

    /// The only request that came.
    pub(crate) fn asked_once(&self) -> Asked {
        let [asked] = self.asked().try_into().expect("there was one request");
        asked
    }
}

fn serve(
    stream: TcpStream,
    kept: &Mutex<Vec<Asked>>,
    answer: &dyn Fn(&Asked) -> Vec<u8>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(&stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split_whitespace().map(str::to_owned);
    let mut asked = Asked {
        method: words.next().unwrap_or_default(),
        path: words.next().unwrap_or_default(),
        ..Asked::default()
    };
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        asked.headers.push((name.to_owned(), value.to_owned()));
    }
    let length = asked.header("content-length").map_or(Ok(0), str::parse);
    asked.body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut asked.body)?;
    kept.lock().expect("nobody panicked").push(asked.clone());
    (&stream).write_all(&answer(&asked))
}

/// Says something that is no TLS to the first who connects, whatever they say.
pub(crate) fn speaks_no_tls() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let address = listener.local_addr().expect("it has an address");
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept()?;
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")?;
        // Ends with the connection.
        std::io::copy(&mut stream, &mut std::io::sink())
    });
    address
}

/// A response with a status, headers and a body.
pub(crate) fn reply(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let headers = headers.iter();
    let headers = headers.map(|(name, value)| format!("{name}: {value}\r\n"));
    let mut bytes = format!(
        "HTTP/1.1 {status} Whatever\r\nContent-Length: {}\r\nConnection: close\r\n{}\r\n",
        body.len(),
        headers.collect::<String>()
    )
    .into_bytes();
    bytes.extend(body);
    bytes
}

/// A plugin on a server of a version that may reach these hosts by `http_send`.
pub(crate) fn plugin_of(version: Version, required_hosts: &[&str]) -> LoadedPlugin {
    let permissions = json!({"http": {"requiredHosts": required_hosts}});
    let package = common::package(&permissions, common::relay(&["http_send"]));
    let server = Server::builder().version(version).start();
    let server = server.expect("the server starts");
    let loaded = server.load(&package, &Settings::new());
    loaded.expect("the plugin loads")
}

/// One on the newest server, which may reach everything.
pub(crate) fn plugin() -> LoadedPlugin {
    plugin_of(nd_host::NEWEST, &["*"])
}

/// The reply of `http_send` to a request.
pub(crate) fn send(plugin: &LoadedPlugin, request: Value) -> Value {
    let input = json!({"request": request}).to_string();
    match plugin.call("call_http_send", input).outcome {
        Outcome::Ok(reply) => serde_json::from_slice(&reply).expect("replies are JSON"),
        other => panic!("the call failed: {other:?}"),
    }
}

/// The result of a request that worked.
#[track_caller]
pub(crate) fn result(plugin: &LoadedPlugin, request: Value) -> Value {
    let reply = send(plugin, request);
    assert_eq!(reply.get("error"), None, "it worked");
    reply["result"].clone()
}

/// The error of one that did not.
#[track_caller]
pub(crate) fn error(plugin: &LoadedPlugin, request: Value) -> String {
    let reply = send(plugin, request);
    let error = reply["error"].as_str();
    error
        .unwrap_or_else(|| panic!("it worked: {reply}"))
        .to_owned()
}
