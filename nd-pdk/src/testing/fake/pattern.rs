//! Which URLs a script of a test is for: shared by the services that reach other servers.
//!
//! Must not decide whether a URL may be reached.

use std::fmt;

use url::Url;

/// A URL to compare others with: equal is what the other server could not tell apart.
///
/// Scheme, host, port and path must be the same, the query parameters too, in any order. A fragment does not count.
#[derive(Debug, Clone)]
pub(super) struct UrlPattern {
    url: Url,
    path: PathRule,
    query: QueryRule,
    parameters: Vec<(String, String)>,
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
    /// `url` is no absolute URL.
    #[track_caller]
    pub(super) fn new(url: &str) -> Self {
        match Url::parse(url) {
            Ok(parsed) => Self {
                parameters: parameters(&parsed),
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
    }

    pub(super) fn matches(&self, url: &str) -> bool {
        let Ok(url) = Url::parse(url) else {
            return false;
        };
        self.matches_server(&url)
            && self.matches_path(url.path())
            && self.matches_query(parameters(&url))
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

    fn matches_query(&self, mut others: Vec<(String, String)>) -> bool {
        for own in &self.parameters {
            let Some(position) = others.iter().position(|other| other == own) else {
                return false;
            };
            others.swap_remove(position);
        }
        match self.query {
            QueryRule::Exact => others.is_empty(),
            QueryRule::AtLeast => true,
        }
    }
}

impl fmt::Display for UrlPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut url = self.url.clone();
        url.set_query(None);
        f.write_str(url.as_str())?;
        for (index, (name, value)) in self.parameters.iter().enumerate() {
            let separator = if index == 0 { '?' } else { '&' };
            write!(f, "{separator}{name}={value}")?;
        }
        match self.path {
            PathRule::Exact => {}
            PathRule::AndBelow => f.write_str(", and below")?,
        }
        match self.query {
            QueryRule::Exact => Ok(()),
            QueryRule::AtLeast => f.write_str(", with any further query"),
        }
    }
}

/// The query parameters of a URL, decoded.
pub(super) fn parameters(url: &Url) -> Vec<(String, String)> {
    url.query_pairs().into_owned().collect()
}

#[cfg(test)]
mod tests;
