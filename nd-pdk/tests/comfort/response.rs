//! What is read from responses.

use std::time::{Duration, SystemTime};

use nd_pdk::http::{self, Response};
use nd_pdk::testing::FakeHost;
use serde::Deserialize;

const URL: &str = "https://me:pw@x.org/p?token=s3cret";

/// The response that a route to [`URL`] gives.
fn response(status: u16, header: (&str, &str), body: impl AsRef<[u8]>) -> Response {
    let host = FakeHost::install();
    let route = host.http().on_get(URL).reply(status, body);
    let _route = route.header(header.0, header.1);
    http::get(URL).send().unwrap()
}

/// What `Retry-After` says, 1,000,000 seconds after the beginning of 1970.
fn retry_after(value: &str) -> Option<Duration> {
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
    let host = FakeHost::builder().start(start).install();
    let route = host.http().on_get(URL).reply(429, "");
    let _route = route.header("Retry-After", value);
    http::get(URL).send().unwrap().retry_after()
}

#[test]
fn headers_are_found_in_any_case() {
    let response = response(200, ("X-Rate-Limit", "5"), "");
    assert_eq!(response.header("x-rate-limit"), Some("5"));
    assert_eq!(response.header("X-RATE-LIMIT"), Some("5"));
    assert_eq!(response.header("X-Rate"), None);
}

#[test]
fn only_2xx_is_success_and_errors_name_method_address_and_status() {
    for status in [200, 204, 299] {
        let response = response(status, ("A", "b"), "");
        assert!(response.is_success());
        assert_eq!(response.error_for_status().unwrap().status(), status);
    }
    for status in [300, 304, 404, 500, 503] {
        let response = response(status, ("A", "b"), "");
        assert!(!response.is_success());
        let error = response.error_for_status().unwrap_err();
        assert_eq!(
            error.message,
            format!("GET https://x.org/p answered {status}")
        );
    }
}

#[test]
fn text_is_utf_8_and_bytes_are_anything() {
    let text = response(200, ("Content-Type", "text/plain"), "grün");
    assert_eq!(text.text().unwrap(), "grün");
    let image = response(200, ("Content-Type", "image/png"), [0x89, b'P', 0xff]);
    assert_eq!(image.body(), [0x89, b'P', 0xff]);
    assert_eq!(
        image.text().unwrap_err().message,
        "GET https://x.org/p answered 200 (image/png) with a body that cannot be read as text: invalid utf-8 sequence of 1 bytes from index 0"
    );
    assert_eq!(
        format!("{image:?}"),
        r#"Response { origin: "GET https://x.org/p", status: 200, bytes: 3 }"#
    );
}

#[test]
fn what_is_no_json_says_status_content_type_and_place() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Found {
        name: String,
    }
    let json = response(404, ("Content-Type", "text/html"), r#"{"name": "a"}"#);
    assert_eq!(json.json::<Found>().unwrap().name, "a");

    let page = response(502, ("Content-Type", "text/html"), "<html>");
    assert_eq!(
        page.json::<Found>().unwrap_err().message,
        "GET https://x.org/p answered 502 (text/html) with a body that cannot be read as JSON: expected value at line 1 column 1"
    );
    let other = response(200, ("A", "b"), "{\n}");
    assert_eq!(
        other.json::<Found>().unwrap_err().message,
        "GET https://x.org/p answered 200 (no content type) with a body that cannot be read as JSON: missing field `name` at line 2 column 1"
    );
}

#[test]
fn retry_after_is_seconds_or_a_date() {
    assert_eq!(retry_after("0"), Some(Duration::ZERO));
    assert_eq!(retry_after(" 120 "), Some(Duration::from_secs(120)));
    // 1,000,000 seconds after the beginning of 1970 it is Mon, 12 Jan 1970 13:46:40.
    assert_eq!(
        retry_after("Mon, 12 Jan 1970 13:47:40 GMT"),
        Some(Duration::from_secs(60))
    );
    assert_eq!(
        retry_after("Mon, 12 Jan 1970 13:46:39 GMT"),
        Some(Duration::ZERO)
    );
    assert_eq!(response(429, ("A", "b"), "").retry_after(), None);
}

#[test]
fn dates_are_right_over_leap_years() {
    // Seconds since the beginning of 1970, as `date -u -d … +%s` has them.
    let dates = [
        ("Thu, 29 Feb 1972 00:00:00 GMT", 68_169_600),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Mon, 28 Feb 2000 23:59:59 GMT", 951_782_399),
        ("Wed, 01 Mar 2000 00:00:00 GMT", 951_868_800),
        ("Wed, 31 Dec 2025 23:59:60 GMT", 1_767_225_600),
        ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
    ];
    for (date, seconds) in dates {
        let expected = Duration::from_secs(seconds - 1_000_000);
        assert_eq!(retry_after(date), Some(expected), "{date}");
    }
    // Before 1970, and over for good.
    assert_eq!(retry_after("Wed, 31 Dec 1969 23:59:59 GMT"), None);
}

#[test]
fn a_retry_after_that_is_neither_is_none() {
    let texts = [
        "",
        "soon",
        "-1",
        "1.5",
        "99999999999999999999",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 GMT GMT",
        "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1994 08:49:37:00 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 99999 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Thu, 01 Jan 0 00:00:00 GMT",
    ];
    for text in texts {
        assert_eq!(retry_after(text), None, "{text:?}");
    }
}

#[test]
fn a_status_that_is_none_is_an_error() {
    let _service = nd_pdk::host::http::mock(|m| {
        m.expect_send().returning(|_| {
            let status_code = -1;
            Ok(Some(nd_pdk::host::http::HTTPResponse {
                status_code,
                ..Default::default()
            }))
        });
    });
    let error = http::get(URL).send().unwrap_err();
    assert_eq!(
        error.message,
        "GET https://x.org/p answered -1, which is no status of HTTP"
    );
}
