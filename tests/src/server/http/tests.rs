//! The server, over plain sockets. Must not need a client library: what is on the wire is what counts.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use serde_json::json;

use super::*;

/// Sends a request in a connection of its own, and reads all that comes back.
fn exchange(server: &HttpServer, request: &str) -> String {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn get(server: &HttpServer, target: &str) -> String {
    let request = format!("GET {target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
    exchange(server, &request)
}

#[test]
fn answers_with_what_the_closure_says() {
    let server = HttpServer::start(|request| {
        Reply::json(418, json!({"path": request.path()})).header("X-Tea", "green")
    });

    let answer = get(&server, "/pot?size=2");
    assert!(answer.starts_with("HTTP/1.1 418"), "{answer}");
    assert!(answer.contains("X-Tea: green\r\n"), "{answer}");
    assert!(
        answer.contains("Content-Type: application/json\r\n"),
        "{answer}"
    );
    assert!(answer.ends_with(r#"{"path":"/pot"}"#), "{answer}");
}

#[test]
fn records_what_it_receives() {
    let server = HttpServer::start(|_| Reply::text(200, "thanks"));
    let head = "POST /a%2Fb?q=AC%2FDC+%26+%C3%A9&q=2 HTTP/1.1\r\nHost: test\r\nConnection: close";
    exchange(
        &server,
        &format!("{head}\r\nX-Token: secret\r\nContent-Length: 7\r\n\r\n{{\"a\":1}}"),
    );

    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].method, "POST");
    assert_eq!(requests[0].target, "/a%2Fb?q=AC%2FDC+%26+%C3%A9&q=2");
    assert_eq!(requests[0].path(), "/a%2Fb");
    assert_eq!(requests[0].query("q").as_deref(), Some("AC/DC & é"));
    assert_eq!(requests[0].query("p"), None);
    assert_eq!(requests[0].header("x-token"), Some("secret"));
    assert_eq!(requests[0].header("x-other"), None);
    assert_eq!(requests[0].json(), json!({"a": 1}));
}

#[test]
fn one_connection_can_carry_several_requests() {
    let server = HttpServer::start(|request| Reply::text(200, request.path()));
    let first = "GET /first HTTP/1.1\r\nHost: test\r\n\r\n";
    let last = "GET /last HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";

    let answers = exchange(&server, &format!("{first}{last}"));
    assert_eq!(answers.matches("HTTP/1.1 200").count(), 2, "{answers}");
    assert!(answers.ends_with("/last"), "{answers}");
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn redirects_name_their_target() {
    let server = HttpServer::start(|_| Reply::redirect(307, "/new"));
    let answer = get(&server, "/old");
    assert!(answer.starts_with("HTTP/1.1 307"), "{answer}");
    assert!(answer.contains("Location: /new\r\n"), "{answer}");
}

#[test]
fn a_closed_connection_has_no_answer_and_the_next_one_works() {
    let asked = AtomicUsize::new(0);
    let server = HttpServer::start(move |_| match asked.fetch_add(1, Ordering::Relaxed) {
        0 => Reply::close(),
        _ => Reply::text(200, "here"),
    });

    // Without `Connection: close`: it is the server that ends it.
    assert_eq!(
        exchange(&server, "GET / HTTP/1.1\r\nHost: test\r\n\r\n"),
        ""
    );
    assert!(get(&server, "/").ends_with("here"));
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_delay_holds_up_its_own_answer_only() {
    let server = HttpServer::start(|request| match request.path() {
        "/slow" => Reply::text(200, "slow").after(Duration::from_millis(300)),
        _ => Reply::text(200, "fast"),
    });

    let began = Instant::now();
    thread::scope(|scope| {
        let slow = scope.spawn(|| get(&server, "/slow"));
        while server.requests().is_empty() {
            thread::yield_now();
        }
        assert!(get(&server, "/fast").ends_with("fast"));
        assert!(!slow.is_finished());
        assert!(slow.join().unwrap().ends_with("slow"));
    });
    assert!(began.elapsed() >= Duration::from_millis(300));
}

#[test]
fn dropping_it_ends_delays_and_frees_the_port() {
    let server = HttpServer::start(|_| Reply::text(200, "").after(Duration::from_secs(3600)));
    let address = server.address();
    let mut waiting = TcpStream::connect(address).unwrap();
    waiting.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    while server.requests().is_empty() {
        thread::yield_now();
    }

    drop(server);
    let mut answer = Vec::new();
    assert_eq!(waiting.read_to_end(&mut answer).unwrap(), 0);
    // The thread that accepts connections lets go of the port a moment later.
    while TcpStream::connect(address).is_ok() {
        thread::yield_now();
    }
}

#[test]
fn an_assertion_in_the_closure_fails_the_test() {
    let server = HttpServer::start(|request| {
        assert_eq!(request.method, "PUT", "only PUT is expected");
        Reply::text(200, "")
    });

    assert!(get(&server, "/").starts_with("HTTP/1.1 500"));
    let panic = catch_unwind(AssertUnwindSafe(|| drop(server))).unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    assert!(message.contains("only PUT is expected"), "{message}");
}
