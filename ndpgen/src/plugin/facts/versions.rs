//! Which Navidrome a plugin needs, and why. Must not look at a plugin's own texts.

use std::fmt::{self, Display, Formatter};

use nd_rules::address;
use nd_rules::manifest::Permission;
use nd_rules::surface::HOST_FUNCTIONS;
use nd_rules::version::Version;
use serde::Serialize;

use super::as_text;
use super::permissions::{Details, Permitted};
use super::surface::{Since, Surface};

/// The first one with plugins.
const FIRST: Version = Version::new(0, 60, 0);
/// From here on addresses are judged when a connection is made: ranges are read, and the runtime's own HTTP, of which the server sees nothing, is off.
const JUDGED_BY_ADDRESS: Version = Version::new(0, 64, 0);

/// The versions with which a plugin works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Navidrome {
    /// Below it the plugin does not load, or something it offers is never asked for.
    #[serde(serialize_with = "as_text")]
    pub needs: Version,
    /// Why not an older one; none if there are no plugins in older ones.
    pub reasons: Vec<Reason>,
    /// What works with newer versions only, while the rest works already.
    pub later: Vec<Later>,
    pub limit: Option<Limit>,
}

/// Why a plugin needs a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Reason {
    /// It is not there before, so the plugin would not load; or it answers in a form that the plugin cannot read.
    HostFunction(&'static str),
    /// It is never asked for before.
    Capability(&'static str),
    /// It gives nothing before.
    Permission(&'static str),
}

/// Something that works with newer versions only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Later {
    #[serde(serialize_with = "as_text")]
    pub since: Version,
    #[serde(flatten)]
    pub change: Change,
}

/// What a newer version does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Change {
    /// It calls this export.
    Export(&'static str),
    /// It reads this entry of `http.requiredHosts` as a range of addresses.
    HostRange(String),
}

/// The version from which on something fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Limit {
    #[serde(serialize_with = "as_text")]
    pub before: Version,
}

pub(super) fn of(surface: &Surface, permissions: &[Permitted]) -> Navidrome {
    let mut all = required(surface);
    all.extend(storage_folder(surface, permissions));
    let needs = all.iter().map(|(since, _)| *since).max();
    let needs = needs.unwrap_or(FIRST).max(FIRST);
    all.retain(|(since, _)| *since == needs && needs > FIRST);
    Navidrome {
        needs,
        reasons: all.into_iter().map(|(_, reason)| reason).collect(),
        later: later(surface, permissions, needs),
        limit: surface.uses_builtin_http.then_some(Limit {
            before: JUDGED_BY_ADDRESS,
        }),
    }
}

/// Every host function, and every capability by the oldest of its exports that the plugin has.
fn required(surface: &Surface) -> Vec<(Version, Reason)> {
    let services = surface.services.iter();
    let functions = services.flat_map(|service| &service.functions);
    let functions = functions.map(|it| (it.since, Reason::HostFunction(it.name)));
    let capabilities = surface.capabilities.iter().filter_map(|capability| {
        let oldest = capability.exports.iter().map(|export| export.since).min()?;
        Some((oldest, Reason::Capability(capability.name)))
    });
    functions.chain(capabilities).collect()
}

/// The only permission that gives something to a plugin which calls none of its functions: the path of the folder never changes.
fn storage_folder(surface: &Surface, permissions: &[Permitted]) -> Option<(Version, Reason)> {
    let storage = Permission::Storage;
    let declared = permissions.iter().any(|it| it.permission == storage);
    let functions = HOST_FUNCTIONS.iter();
    let mut functions = functions.filter(|it| it.permission() == Some(storage));
    let since = functions.clone().map(|it| it.since).min()?;
    let called = functions.any(|it| surface.services.iter().any(|by| by.name == it.service));
    let applies = declared && surface.opens_files && !called;
    applies.then_some((since, Reason::Permission(storage.key())))
}

fn later(surface: &Surface, permissions: &[Permitted], needs: Version) -> Vec<Later> {
    let exports = surface.capabilities.iter().flat_map(|it| &it.exports);
    let newer = exports.filter(|export| export.since > needs);
    let newer = newer.map(|Since { name, since }| Later {
        since: *since,
        change: Change::Export(name),
    });
    let hosts = permissions.iter().flat_map(|it| match &it.details {
        Details::Hosts { hosts } if it.permission == Permission::Http => hosts.as_slice(),
        Details::Hosts { .. }
        | Details::Plain {}
        | Details::Size { .. }
        | Details::Filesystem { .. }
        | Details::Concurrency { .. } => &[],
    });
    let ranges = hosts.filter(|host| needs < JUDGED_BY_ADDRESS && address::is_range(host));
    let ranges = ranges.map(|host| Later {
        since: JUDGED_BY_ADDRESS,
        change: Change::HostRange(host.clone()),
    });
    let mut later: Vec<Later> = newer.chain(ranges).collect();
    later.sort_by_key(|it| it.since);
    later
}

/// `v0.61.0, for http_send`
impl Display for Navidrome {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { needs, reasons, .. } = self;
        if reasons.is_empty() {
            return write!(f, "{needs}, the first one with plugins");
        }
        let reasons = reasons.iter().map(ToString::to_string);
        write!(f, "{needs}, for {}", and_more(reasons, SHOWN))
    }
}

/// So many reasons are enough.
const SHOWN: usize = 4;

impl Display for Reason {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::HostFunction(name) => f.write_str(name),
            Self::Capability(name) => write!(f, "the capability {name}"),
            Self::Permission(key) => write!(f, "the permission {key}"),
        }
    }
}

impl Display for Later {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { since, change } = self;
        match change {
            Change::Export(name) => write!(f, "{name} is called from {since} on"),
            Change::HostRange(entry) => write!(f, "{entry} is read from {since} on"),
        }
    }
}

impl Display for Limit {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { before } = self;
        write!(
            f,
            "before {before}, from which on Extism's own HTTP always fails; http_send does not"
        )
    }
}

/// The names with commas, and how many there are besides.
pub fn and_more(names: impl IntoIterator<Item = String>, shown: usize) -> String {
    let mut names = names.into_iter();
    let mut text: Vec<String> = names.by_ref().take(shown).collect();
    match names.count() {
        0 => text.join(", "),
        more => {
            text.push(format!("and {more} more"));
            text.join(", ")
        }
    }
}
