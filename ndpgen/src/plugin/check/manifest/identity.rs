//! What the plugin says it is: its version and its website. Must not look at permissions.

use semver::Version;
use url::Url;

use super::super::super::code::Code;
use super::super::super::finding::Findings;
use super::super::super::json::Node;
use super::{at, find};
use crate::diag::quote;

pub(super) fn check(cx: &mut Findings, manifest: &Node, crate_version: Option<&Version>) {
    version(cx, manifest, crate_version);
    website(cx, manifest);
}

fn version(cx: &mut Findings, manifest: &Node, crate_version: Option<&Version>) {
    let Some(member) = find(manifest, "version") else {
        return;
    };
    let Some(text) = member.node.text().filter(|text| !text.trim().is_empty()) else {
        return;
    };
    if let Some(crate_version) = crate_version {
        if text != crate_version.to_string() {
            let message = format!(
                "the version is {} here and {} in Cargo.toml",
                quote(text),
                quote(&crate_version.to_string())
            );
            let fix = format!(
                "write {} here, or let `ndpgen build --sync-version` do it",
                quote(&crate_version.to_string())
            );
            cx.report(Code::VersionMismatch, at(&member.node.span), message, fix);
        }
        return;
    }
    if Version::parse(text).is_err() {
        let message = format!(
            "{} is no semantic version, so nobody can tell whether another one is newer",
            quote(text)
        );
        let fix = match completed(text) {
            Some(version) => format!("write {}", quote(&version.to_string())),
            None => "write three numbers with dots between them, such as `1.2.3`".to_owned(),
        };
        cx.report(Code::InvalidVersion, at(&member.node.span), message, fix);
    }
}

/// The version that was probably meant by `v1.2` or `01.2.3`.
fn completed(text: &str) -> Option<Version> {
    let text = text.trim().trim_start_matches(['v', 'V']).trim_start();
    let numbers: Result<Vec<u64>, _> = text.split('.').map(str::parse).collect();
    match numbers.ok().as_deref() {
        Some([major]) => Some(Version::new(*major, 0, 0)),
        Some([major, minor]) => Some(Version::new(*major, *minor, 0)),
        Some([major, minor, patch]) => Some(Version::new(*major, *minor, *patch)),
        Some(_) | None => Version::parse(text).ok(),
    }
}

fn website(cx: &mut Findings, manifest: &Node) {
    let Some(member) = find(manifest, "website") else {
        return;
    };
    let Some(text) = member.node.text() else {
        return;
    };
    if is_website(text) {
        return;
    }
    let message = format!(
        "{} is no address of a website, so nobody can follow it",
        quote(text)
    );
    let with_scheme = format!("https://{}", text.trim());
    let fix = match (is_website(text.trim()), text.contains(':')) {
        (true, _) => format!("write {}", quote(text.trim())),
        (false, false) if is_website(&with_scheme) && text.contains('.') => {
            format!("write {}", quote(&with_scheme))
        }
        (false, _) => {
            "write an address that begins with `https://` or `http://`, or remove `website`"
                .to_owned()
        }
    };
    cx.report(Code::InvalidWebsite, at(&member.node.span), message, fix);
}

fn is_website(text: &str) -> bool {
    // The reader of URLs forgives blanks around them and missing slashes; others do not.
    let begins = ["http://", "https://"].iter().any(|scheme| {
        text.get(..scheme.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(scheme))
    });
    let is_whole = !text
        .chars()
        .any(|char| char.is_whitespace() || char.is_control());
    begins && is_whole && Url::parse(text).is_ok_and(|url| url.host().is_some())
}
