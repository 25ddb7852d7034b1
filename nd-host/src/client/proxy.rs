//! The proxy that the machine's environment names. Must not connect.

use nd_rules::address::{Address, literal};
use ureq::{Proxy, ProxyBuilder};

/// The proxy for requests to this address; `None` to go there directly, as always to the machine itself. `variable` reads the environment.
pub(super) fn of(address: &Address, variable: impl Fn(&str) -> Option<String>) -> Option<Proxy> {
    let name = address.hostname();
    if name == "localhost" || literal(name).is_some_and(|address| address.is_loopback()) {
        return None;
    }
    let either = |upper: &str| {
        let set = variable(upper).or_else(|| variable(&upper.to_lowercase()));
        set.filter(|value| !value.is_empty())
    };
    let named = match address.scheme.as_str() {
        "https" => either("HTTPS_PROXY"),
        _ => either("HTTP_PROXY"),
    }?;
    with_exceptions(&named, &either("NO_PROXY").unwrap_or_default())
}

/// What cannot be read as a proxy counts as none.
fn with_exceptions(named: &str, exceptions: &str) -> Option<Proxy> {
    let proxy = Proxy::new(named).ok()?;
    let mut builder = Proxy::builder(proxy.protocol())
        .host(proxy.host())
        .port(proxy.port());
    if let Some(name) = proxy.username() {
        builder = builder.username(name);
    }
    if let Some(password) = proxy.password() {
        builder = builder.password(password);
    }
    let exceptions = exceptions.split(',').map(str::trim);
    let builder = exceptions.fold(builder, ProxyBuilder::no_proxy);
    builder.build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(url: &str, environment: &[(&str, &str)]) -> Option<String> {
        let address = nd_rules::address::parse(url).unwrap();
        let variable = |wanted: &str| {
            let mut set = environment.iter();
            set.find(|(name, _)| *name == wanted)
                .map(|(_, value)| (*value).to_owned())
        };
        let proxy = of(&address, variable)?;
        let uri = url.parse().unwrap();
        (!proxy.is_no_proxy(&uri)).then(|| format!("{}:{}", proxy.host(), proxy.port()))
    }

    #[test]
    fn each_scheme_has_its_own_proxy() {
        let environment = [
            ("HTTP_PROXY", "http://plain.example:3128"),
            ("https_proxy", "secure.example:3129"),
        ];
        let plain = chosen("http://a.example/", &environment);
        assert_eq!(plain.as_deref(), Some("plain.example:3128"));
        let secure = chosen("https://a.example/", &environment);
        assert_eq!(secure.as_deref(), Some("secure.example:3129"));
        assert_eq!(chosen("https://a.example/", &environment[..1]), None);
    }

    #[test]
    fn exceptions_and_the_machine_itself_have_none() {
        let environment = [
            ("HTTP_PROXY", "http://plain.example:3128"),
            ("NO_PROXY", "a.example, b.example"),
        ];
        for url in [
            "http://a.example/",
            "http://b.example/",
            "http://localhost/",
            "http://127.0.0.1:8/",
            "http://[::1]/",
        ] {
            assert_eq!(chosen(url, &environment), None, "{url}");
        }
        assert!(chosen("http://c.example/", &environment).is_some());
    }

    #[test]
    fn what_is_no_proxy_counts_as_none() {
        for named in ["", "ftp://a.example", "http://"] {
            assert_eq!(chosen("http://a.example/", &[("HTTP_PROXY", named)]), None);
        }
    }
}
