//! Entries that look like addresses or ranges of them, and are none. Must not judge names.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Subnets};

use super::super::super::super::code::Code;
use super::entry::{List, Mistake};

const WRITE_A_RANGE: &str =
    "write an address such as `192.168.1.10`, or a range such as `192.168.1.0/24`";

/// Only for what the server does not read as an address or range.
pub(super) fn check(text: &str, list: List) -> Option<Mistake> {
    let (what, instead) = bracketed(text, list)
        .or_else(|| masked(text))
        .or_else(|| from_to(text))
        .or_else(|| wildcard(text))
        .or_else(|| no_address(text))?;
    Some(Mistake::new(Code::HostRange, what, instead).advice(WRITE_A_RANGE))
}

type Found = Option<(&'static str, Vec<String>)>;

/// `[::1]`: brackets are for URLs.
fn bracketed(text: &str, list: List) -> Found {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    if inner.parse::<Ipv6Addr>().is_err() {
        return None;
    }
    match list {
        List::Http(_) => Some((
            "has brackets, without which the server compares IPv6 addresses",
            vec![inner.to_owned()],
        )),
        List::WebSocket => None,
    }
}

/// `10.0.0.0/33`, `10.0.0.0/255.0.0.0`.
fn masked(text: &str) -> Found {
    let (address, mask) = text.split_once('/')?;
    let Ok(ip) = address.parse::<IpAddr>() else {
        let is_numbers = looks_numeric(address);
        return is_numbers.then_some(("is no range of addresses", Vec::new()));
    };
    let by_mask = mask
        .parse::<IpAddr>()
        .ok()
        .and_then(|mask| IpNet::with_netmask(ip, mask).ok());
    if let Some(range) = by_mask {
        let what = "has a mask where the server wants the number of its bits";
        return Some((what, vec![range.trunc().to_string()]));
    }
    if mask.chars().any(|char| !char.is_ascii_digit()) {
        // A path behind an address.
        return None;
    }
    Some(match (mask.is_empty(), ip) {
        (true, _) => ("ends with a slash", vec![address.to_owned()]),
        (false, IpAddr::V4(_)) => (
            "is no range of addresses: an IPv4 address has 32 bits, so the number behind the slash is at most 32",
            Vec::new(),
        ),
        (false, IpAddr::V6(_)) => (
            "is no range of addresses: an IPv6 address has 128 bits, so the number behind the slash is at most 128",
            Vec::new(),
        ),
    })
}

/// `10.0.0.1-20`, `10.0.0.1-10.0.0.20`.
fn from_to(text: &str) -> Found {
    let (first, last) = text.split_once('-')?;
    let first: Ipv4Addr = first.trim().parse().ok()?;
    let last = match last.parse::<u8>() {
        Ok(byte) => {
            let [a, b, c, _] = first.octets();
            Ipv4Addr::new(a, b, c, byte)
        }
        Err(_) => last.parse().ok()?,
    };
    let what = "is a range in a form that the server does not read; it reads ranges with the number of their common bits";
    if first > last {
        return Some((what, Vec::new()));
    }
    // One more than are shown would be cut off, and the rest with it.
    let ranges: Vec<_> = Ipv4Subnets::new(first, last, 0).take(9).collect();
    let is_short = ranges.len() <= 8;
    let ranges = ranges.iter().map(|range| match range.prefix_len() {
        32 => range.addr().to_string(),
        _ => range.to_string(),
    });
    Some((what, ranges.filter(|_| is_short).collect()))
}

/// `192.168.1.*`, `10.x.x.x`.
fn wildcard(text: &str) -> Found {
    let labels: Vec<&str> = text.split('.').collect();
    let numbers: Vec<u8> = labels
        .iter()
        .map_while(|label| label.parse().ok())
        .collect();
    let is_wild = |label: &&str| matches!(*label, "*" | "x" | "X");
    let has_rest = labels.len() > numbers.len() && labels[numbers.len()..].iter().all(is_wild);
    if numbers.is_empty() || labels.len() > 4 || !has_rest {
        return None;
    }
    let mut octets = [0; 4];
    octets[..numbers.len()].copy_from_slice(&numbers);
    let range = format!("{}/{}", Ipv4Addr::from(octets), 8 * numbers.len());
    Some((
        "is a range in a form that the server does not read; it reads ranges with the number of their common bits",
        vec![range],
    ))
}

/// `10.0.0.300`, `fe80:::1`.
fn no_address(text: &str) -> Found {
    let is_v6_like = text.matches(':').count() > 1
        && text
            .chars()
            .all(|char| char.is_ascii_hexdigit() || char == ':' || char == '.');
    let is_address = looks_numeric(text) || is_v6_like;
    is_address.then_some(("looks like an address, but is none", Vec::new()))
}

/// Numbers with dots between them, and perhaps more that is found in wrong ranges. No name of a host ends with a number.
fn looks_numeric(text: &str) -> bool {
    let is_part = |label: &str| {
        label
            .chars()
            .all(|char| char.is_ascii_digit() || "*-xX".contains(char))
    };
    let has_digits = |label: &str| label.contains(|char: char| char.is_ascii_digit());
    let last = text.rsplit('.').next().unwrap_or_default();
    (text.split('.').all(is_part) && text.split('.').any(has_digits))
        || (!last.is_empty() && last.chars().all(|char| char.is_ascii_digit()))
}
