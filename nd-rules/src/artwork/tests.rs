//! Addresses of pictures, written and read.

use super::*;

fn made(kind: Kind, id: &str, size: i32) -> String {
    url("https://music.example.com/", kind, id, size, |_| {
        vec![0; 32]
    })
}

#[test]
fn what_is_written_is_read() {
    for kind in Kind::ALL {
        let link = Link::read(&made(kind, "5", 300)).unwrap();
        assert_eq!(link.artwork_id, format!("{}-5", kind.prefix()));
        assert_eq!(link.size, Some(300));
    }
}

#[test]
fn sizes_that_are_none_are_left_out() {
    for size in [0, -1, i32::MIN] {
        let url = made(Kind::Album, "5", size);
        assert!(!url.contains('?'), "{url}");
        assert_eq!(Link::read(&url).unwrap().size, None);
    }
}

#[test]
fn nothing_is_the_picture_of_an_empty_identifier() {
    assert_eq!(
        Link::read(&made(Kind::Artist, "", 0)).unwrap().artwork_id,
        ""
    );
}

#[test]
fn header_and_claims_are_signed() {
    let url = url(DEFAULT_BASE, Kind::Track, "5", 0, <[u8]>::to_vec);
    let token = url.strip_prefix("http://localhost/share/img/").unwrap();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    assert_eq!(
        URL_SAFE_NO_PAD.decode(signature).unwrap(),
        signed.as_bytes()
    );
    let header = signed.split('.').next().unwrap();
    assert_eq!(
        URL_SAFE_NO_PAD.decode(header).unwrap(),
        br#"{"alg":"HS256","typ":"JWT"}"#
    );
}

#[test]
fn other_addresses_are_none() {
    for url in [
        "",
        "http://localhost/share/img/",
        "http://localhost/share/img/a.b.c",
        "http://localhost/share/img/a.e30.c",
        "http://localhost/elsewhere/a.eyJpZCI6IjEifQ.c",
        "http://localhost/share/img/a.eyJpZCI6IjEifQ.c?size=big",
    ] {
        assert_eq!(Link::read(url), None, "{url}");
    }
}
