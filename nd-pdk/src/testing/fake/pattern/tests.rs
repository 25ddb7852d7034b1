use super::*;

fn new(url: &str) -> UrlPattern {
    UrlPattern::new(url, ["http", "https"])
}

fn matches(pattern: &str, url: &str) -> bool {
    new(pattern).matches(url)
}

#[test]
fn what_a_server_cannot_tell_apart_is_the_same_url() {
    let pattern = "https://api.example.org/artist?name=Ada&page=2";
    for url in [
        pattern,
        "HTTPS://API.example.org:443/artist?name=Ada&page=2#top",
        "https://api.example.org/artist?page=2&name=A%64a",
    ] {
        assert!(matches(pattern, url), "{url}");
    }
    assert!(matches("https://a/?q=two+words", "https://a?q=two%20words"));
}

#[test]
fn everything_else_is_another_url() {
    let pattern = "https://api.example.org/artist?name=Ada";
    for url in [
        "http://api.example.org/artist?name=Ada",
        "https://api.example.org:8443/artist?name=Ada",
        "https://example.org/artist?name=Ada",
        "https://api.example.org/artist/?name=Ada",
        "https://api.example.org/artist?name=ada",
        "https://api.example.org/artist?name=Ada&page=2",
        "https://api.example.org/artist?name=Ada&name=Ada",
        "https://api.example.org/artist",
        "no URL",
    ] {
        assert!(!matches(pattern, url), "{url}");
    }
}

#[test]
fn any_query_keeps_what_the_pattern_names() {
    let mut pattern = new("https://a/x?format=json");
    pattern.any_query();
    assert!(pattern.matches("https://a/x?format=json"));
    assert!(pattern.matches("https://a/x?q=1&format=json"));
    assert!(!pattern.matches("https://a/x?q=1"));
    pattern.with_query("q".to_owned(), "1".to_owned());
    assert!(!pattern.matches("https://a/x?format=json"));
}

#[test]
fn below_means_whole_segments() {
    let mut pattern = new("https://a/v1");
    pattern.and_below();
    for (url, matched) in [
        ("https://a/v1", true),
        ("https://a/v1/", true),
        ("https://a/v1/x/y", true),
        ("https://a/v10", false),
        ("https://a/", false),
        ("https://a/v1/x?q=1", false),
    ] {
        assert_eq!(pattern.matches(url), matched, "{url}");
    }
    let mut all = new("https://a");
    all.and_below();
    assert!(all.matches("https://a/x") && all.matches("https://a"));
}

#[test]
fn a_pattern_is_shown_as_it_was_written() {
    let mut pattern = new("https://a/v1?name=Simon & Garfunkel");
    assert_eq!(pattern.written(), "https://a/v1?name=Simon & Garfunkel");
    assert_eq!(pattern.added(), "");
    pattern.any_query();
    assert_eq!(pattern.added(), ".any_query()");
    pattern.and_below();
    pattern.with_query("d".to_owned(), "e f".to_owned());
    assert_eq!(pattern.added(), r#".and_below().with_query("d", "e f")"#);
}

fn miss(pattern: &UrlPattern, part: Part, url: &str) -> String {
    let miss = pattern.miss(url).unwrap();
    let candidate = Candidate {
        written: "it".to_owned(),
        misses: vec![miss.clone()],
    };
    let listed = list("scripts", vec![candidate]);
    let text = listed.strip_prefix("scripts:\n    it\n        ").unwrap();
    let text = text.strip_suffix('\n').unwrap();
    assert_eq!(miss, Miss::new(part, text));
    text.to_owned()
}

#[test]
fn a_miss_says_which_part_of_the_url_differs() {
    let pattern = new("https://a.example:443/v1?page=2");
    for (url, part, text) in [
        (
            "http://a.example:8080/v1?page=2",
            Part::Server,
            "server: wants https://a.example, got http://a.example:8080",
        ),
        (
            "https://a.example:99999/",
            Part::Server,
            "URL: that of the request cannot be read: invalid port number",
        ),
        (
            "https://a.example/v1/x?page=3",
            Part::Path,
            "path: wants /v1, got /v1/x",
        ),
        (
            "https://a.example/v1?page=3&q=two%20words",
            Part::Query,
            r#"query: wants page="2", got page="3", q="two words""#,
        ),
        (
            "https://a.example/v1?name=Ada&page=2",
            Part::Query,
            r#"query: wants none, got name="Ada"; add `.any_query()` or `.with_query("name", "Ada")`"#,
        ),
        (
            "https://a.example/v1",
            Part::Query,
            r#"query: wants page="2", got none"#,
        ),
    ] {
        assert_eq!(miss(&pattern, part, url), text, "{url}");
    }
    let mut below = new("https://a.example/v1");
    below.and_below();
    let text = miss(&below, Part::Path, "https://a.example/v10");
    assert_eq!(text, "path: wants /v1 and below, got /v10");
}

#[test]
fn following_the_hint_of_a_query_makes_the_pattern_fit() {
    let url = "https://a.example/?name=Ada&page=2";
    let mut any = new("https://a.example");
    let mut one = any.clone();
    assert!(miss(&any, Part::Query, url).ends_with(
        r#"got name="Ada", page="2"; add `.any_query()` or `.with_query("name", "Ada")`"#
    ));
    any.any_query();
    one.with_query("name".to_owned(), "Ada".to_owned());
    assert!(any.matches(url) && one.matches(url));
}

#[test]
fn a_pattern_that_is_not_encoded_is_told_so() {
    let pattern = new("https://a/?name=Simon & Garfunkel");
    assert_eq!(
        miss(
            &pattern,
            Part::Query,
            "https://a/?name=Simon%20%26%20Garfunkel"
        ),
        r#"query: wants name="Simon ", " Garfunkel"="", got name="Simon & Garfunkel"; this URL is not percent-encoded: give its query by `.with_query(name, value)`, which takes it decoded"#
    );
}

#[test]
fn the_nearest_of_several_comes_first() {
    let candidate = |written: &str, parts: &[Part]| Candidate {
        written: written.to_owned(),
        misses: parts
            .iter()
            .map(|&part| Miss::new(part, format!("{part:?}")))
            .collect(),
    };
    let listed = list(
        "routes",
        vec![
            candidate("elsewhere", &[Part::Method, Part::Server]),
            candidate("path", &[Part::Path]),
            candidate("two", &[Part::Method, Part::Query]),
            candidate("method", &[Part::Method]),
            candidate("header", &[Part::Header]),
            candidate("query", &[Part::Query]),
            candidate("condition", &[Part::Condition]),
        ],
    );
    assert_eq!(
        listed.split_whitespace().collect::<Vec<_>>().join(" "),
        "routes, the nearest first: condition Condition header Header query Query \
         method Method two Method Query path Path elsewhere Server"
    );
    assert_eq!(list("routes", Vec::new()), "routes:\n    none\n");
}

#[test]
fn long_texts_are_cut_and_kept_on_one_line() {
    assert_eq!(shortened("a\nb"), "a\\nb");
    assert_eq!(shortened(&"é".repeat(200)), "é".repeat(200));
    assert_eq!(
        shortened(&"é".repeat(201)),
        format!("{}… (402 bytes)", "é".repeat(200))
    );
}

#[test]
#[should_panic(
    expected = "\"example.org/x\" in the test is no absolute URL: relative URL without a base"
)]
fn a_pattern_must_be_absolute() {
    new("example.org/x");
}

#[test]
#[should_panic = r#""wss://example.org/x" in the test has the scheme `wss`: this service reaches `http://` and `https://` only"#]
fn a_url_that_is_never_asked_for_is_a_mistake_of_the_test() {
    new("wss://example.org/x");
}
