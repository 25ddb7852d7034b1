//! Which addresses a plugin may reach. Must not resolve names or open connections.
//!
//! Two questions, asked one after the other: may this URL be asked for (its text decides), and may this connection be
//! made (the address that the name stands for decides).

mod url;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

pub use self::url::{Address, parse};
use crate::quoted::quoted;
use crate::version::Version;

/// By what the server judges whether HTTP may reach a private address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judged {
    /// By the text of the URL alone, so that a name may stand for whatever it likes. A list has no ranges, and what it names may be private.
    ByText,
    /// By the address that is connected to, too: [`dial`].
    ByAddress,
}

impl Judged {
    /// What this version of the server does: since v0.64.0 the address counts.
    #[must_use]
    pub fn by(version: Version) -> Self {
        match version < Version::new(0, 64, 0) {
            true => Self::ByText,
            false => Self::ByAddress,
        }
    }
}

/// Whether a plugin may send an HTTP request to this URL; an empty list stands for every public host.
///
/// # Errors
/// The text the server answers: the URL cannot be read, its scheme is another one, or the host is not allowed.
pub fn http(url: &str, required_hosts: &[String], judged: Judged) -> Result<Address, String> {
    let address = parse(url).map_err(|cause| format!("invalid URL: {cause}"))?;
    if !["http", "https"].contains(&address.scheme.as_str()) {
        return Err(format!(
            "invalid URL scheme {}: must be http or https",
            quoted(&address.scheme)
        ));
    }
    http_host(&address, required_hosts, judged)?;
    Ok(address)
}

/// Whether a plugin may send an HTTP request to this host, whatever the scheme: what is asked of the target of a redirect.
///
/// Names are not resolved here, so a name that stands for a private address passes; [`dial`] stops it.
///
/// # Errors
/// The text the server answers: the host is not allowed.
pub fn http_host(
    address: &Address,
    required_hosts: &[String],
    judged: Judged,
) -> Result<(), String> {
    let name = address.hostname();
    let literal = literal(name);
    let host = &address.host;
    if required_hosts.is_empty() {
        if name == "localhost" || literal.is_some_and(is_private) {
            return Err(format!(
                "host {} is not allowed: private/loopback addresses require explicit requiredHosts in manifest",
                quoted(host)
            ));
        }
        return Ok(());
    }
    let covered = |entry: &String| match judged {
        Judged::ByText => false,
        Judged::ByAddress => literal.is_some_and(|literal| covers(entry, literal)),
    };
    if required_hosts
        .iter()
        .any(|entry| names(entry, name) || covered(entry))
    {
        return Ok(());
    }
    Err(format!("host {} is not allowed", quoted(host)))
}

/// Whether a plugin may open a WebSocket to this URL; an empty list stands for no host at all.
///
/// The port is cut off at the last colon, so an IPv6 address without a port loses its end and matches nothing but `*`.
///
/// # Errors
/// The text the server answers: the URL cannot be read, its scheme is another one, or the host is not allowed.
pub fn websocket(url: &str, required_hosts: &[String]) -> Result<Address, String> {
    let address = parse(url).map_err(|cause| format!("invalid URL: {cause}"))?;
    if !["ws", "wss"].contains(&address.scheme.as_str()) {
        return Err("invalid URL scheme: must be ws:// or wss://".to_owned());
    }
    let name = match address.host.rsplit_once(':') {
        Some((name, _port)) => name,
        None => &address.host,
    };
    if required_hosts.iter().any(|entry| names(entry, name)) {
        return Ok(address);
    }
    Err(format!("host {} is not allowed", quoted(&address.host)))
}

/// Whether an HTTP request may connect to this address, which is the one in the URL or the one its name stands for.
///
/// Private addresses need an entry that is this address, a range that covers it, or `*`: a name never unlocks them.
///
/// # Errors
/// The text the server answers: the address is private.
pub fn dial(address: IpAddr, required_hosts: &[String]) -> Result<(), String> {
    let address = address.to_canonical();
    let unlocked = |entry: &String| entry == "*" || covers(entry, address);
    if !is_blocked(address) || required_hosts.iter().any(unlocked) {
        return Ok(());
    }
    Err(format!(
        "dial to private/loopback address \"{address}\" blocked: requires an explicit IP or CIDR in requiredHosts"
    ))
}

/// The address that a host name without port spells out, if it does; the zone of an IPv6 address is left out.
#[must_use]
pub fn literal(hostname: &str) -> Option<IpAddr> {
    let without_zone = hostname.split('%').next().unwrap_or_default();
    without_zone
        .parse()
        .ok()
        .map(|address: IpAddr| address.to_canonical())
}

/// Whether a redirect from one host to the other keeps what authorises the request: to the same host, or to one below it.
#[must_use]
pub fn keeps_credentials(from: &Address, to: &Address) -> bool {
    let (from, to) = (from.hostname(), to.hostname());
    if from == to {
        return true;
    }
    // The end of an IPv6 address or of its zone may look like a name.
    !to.contains([':', '%'])
        && to
            .strip_suffix(from)
            .is_some_and(|below| below.ends_with('.'))
}

/// Whether an entry of the list is a range of addresses, which the server reads since it judges [by address](Judged::ByAddress).
#[must_use]
pub fn is_range(entry: &str) -> bool {
    entry.parse::<IpNet>().is_ok()
}

/// Whether an entry of the list names the host: exactly, as `*`, or as `*.suffix`.
fn names(entry: &str, name: &str) -> bool {
    match entry.strip_prefix('*') {
        Some("") => true,
        Some(suffix) if suffix.starts_with('.') => name.ends_with(suffix),
        Some(_) | None => entry == name,
    }
}

/// Whether an entry of the list is this address, or a range with this address in it.
fn covers(entry: &str, address: IpAddr) -> bool {
    literal(entry) == Some(address)
        || entry
            .parse::<IpNet>()
            .is_ok_and(|range| range.contains(&address))
}

/// What the text of a URL may not be without an entry.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

/// What a connection may not be made to without an entry.
fn is_blocked(address: IpAddr) -> bool {
    is_private(address) || address.is_unspecified() || is_link_local_multicast(address)
}

fn is_link_local_multicast(address: IpAddr) -> bool {
    const V4_GROUP: u32 = Ipv4Addr::new(224, 0, 0, 0).to_bits() >> 8;
    match address {
        IpAddr::V4(v4) => v4.to_bits() >> 8 == V4_GROUP,
        IpAddr::V6(v6) => is_multicast_on_the_link(v6),
    }
}

/// The lower half of the second byte of a multicast address is its scope; 2 is the link.
fn is_multicast_on_the_link(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.octets();
    first == 0xff && second & 0x0f == 2
}

#[cfg(test)]
mod tests;
