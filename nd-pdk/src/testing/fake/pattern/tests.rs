use super::*;

fn matches(pattern: &str, url: &str) -> bool {
    UrlPattern::new(pattern).matches(url)
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
    let mut pattern = UrlPattern::new("https://a/x?format=json");
    pattern.any_query();
    assert!(pattern.matches("https://a/x?format=json"));
    assert!(pattern.matches("https://a/x?q=1&format=json"));
    assert!(!pattern.matches("https://a/x?q=1"));
    pattern.with_query("q".to_owned(), "1".to_owned());
    assert!(!pattern.matches("https://a/x?format=json"));
}

#[test]
fn below_means_whole_segments() {
    let mut pattern = UrlPattern::new("https://a/v1");
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
    let mut all = UrlPattern::new("https://a");
    all.and_below();
    assert!(all.matches("https://a/x") && all.matches("https://a"));
}

#[test]
fn a_pattern_says_what_it_is_for() {
    let mut pattern = UrlPattern::new("https://a/v1?b=c");
    assert_eq!(pattern.to_string(), "https://a/v1?b=c");
    pattern.and_below();
    pattern.with_query("d".to_owned(), "e".to_owned());
    assert_eq!(
        pattern.to_string(),
        "https://a/v1?b=c&d=e, and below, with any further query"
    );
}

#[test]
#[should_panic(
    expected = "\"example.org/x\" in the test is no absolute URL: relative URL without a base"
)]
fn a_pattern_must_be_absolute() {
    UrlPattern::new("example.org/x");
}
