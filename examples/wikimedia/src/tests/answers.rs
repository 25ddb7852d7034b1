//! What becomes of what Wikidata, Wikipedia and DBpedia know. Must not be about how an artist is found.

use nd_pdk::testing::json;

use super::*;

/// A summary as Wikipedia writes it.
fn summary(extract: &str) -> impl Serialize + use<> {
    json!({
        "type": "standard",
        "title": "AC/DC",
        "extract": extract,
        "thumbnail": {"source": "https://upload.wikimedia.org/thumb/320px-A.jpg", "width": 320, "height": 240},
        "originalimage": {"source": "https://upload.wikimedia.org/A.jpg", "width": 1600, "height": 1200},
    })
}

/// An artist with an article and nothing else.
fn with_article() -> impl Serialize {
    json!({
        "artist": uri(ENTITY),
        "article": uri("https://en.wikipedia.org/wiki/AC/DC"),
        "title": text("AC/DC"),
    })
}

fn song(title: &str, recording: Option<&str>) -> impl Serialize + use<> {
    match recording {
        Some(recording) => json!({"title": text(title), "recording": text(recording)}),
        None => json!({"title": text(title)}),
    }
}

#[test]
fn the_link_is_the_article_or_else_the_website() {
    let host = host();
    wikidata(&host, everything());
    assert_eq!(url().unwrap(), "https://en.wikipedia.org/wiki/AC/DC");
    drop(host);

    let host = self::host();
    let website = uri("https://www.acdc.com");
    wikidata(&host, json!({"artist": uri(ENTITY), "website": website}));
    assert_eq!(url().unwrap(), "https://www.acdc.com");
    drop(host);

    let host = self::host();
    wikidata(&host, json!({"artist": uri(ENTITY)}));
    assert_eq!(url().unwrap_err(), Error::not_found());
}

#[test]
fn the_biography_is_the_beginning_of_the_article() {
    let host = host();
    wikidata(&host, everything());
    let route = host.http().on_get(SUMMARY);
    let route = route.reply_json(200, summary("AC/DC are a band."));

    assert_eq!(biography().unwrap(), "AC/DC are a band.");
    let agent = route.requests()[0].header("User-Agent").map(str::to_owned);
    assert!(agent.unwrap().starts_with("navidrome-wikimedia/"));
}

#[test]
fn titles_of_articles_are_encoded() {
    let host = host();
    let artist = json!({
        "artist": uri(ENTITY),
        "article": uri("https://en.wikipedia.org/wiki/AC/DC_%26_friends_%C3%A9%3F"),
        "title": text("AC/DC & friends é?"),
    });
    wikidata(&host, artist);
    let url = "https://en.wikipedia.org/api/rest_v1/page/summary/AC%2FDC_%26_friends_%C3%A9%3F";
    let route = host.http().on_get(url).reply_json(200, summary("Friends."));

    assert_eq!(biography().unwrap(), "Friends.");
    assert_eq!(route.requests()[0].url, url);
}

#[test]
fn without_an_article_the_biography_is_that_of_dbpedia() {
    let host = host();
    wikidata(&host, json!({"artist": uri(ENTITY)}));
    let found = rows(json!([{"text": text("AC/DC is a band.")}]));
    let route = host.http().on_get(DBPEDIA).any_query();
    let route = route.reply_json(200, found);

    assert_eq!(biography().unwrap(), "AC/DC is a band.");
    let asked = query(&route, 0);
    assert!(asked.contains(&format!("owl:sameAs <{ENTITY}>")), "{asked}");
}

#[test]
fn an_article_that_is_gone_or_empty_is_as_none() {
    let host = host();
    wikidata(&host, with_article());
    let article = host.http().on_get(SUMMARY);
    article.reply(404, "").reply_json(200, summary(""));
    let dbpedia = empty(&host, DBPEDIA);

    assert_eq!(biography().unwrap_err(), Error::not_found());
    assert_eq!(biography().unwrap_err(), Error::not_found());
    assert_eq!(dbpedia.requests().len(), 2);
}

#[test]
fn a_wikipedia_or_dbpedia_that_fails_is_an_error() {
    let host = host();
    wikidata(&host, with_article());
    let article = host.http().on_get(SUMMARY);
    article.reply(500, "").reply(429, "").reply(404, "");
    host.http().on_get(DBPEDIA).any_query().reply(502, "");

    let error = biography().unwrap_err();
    assert_eq!(error.message, format!("GET {SUMMARY} answered 500"));
    let error = images().unwrap_err();
    assert_eq!(error.message, format!("GET {SUMMARY} answered 429"));
    let error = biography().unwrap_err();
    assert_eq!(error.message, format!("GET {DBPEDIA} answered 502"));
}

#[test]
fn the_picture_is_that_of_wikidata_in_several_sizes() {
    let host = host();
    wikidata(&host, everything());

    let expected = [960, 500, 250].map(|width| (format!("{FILE}?width={width}"), width));
    assert_eq!(images().unwrap(), expected);
}

#[test]
fn without_a_picture_in_wikidata_it_is_that_of_the_article() {
    let host = host();
    wikidata(&host, with_article());
    let article = host.http().on_get(SUMMARY);
    let bare = json!({"type": "standard", "extract": "AC/DC are a band."});
    article.reply_json(200, summary("")).reply_json(200, bare);

    let expected = [("https://upload.wikimedia.org/A.jpg".to_owned(), 1600)];
    assert_eq!(images().unwrap(), expected);
    assert_eq!(images().unwrap(), []);
}

#[test]
fn without_an_article_either_there_is_no_picture() {
    let host = host();
    wikidata(&host, json!({"artist": uri(ENTITY)}));

    assert_eq!(images().unwrap(), []);
}

#[test]
fn top_songs_come_with_what_the_server_can_look_up() {
    let host = host();
    wikidata(&host, everything());
    let found = json!([
        song(
            "Thunderstruck",
            Some("1a7d7d3b-6b3f-4c4a-8ad5-0d5b9b5b8c11")
        ),
        song("Back in Black", None),
        song("thunderstruck", None),
    ]);
    let route = host.http().on_get(WIKIDATA).any_query();
    let route = route
        .when(|request| request.query("query").unwrap().contains("wdt:P175"))
        .reply_json(200, rows(found));

    let songs = songs(7).unwrap();
    let names: Vec<_> = songs.iter().map(|song| song.name.as_str()).collect();
    assert_eq!(names, ["Thunderstruck", "Back in Black"]);
    assert_eq!(songs[0].mbid, "1a7d7d3b-6b3f-4c4a-8ad5-0d5b9b5b8c11");
    assert_eq!(songs[1].mbid, "");
    assert_eq!(songs[1].artists[0].name, "AC/DC");
    assert_eq!(songs[1].artists[0].mbid, MBID);

    let asked = query(&route, 0);
    assert!(asked.contains(&format!("wdt:P175 <{ENTITY}>")), "{asked}");
    assert!(asked.ends_with("LIMIT 7"), "{asked}");
}

#[test]
fn wanting_no_songs_asks_nobody() {
    let host = host();

    assert_eq!(songs(0).unwrap_err(), Error::not_found());
    assert_eq!(songs(-1).unwrap_err(), Error::not_found());
    assert_eq!(host.http().requests(), []);
}
