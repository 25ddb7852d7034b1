use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;

fn artwork() -> FakeArtwork {
    FakeArtwork::new(&World::default())
}

fn link(artwork_id: &str, size: Option<i32>) -> Option<ArtworkLink> {
    Some(ArtworkLink {
        artwork_id: artwork_id.to_owned(),
        size,
    })
}

#[test]
fn an_address_says_what_it_is_for() {
    let artwork = artwork();
    let urls = [
        artwork.get_artist_url("1", 0).unwrap(),
        artwork.get_album_url("1", 0).unwrap(),
        artwork.get_track_url("1", 300).unwrap(),
        artwork.get_playlist_url("é-?size=/", i32::MAX).unwrap(),
    ];
    let links = urls.map(|url| ArtworkLink::read(&url));
    assert_eq!(
        links,
        [
            link("ar-1", None),
            link("al-1", None),
            link("mf-1", Some(300)),
            link("pl-é-?size=/", Some(i32::MAX)),
        ]
    );
}

#[test]
fn an_address_looks_like_the_servers() {
    let url = artwork().get_album_url("1", 300).unwrap();
    let token = url
        .strip_prefix("http://localhost/share/img/")
        .and_then(|rest| rest.strip_suffix("?size=300"))
        .unwrap();
    let parts: Vec<_> = token.split('.').collect();
    assert_eq!(parts.len(), 3);
    for part in &parts {
        assert!(URL_SAFE_NO_PAD.decode(part).is_ok(), "{part}");
    }
    let header = URL_SAFE_NO_PAD.decode(parts[0]).unwrap();
    let header: serde_json::Value = serde_json::from_slice(&header).unwrap();
    assert_eq!(header["typ"], "JWT");
}

#[test]
fn the_original_has_no_size() {
    let artwork = artwork();
    for size in [0, -1, i32::MIN] {
        assert!(!artwork.get_track_url("1", size).unwrap().contains('?'));
    }
}

#[test]
fn the_same_question_gets_the_same_address_and_others_get_others() {
    let (one, other) = (artwork(), artwork());
    let url = one.get_artist_url("1", 0).unwrap();
    assert_eq!(one.get_artist_url("1", 0).unwrap(), url);
    assert_eq!(other.get_artist_url("1", 0).unwrap(), url);
    assert_ne!(one.get_artist_url("2", 0).unwrap(), url);
    assert_ne!(one.get_album_url("1", 0).unwrap(), url);
}

#[test]
fn an_empty_identifier_is_that_of_no_picture() {
    let url = artwork().get_playlist_url("", 0).unwrap();
    assert_eq!(ArtworkLink::read(&url), link("", None));
}

#[test]
fn the_base_can_be_set() {
    let artwork = artwork();
    for base in ["https://music.example.com", "https://music.example.com/"] {
        artwork.use_base(base);
        let url = artwork.get_artist_url("1", 0).unwrap();
        assert!(url.starts_with("https://music.example.com/share/img/"));
        assert_eq!(ArtworkLink::read(&url), link("ar-1", None));
    }
}

#[test]
fn other_addresses_are_not_read() {
    for url in [
        "",
        "http://localhost/share/img/",
        "http://localhost/share/img/a.b.c",
        "http://localhost/img/e30.e30.e30",
        "http://localhost/share/img/e30.e30.e30",
    ] {
        assert_eq!(ArtworkLink::read(url), None, "{url}");
    }
}

#[test]
fn what_was_asked_for_is_kept() {
    let artwork = artwork();
    artwork.get_artist_url("a", 0).unwrap();
    artwork.get_playlist_url("", -5).unwrap();
    let request = |kind, id: &str, size| ArtworkRequest {
        kind,
        id: id.to_owned(),
        size,
    };
    assert_eq!(
        artwork.requests(),
        [
            request(ArtworkKind::Artist, "a", 0),
            request(ArtworkKind::Playlist, "", -5)
        ]
    );
}
