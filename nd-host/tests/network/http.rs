//! `http_send`: what is sent, what comes back, and what goes wrong. Must not look at redirects and private addresses.

use std::io::Write as _;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use nd_host::{Outcome, Server, Settings};
use serde_json::{Value, json};

use crate::common;
use crate::site::{Site, error, plugin, plugin_of, reply, result, speaks_no_tls};

fn body(result: &Value) -> Vec<u8> {
    STANDARD
        .decode(result["body"].as_str().unwrap_or_default())
        .expect("bodies are base64")
}

fn packed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn method_headers_and_body_are_sent_as_the_plugin_says() {
    let site = Site::start(|_| reply(200, &[], b""));
    let request = json!({
        "method": "pUt",
        "url": site.url("/a b/%41?q=ä#part"),
        "headers": {"x-own": "1", "Host": "elsewhere.example", "content-length": "7"},
        "body": STANDARD.encode("hello"),
    });
    result(&plugin(), request);
    let asked = site.asked_once();
    assert_eq!(
        (&*asked.method, &*asked.path),
        ("PUT", "/a%20b/%41?q=%C3%A4")
    );
    assert_eq!(asked.body, b"hello");
    assert_eq!(asked.header("x-own"), Some("1"));
    assert_eq!(asked.header("host"), Some(&*site.address.to_string()));
    assert_eq!(asked.header("content-length"), Some("5"));
    assert_eq!(asked.header("user-agent"), Some("Go-http-client/1.1"));
    assert_eq!(asked.header("accept-encoding"), Some("gzip"));
    assert_eq!(asked.header("accept"), None);
}

#[test]
fn any_method_may_have_a_body_and_none_is_get() {
    let site = Site::start(|_| reply(200, &[], b""));
    let plugin = plugin();
    for method in ["", "DELETE", "PROPFIND"] {
        let request = json!({"method": method, "url": site.url("/"), "body": STANDARD.encode("x")});
        result(&plugin, request);
    }
    result(&plugin, json!({"method": "GET", "url": site.url("/")}));
    result(&plugin, json!({"method": "POST", "url": site.url("/")}));
    let asked = site.asked();
    let seen: Vec<_> = asked
        .iter()
        .map(|asked| (&*asked.method, &*asked.body, asked.header("content-length")))
        .collect();
    let x = &b"x"[..];
    assert_eq!(
        seen,
        [
            ("GET", x, Some("1")),
            ("DELETE", x, Some("1")),
            ("PROPFIND", x, Some("1")),
            ("GET", &b""[..], None),
            ("POST", &b""[..], Some("0")),
        ]
    );
}

#[test]
fn any_status_is_a_result_and_each_header_has_its_first_value() {
    let site = Site::start(|_| {
        let headers = [("x-one", "1"), ("set-cookie", "a=1"), ("Set-Cookie", "b=2")];
        reply(503, &headers, b"busy")
    });
    let result = result(&plugin(), json!({"method": "GET", "url": site.url("/")}));
    assert_eq!(
        result,
        json!({
            "statusCode": 503,
            "headers": {"X-One": "1", "Set-Cookie": "a=1", "Connection": "close", "Content-Length": "4"},
            "body": STANDARD.encode("busy"),
        })
    );
}

#[test]
fn what_is_empty_is_left_out() {
    let site = Site::start(|_| b"HTTP/1.1 204 No Content\r\n\r\n".to_vec());
    let result = result(&plugin(), json!({"method": "GET", "url": site.url("/")}));
    assert_eq!(result, json!({"statusCode": 204}));
}

#[test]
fn a_head_request_has_no_body() {
    let site = Site::start(|_| b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n".to_vec());
    let result = result(&plugin(), json!({"method": "HEAD", "url": site.url("/")}));
    let expected = json!({"statusCode": 200, "headers": {"Content-Length": "5"}});
    assert_eq!(result, expected);
}

#[test]
fn what_the_client_asked_for_packed_is_unpacked() {
    let site = Site::start(|_| {
        let headers = [("Content-Encoding", "gzip"), ("X-Own", "1")];
        reply(200, &headers, &packed("hello"))
    });
    let result = result(&plugin(), json!({"method": "GET", "url": site.url("/")}));
    assert_eq!(body(&result), b"hello");
    assert_eq!(
        result["headers"],
        json!({"X-Own": "1", "Connection": "close"})
    );
}

#[test]
fn what_the_plugin_asked_for_packed_stays_packed() {
    let site = Site::start(|_| reply(200, &[("Content-Encoding", "gzip")], &packed("hello")));
    let headers = json!({"accept-encoding": "gzip"});
    let request = json!({"method": "GET", "url": site.url("/"), "headers": headers});
    let result = result(&plugin(), request);
    assert_eq!(body(&result), packed("hello"));
    assert_eq!(result["headers"]["Content-Encoding"], "gzip");
}

#[test]
fn an_answer_that_is_no_gzip_although_it_says_so_is_an_error() {
    let site = Site::start(|_| reply(200, &[("Content-Encoding", "gzip")], b"hello, plainly"));
    let url = site.url("/");
    let error = error(&plugin(), json!({"method": "GET", "url": url}));
    assert!(error.starts_with(&format!("Get \"{url}\": ")), "{error}");
}

#[test]
fn a_body_is_cut_after_10_mib_without_a_word() {
    const MIB_10: usize = 10 * 1024 * 1024;
    let site = Site::start(|_| reply(200, &[], &vec![b'x'; MIB_10 + 1]));
    let result = result(&plugin(), json!({"method": "GET", "url": site.url("/")}));
    assert_eq!(body(&result).len(), MIB_10);
}

#[test]
fn what_unpacks_to_more_than_10_mib_is_cut_as_well() {
    const MIB_10: usize = 10 * 1024 * 1024;
    let bomb = packed(&" ".repeat(64 * 1024 * 1024));
    let site = Site::start(move |_| reply(200, &[("Content-Encoding", "gzip")], &bomb));
    let result = result(&plugin(), json!({"method": "GET", "url": site.url("/")}));
    assert_eq!(body(&result).len(), MIB_10);
}

#[test]
fn user_and_password_of_the_url_are_sent_and_the_password_is_not_shown() {
    let site = Site::start(|_| b"nonsense\r\n\r\n".to_vec());
    let url = format!("http://me:secret@{}/x", site.address);
    let error = error(&plugin(), json!({"method": "GET", "url": url}));
    let shown = format!("Get \"http://me:***@{}/x\": ", site.address);
    assert!(error.starts_with(&shown), "{error}");
    let asked = site.asked_once();
    assert_eq!(asked.header("authorization"), Some("Basic bWU6c2VjcmV0"));
}

#[test]
fn what_is_no_url_and_what_is_not_http_is_refused() {
    let plugin = plugin();
    for (url, text) in [
        (
            "http://a b/",
            "invalid URL: parse \"http://a b/\": invalid character \" \" in host name",
        ),
        (
            "ftp://a.example/",
            "invalid URL scheme \"ftp\": must be http or https",
        ),
        ("/x", "invalid URL scheme \"\": must be http or https"),
        (
            "http:///x",
            "Get \"http:///x\": http: no Host in request URL",
        ),
    ] {
        assert_eq!(error(&plugin, json!({"method": "GET", "url": url})), text);
    }
}

#[test]
fn methods_and_headers_that_cannot_be_sent_are_refused() {
    let plugin = plugin();
    let url = "http://127.0.0.1:9/";
    let method = json!({"method": "GE T", "url": url});
    assert_eq!(error(&plugin, method), "net/http: invalid method \"GE T\"");
    let name = json!({"method": "POST", "url": url, "headers": {"two words": ""}});
    assert_eq!(
        error(&plugin, name),
        format!("Post \"{url}\": net/http: invalid header field name \"two words\"")
    );
    let value = json!({"method": "GET", "url": url, "headers": {"x-token": "a\nb"}});
    assert_eq!(
        error(&plugin, value),
        format!("Get \"{url}\": net/http: invalid header field value for \"X-Token\"")
    );
}

#[test]
fn a_port_where_nobody_listens_refuses_the_connection() {
    let address = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    let url = format!("http://{address}/");
    assert_eq!(
        error(&plugin(), json!({"method": "DELETE", "url": url})),
        format!("Delete \"{url}\": dial tcp {address}: connect: connection refused")
    );
}

#[test]
fn a_name_that_stands_for_nothing_is_said_so() {
    let url = "http://nobody.invalid/";
    assert_eq!(
        error(
            &plugin(),
            json!({"method": "GET", "url": url, "timeoutMs": 20_000})
        ),
        format!("Get \"{url}\": dial tcp: lookup nobody.invalid: no such host")
    );
}

#[test]
fn whoever_speaks_no_tls_is_an_error() {
    let url = format!("https://{}/", speaks_no_tls());
    let error = error(&plugin(), json!({"method": "GET", "url": url}));
    assert!(
        error.starts_with(&format!("Get \"{url}\": tls: ")),
        "{error}"
    );
}

#[test]
fn a_connection_that_ends_without_an_answer_is_an_end_of_file() {
    let site = Site::start(|_| Vec::new());
    let url = site.url("/");
    assert_eq!(
        error(&plugin(), json!({"method": "GET", "url": url})),
        format!("Get \"{url}\": EOF")
    );
}

#[test]
fn a_request_ends_with_its_timeout_before_and_within_the_body() {
    let silent = Site::start(|_| {
        std::thread::sleep(Duration::from_secs(5));
        Vec::new()
    });
    let slow = TcpListener::bind("127.0.0.1:0").unwrap();
    let slow_address = slow.local_addr().unwrap();
    let held = std::thread::spawn(move || {
        let (mut stream, _) = slow.accept().unwrap();
        let begun = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbeg";
        stream.write_all(begun).unwrap();
        std::thread::sleep(Duration::from_secs(3));
    });
    let plugin = plugin();
    for url in [silent.url("/"), format!("http://{slow_address}/")] {
        let begun = Instant::now();
        assert_eq!(
            error(
                &plugin,
                json!({"method": "GET", "url": url, "timeoutMs": 300})
            ),
            format!("Get \"{url}\": context deadline exceeded")
        );
        assert!(begun.elapsed() < Duration::from_secs(3), "{url}");
    }
    held.join().unwrap();
}

#[test]
fn less_than_no_time_is_over_before_anything_is_sent() {
    let site = Site::start(|_| reply(200, &[], b""));
    let url = site.url("/");
    assert_eq!(
        error(
            &plugin(),
            json!({"method": "GET", "url": url, "timeoutMs": -1})
        ),
        format!("Get \"{url}\": context deadline exceeded")
    );
    assert_eq!(site.asked().len(), 0);
}

#[test]
fn no_request_outlives_the_call_it_is_part_of() {
    let silent = Site::start(|_| {
        std::thread::sleep(Duration::from_secs(20));
        Vec::new()
    });
    let permissions = json!({"http": {"requiredHosts": ["*"]}});
    let package = common::package(&permissions, common::relay(&["http_send"]));
    let server = Server::builder()
        .timeout(Duration::from_secs(1))
        .start()
        .unwrap();
    let plugin = server.load(&package, &Settings::new()).unwrap();
    let request =
        json!({"request": {"method": "GET", "url": silent.url("/"), "timeoutMs": 30_000}});
    let begun = Instant::now();
    let outcome = plugin.call("call_http_send", request.to_string()).outcome;
    assert_eq!(
        outcome,
        Outcome::Failed("module closed with context deadline exceeded".into())
    );
    assert!(begun.elapsed() < Duration::from_secs(15));
}

#[test]
fn hosts_outside_of_the_list_are_refused() {
    let plugin = plugin_of(nd_host::NEWEST, &["api.example.org", "*.example.com"]);
    for host in ["example.org:8080", "example.com", "API.example.org"] {
        assert_eq!(
            error(
                &plugin,
                json!({"method": "GET", "url": format!("http://{host}/")})
            ),
            format!("host \"{host}\" is not allowed")
        );
    }
}
