//! Which URLs a script of a test is for: shared by the services that reach other servers.
//!
//! Must not decide whether a URL may be reached.

mod difference;
mod miss;

use url::{Position, Url};

use self::difference::Difference;
pub(super) use self::miss::{Candidate, Miss, Part, list, shortened};
use super::note;

/// A URL to compare others with: equal is what the other server could not tell apart.
///
/// Scheme, host, port and path must be the same, the query parameters too, in any order. A fragment does not count.
#[derive(Debug, Clone)]
pub(super) struct UrlPattern {
    written: String,
    url: Url,
    path: PathRule,
    query: QueryRule,
    /// Those in the URL, then those that were added.
    parameters: Vec<(String, String)>,
    added: usize,
}

#[derive(Debug, Clone, Copy)]
enum PathRule {
    Exact,
    AndBelow,
}

#[derive(Debug, Clone, Copy)]
enum QueryRule {
    Exact,
    AtLeast,
}

impl UrlPattern {
    /// # Panics
    /// `url` is no absolute URL, or has none of these schemes: requests with another one never come to where it is asked.
    #[track_caller]
    pub(super) fn new(url: &str, schemes: [&str; 2]) -> Self {
        match Url::parse(url) {
            Ok(parsed) if !schemes.contains(&parsed.scheme()) => {
                let [plain, encrypted] = schemes;
                panic!(
                    "{url:?} in the test has the scheme `{}`: this service reaches `{plain}://` and `{encrypted}://` only",
                    parsed.scheme()
                )
            }
            Ok(parsed) => Self {
                written: url.to_owned(),
                parameters: parameters(&parsed),
                added: 0,
                url: parsed,
                path: PathRule::Exact,
                query: QueryRule::Exact,
            },
            Err(error) => panic!("{url:?} in the test is no absolute URL: {error}"),
        }
    }

    /// From now on for the paths below, too.
    pub(super) fn and_below(&mut self) {
        self.path = PathRule::AndBelow;
    }

    /// From now on whatever further query parameters there are.
    pub(super) fn any_query(&mut self) {
        self.query = QueryRule::AtLeast;
    }

    /// From now on with this query parameter, whatever else there is.
    pub(super) fn with_query(&mut self, name: String, value: String) {
        self.any_query();
        self.parameters.push((name, value));
        self.added += 1;
    }

    pub(super) fn matches(&self, url: &str) -> bool {
        self.miss(url).is_none()
    }

    /// The first thing about a URL that does not fit: where that is the path, the query does not matter any more.
    pub(super) fn miss(&self, url: &str) -> Option<Miss> {
        let url = match Url::parse(url) {
            Ok(url) => url,
            Err(error) => {
                let text = format!("URL: that of the request cannot be read: {error}");
                return Some(Miss::new(Part::Server, text));
            }
        };
        if !self.matches_server(&url) {
            let text = differing("server", &server(&self.url), &server(&url));
            return Some(Miss::new(Part::Server, text));
        }
        if !self.matches_path(url.path()) {
            let text = match self.path {
                PathRule::Exact => differing("path", self.url.path(), url.path()),
                PathRule::AndBelow => {
                    let own = format!("{} and below", self.url.path());
                    differing("path", &own, url.path())
                }
            };
            return Some(Miss::new(Part::Path, text));
        }
        self.miss_of_query(parameters(&url))
    }

    /// The URL in the words of the author.
    pub(super) fn written(&self) -> &str {
        &self.written
    }

    /// What the author added to the URL, as code.
    pub(super) fn added(&self) -> String {
        let mut code = match self.path {
            PathRule::Exact => String::new(),
            PathRule::AndBelow => ".and_below()".to_owned(),
        };
        let added = &self.parameters[self.parameters.len() - self.added..];
        for (name, value) in added {
            code.push_str(&format!(".with_query({name:?}, {value:?})"));
        }
        match self.query {
            QueryRule::AtLeast if added.is_empty() => code.push_str(".any_query()"),
            QueryRule::AtLeast | QueryRule::Exact => {}
        }
        code
    }

    fn matches_server(&self, url: &Url) -> bool {
        url.scheme() == self.url.scheme()
            && url.host() == self.url.host()
            && url.port_or_known_default() == self.url.port_or_known_default()
    }

    fn matches_path(&self, path: &str) -> bool {
        let own = self.url.path();
        match self.path {
            PathRule::Exact => path == own,
            PathRule::AndBelow => {
                let top = own.strip_suffix('/').unwrap_or(own);
                path == own
                    || path
                        .strip_prefix(top)
                        .is_some_and(|below| below.starts_with('/'))
            }
        }
    }

    fn miss_of_query(&self, others: Vec<(String, String)>) -> Option<Miss> {
        let Difference { missing, further } = Difference::new(&self.parameters, others);
        let fits = missing.is_empty()
            && match self.query {
                QueryRule::Exact => further.is_empty(),
                QueryRule::AtLeast => true,
            };
        if fits {
            return None;
        }
        let (own, other) = (difference::shown(&missing), difference::shown(&further));
        let mut text = differing("query", &own, &other);
        if let Some((name, value)) = further.first().filter(|_| missing.is_empty()) {
            text.push_str(&format!(
                "; add `.any_query()` or `.with_query({name:?}, {value:?})`"
            ));
        } else if !note::unencoded(note::query(&self.written)).is_empty() {
            text.push_str("; this URL is not percent-encoded: give its query by `.with_query(name, value)`, which takes it decoded");
        }
        Some(Miss::new(Part::Query, text))
    }
}

/// What does not fit: of the script, then of the request.
pub(super) fn differing(what: &str, wanted: &str, got: &str) -> String {
    format!("{what}: wants {wanted}, got {got}")
}

/// The value of something that the request may not have.
pub(super) fn differing_value(what: &str, wanted: &str, got: Option<&str>) -> String {
    let got = got.map_or("none".to_owned(), |got| format!("{got:?}"));
    differing(what, &format!("{wanted:?}"), &got)
}

/// Scheme, host and port, without a port that the scheme has anyway.
fn server(url: &Url) -> String {
    let host = &url[Position::BeforeHost..Position::AfterPort];
    format!("{}://{host}", url.scheme())
}

/// The query parameters of a URL, decoded.
pub(super) fn parameters(url: &Url) -> Vec<(String, String)> {
    url.query_pairs().into_owned().collect()
}

#[cfg(test)]
mod tests;
