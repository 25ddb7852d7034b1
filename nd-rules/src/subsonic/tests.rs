use super::*;

fn rewritten(uri: &str, format: Format) -> Request {
    rewrite(uri, "top-songs", format).unwrap()
}

/// The query after rewriting, for reading.
fn query(uri: &str, format: Format) -> String {
    let request = rewritten(uri, format);
    let parameters = request.parameters.iter();
    parameters
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn only_the_last_segment_and_the_query_count() {
    for uri in [
        "getAlbum?id=1&u=ada",
        "/rest/getAlbum?id=1&u=ada",
        "https://music.example.com:4533/deep/rest/getAlbum?id=1&u=ada",
        "//elsewhere/getAlbum/?id=1&u=ada#top",
    ] {
        let request = rewritten(uri, Format::Json);
        assert_eq!(request.endpoint, "getAlbum", "{uri}");
        assert_eq!(request.username, "ada", "{uri}");
        assert_eq!(
            query(uri, Format::Json),
            "c=top-songs f=json id=1 u=ada v=1.16.1"
        );
    }
}

#[test]
fn client_and_version_are_set_and_the_format_only_for_json() {
    let uri = "stream?v=1.0&c=me&c=myself&f=xml&u=ada";
    assert_eq!(
        query(uri, Format::Json),
        "c=top-songs f=json u=ada v=1.16.1"
    );
    assert_eq!(
        query(uri, Format::AsWritten),
        "c=top-songs f=xml u=ada v=1.16.1"
    );
    assert_eq!(
        query("stream?u=ada", Format::AsWritten),
        "c=top-songs u=ada v=1.16.1"
    );
}

#[test]
fn values_are_decoded_and_repeated_names_keep_their_order() {
    assert_eq!(
        query(
            "star?id=b&id=a&name=R%26B+%C3%A9t%C3%A9&u=ada%40home",
            Format::AsWritten
        ),
        "c=top-songs id=b id=a name=R&B été u=ada@home v=1.16.1"
    );
}

#[test]
fn parts_that_cannot_be_decoded_are_left_out() {
    assert_eq!(
        query(
            "search3?query=100%&a=1;b=2&x=%4&n=%41&u=ada",
            Format::AsWritten
        ),
        "c=top-songs n=A u=ada v=1.16.1"
    );
}

#[test]
fn a_request_without_a_user_is_refused() {
    for uri in ["ping", "ping?u=", "ping?U=ada", "", "ping?x=%26u=ada"] {
        let refusal = rewrite(uri, "top-songs", Format::Json).unwrap_err();
        assert_eq!(refusal, Refusal::NoUser, "{uri}");
        assert_eq!(
            refusal.to_string(),
            "missing required parameter 'u' (username)"
        );
    }
}

#[test]
fn an_address_that_cannot_be_read_is_refused() {
    let text = |uri| {
        rewrite(uri, "top-songs", Format::Json)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        text("ping?u=ada\n"),
        r#"invalid URL format: parse "ping?u=ada\n": net/url: invalid control character in URL"#
    );
    assert_eq!(
        text("http://[::/ping?u=ada"),
        r#"invalid URL format: parse "http://[::/ping?u=ada": missing ']' in host"#
    );
    assert_eq!(
        text("ping%zz?u=ada"),
        r#"invalid URL format: parse "ping%zz?u=ada": invalid URL escape "%zz""#
    );
}
