//! URLs as the server reads them, with its words for what is wrong. Must not judge who may be reached.

use std::net::Ipv6Addr;

use crate::escape::begins_with_escape;
use crate::quoted::quoted;

/// The part of a URL that decides who is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// In lower case, without the colon; empty if there is none.
    pub scheme: String,
    /// As written, with the port if there is one; empty if there is none.
    pub host: String,
}

impl Address {
    /// The host without port, and without the brackets of an IPv6 address.
    #[must_use]
    pub fn hostname(&self) -> &str {
        if let Some((address, _)) = self
            .host
            .strip_prefix('[')
            .and_then(|rest| rest.split_once(']'))
        {
            return address;
        }
        match self.host.split_once(':') {
            Some((name, _port)) => name,
            None => &self.host,
        }
    }
}

/// Reads a URL, absolute or not.
///
/// # Errors
/// `parse "URL": …` with what is wrong, in the words of the server.
pub fn parse(url: &str) -> Result<Address, String> {
    let (before, fragment) = url.split_once('#').unwrap_or((url, ""));
    let address = read(before).map_err(|cause| format!("parse {}: {cause}", quoted(before)))?;
    check_escapes(fragment, Part::Other)
        .map_err(|cause| format!("parse {}: {cause}", quoted(url)))?;
    Ok(address)
}

/// The parts of a URL differ in what may stand in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Host,
    Other,
}

fn read(url: &str) -> Result<Address, String> {
    if url.bytes().any(|byte| byte.is_ascii_control()) {
        return Err("net/url: invalid control character in URL".to_owned());
    }
    let (scheme, rest) = split_scheme(url)?;
    let scheme = scheme.to_ascii_lowercase();
    let without_host = Address {
        scheme: scheme.clone(),
        host: String::new(),
    };
    let rest = rest.split('?').next().unwrap_or_default();
    if !rest.starts_with('/') {
        if !scheme.is_empty() {
            return Ok(without_host);
        }
        if rest
            .split('/')
            .next()
            .is_some_and(|first| first.contains(':'))
        {
            return Err("first path segment in URL cannot contain colon".to_owned());
        }
    }
    let begins_with_host = !scheme.is_empty() || !rest.starts_with("///");
    let Some(rest) = rest.strip_prefix("//").filter(|_| begins_with_host) else {
        check_escapes(rest, Part::Other)?;
        return Ok(without_host);
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = read_authority(&scheme, authority)?;
    check_escapes(path, Part::Other)?;
    Ok(Address { scheme, host })
}

/// The scheme and what follows its colon; a text that does not begin with a scheme has an empty one.
fn split_scheme(url: &str) -> Result<(&str, &str), String> {
    let Some((scheme, rest)) = url.split_once(':') else {
        return Ok(("", url));
    };
    let Some(first) = scheme.bytes().next() else {
        return Err("missing protocol scheme".to_owned());
    };
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    if first.is_ascii_alphabetic() && scheme.bytes().all(belongs) {
        return Ok((scheme, rest));
    }
    Ok(("", url))
}

fn read_authority(scheme: &str, authority: &str) -> Result<String, String> {
    let Some((user, host)) = authority.rsplit_once('@') else {
        return read_host(scheme, authority);
    };
    let host = read_host(scheme, host)?;
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&byte);
    if !user.bytes().all(belongs) {
        return Err("net/url: invalid userinfo".to_owned());
    }
    check_escapes(user, Part::Other)?;
    Ok(host)
}

fn read_host(scheme: &str, host: &str) -> Result<String, String> {
    match host.rfind('[') {
        Some(0) => return read_bracketed(host),
        Some(_) => return Err("invalid IP-literal".to_owned()),
        None => {}
    }
    // Several hosts, as in the addresses of database clusters, are read with any scheme but these two.
    let colon = match scheme {
        "http" | "https" => host.find(':'),
        _ => host.rfind(':'),
    };
    check_port(&host[colon.unwrap_or(host.len())..])?;
    check_escapes(host, Part::Host)?;
    Ok(host.to_owned())
}

/// An IPv6 address in brackets, with the port if there is one.
fn read_bracketed(host: &str) -> Result<String, String> {
    let Some((address, port)) = host[1..].rsplit_once(']') else {
        return Err("missing ']' in host".to_owned());
    };
    check_port(port)?;
    let (number, zone) = match address.split_once("%25") {
        Some((number, zone)) => (number, Some(zone)),
        None => (address, None),
    };
    check_escapes(number, Part::Host)?;
    if number.parse::<Ipv6Addr>().is_err() {
        return Err(format!(
            "invalid host: ParseAddr({}): unable to parse IP",
            quoted(number)
        ));
    }
    Ok(match zone {
        Some(zone) => format!("[{number}%{zone}]{port}"),
        None => host.to_owned(),
    })
}

fn check_port(port: &str) -> Result<(), String> {
    let is_port = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if port.is_empty() || port.strip_prefix(':').is_some_and(is_port) {
        return Ok(());
    }
    Err(format!("invalid port {} after host", quoted(port)))
}

/// Checks what stands for itself and what is escaped.
fn check_escapes(text: &str, part: Part) -> Result<(), String> {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '%' => check_escape(rest, part)?,
            _ if part == Part::Host && !belongs_to_host(first) => {
                return Err(format!(
                    "invalid character {} in host name",
                    quoted(&first.to_string())
                ));
            }
            _ => first.len_utf8(),
        };
        rest = &rest[length..];
    }
    Ok(())
}

/// Checks the escape that `text` begins with, and gives its length.
fn check_escape(text: &str, part: Part) -> Result<usize, String> {
    let shown: String = text.chars().take(3).collect();
    // In a host only what is not ASCII can be escaped.
    let is_ascii = text
        .as_bytes()
        .get(1)
        .is_some_and(|high| (b'0'..b'8').contains(high));
    if !begins_with_escape(text) || (part == Part::Host && is_ascii && shown != "%25") {
        return Err(format!("invalid URL escape {}", quoted(&shown)));
    }
    Ok(3)
}

fn belongs_to_host(character: char) -> bool {
    !character.is_ascii()
        || character.is_ascii_alphanumeric()
        || "-_.~!$&'()*+,;=:[]<>\"".contains(character)
}
