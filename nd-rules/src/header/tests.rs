use super::*;
use proptest::prelude::*;

#[test]
fn names_are_written_with_capitals() {
    for (name, canonical_name) in [
        ("content-type", "Content-Type"),
        ("CONTENT-TYPE", "Content-Type"),
        ("x-ratelimit-REMAINING", "X-Ratelimit-Remaining"),
        ("ETag", "Etag"),
        ("-a--b-", "-A--B-"),
        ("www_a", "Www_a"),
    ] {
        assert_eq!(canonical(name), canonical_name);
    }
}

#[test]
fn what_is_no_name_stays_as_it_is() {
    for name in ["", "two words", "naïve", "colon:"] {
        assert_eq!(canonical(name), name);
    }
}

#[test]
fn the_first_value_of_a_header_counts_whatever_its_case() {
    let headers = [("set-cookie", "a=1"), ("Set-Cookie", "b=2"), ("etag", "x")];
    let first = first_values(headers);
    assert_eq!(first["Set-Cookie"], "a=1");
    assert_eq!(first["Etag"], "x");
    assert_eq!(first.len(), 2);
}

#[test]
fn headers_that_follow_from_the_request_are_not_sent() {
    let sent = to_send([
        ("host", "elsewhere"),
        ("content-length", "7"),
        ("Transfer-Encoding", "chunked"),
        ("trailer", "x"),
        ("user-agent", "mine/1.0"),
    ]);
    assert_eq!(
        sent.unwrap().into_iter().collect::<Vec<_>>(),
        [("User-Agent".to_owned(), "mine/1.0".to_owned())]
    );
}

#[test]
fn headers_that_cannot_be_sent_are_errors() {
    assert_eq!(
        to_send([("two words", "x")]).unwrap_err(),
        "net/http: invalid header field name \"two words\""
    );
    assert_eq!(
        to_send([("x-token", "secret\n")]).unwrap_err(),
        "net/http: invalid header field value for \"X-Token\""
    );
    assert!(to_send([("X-Name", "tab\tand umlaut ü")]).is_ok());
}

#[test]
fn of_names_for_one_header_the_last_in_byte_order_counts() {
    let mut headers = [("X-Key", "upper"), ("x-key", "lower"), ("x-Key", "mixed")];
    for _ in 0..3 {
        headers.rotate_left(1);
        assert_eq!(canonical_names(headers)["X-Key"], "lower");
        assert_eq!(to_send(headers).unwrap()["X-Key"], "lower");
    }
}

#[test]
fn of_headers_that_cannot_be_sent_the_first_in_byte_order_is_told() {
    for headers in [
        [("b b", ""), ("a", "\n"), ("c c", "")],
        [("c c", ""), ("b b", ""), ("a", "\n")],
    ] {
        assert_eq!(
            to_send(headers).unwrap_err(),
            "net/http: invalid header field value for \"A\""
        );
    }
}

#[test]
fn a_method_is_one_word() {
    for method in ["GET", "PROPFIND", "M-SEARCH"] {
        assert_eq!(check_method(method), Ok(()));
    }
    assert_eq!(
        check_method("GE T"),
        Err("net/http: invalid method \"GE T\"".to_owned())
    );
    assert!(check_method("").is_err() && check_method("GÉT").is_err());
}

#[test]
fn redirects_tell_credentials_from_the_rest() {
    assert!(is_credential("Authorization") && is_credential("Cookie"));
    assert!(!is_credential("X-Token"));
    assert!(describes_body("Content-Type") && !describes_body("Accept"));
}

proptest! {
    #[test]
    fn a_name_only_changes_its_case_and_only_once(name in any::<String>()) {
        let once = canonical(&name);
        prop_assert!(once.eq_ignore_ascii_case(&name));
        prop_assert_eq!(canonical(&once), once);
    }
}
