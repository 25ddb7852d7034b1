//! Which parts a plugin is made of: what was asked for, and what belongs to it. Must not write any text of the plugin.

use nd_rules::manifest::Permission;
use std::collections::BTreeSet;
use std::fmt;

use super::parts::{Capability, Part, Service};
use crate::diag;

/// The parts of a plugin, complete: whatever one of them needs is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    capabilities: BTreeSet<Capability>,
    services: BTreeSet<Service>,
}

/// Something that was not asked for, and why it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addition {
    /// With its kind: "capability `lifecycle`".
    pub what: String,
    pub why: &'static str,
}

/// A name that stands for no part, with what could have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPart(String);

/// A capability and the service that makes the server call it: neither is of use without the other.
const PAIRS: [(Capability, Service); 3] = [
    (Capability::SchedulerCallback, Service::Scheduler),
    (Capability::TaskWorker, Service::Task),
    (Capability::WebSocketCallback, Service::WebSocket),
];

impl Choice {
    /// Adds what belongs to the parts that were asked for. `None` if nothing was.
    pub fn complete(
        capabilities: impl IntoIterator<Item = Capability>,
        services: impl IntoIterator<Item = Service>,
    ) -> Option<(Self, Vec<Addition>)> {
        let mut choice = Self {
            capabilities: capabilities.into_iter().collect(),
            services: services.into_iter().collect(),
        };
        if choice.capabilities.is_empty() && choice.services.is_empty() {
            return None;
        }
        let mut additions = Vec::new();
        for (capability, service) in PAIRS {
            let (has, uses) = (choice.has(capability), choice.uses(service));
            if uses && !has {
                let why = "it is what the server calls for the service of that name";
                additions.push(choice.add_capability(capability, why));
            }
            if has && !uses {
                choice.services.insert(service);
                let why = "without it nothing would make the server call the plugin";
                additions.push(Addition::of(service, why));
            }
        }
        if !choice.has(Capability::Lifecycle) {
            if PAIRS.iter().any(|(_, service)| choice.uses(*service)) {
                let why = "schedules, queues and connections must be made at every load";
                additions.push(choice.add_capability(Capability::Lifecycle, why));
            } else if choice.capabilities.is_empty() {
                let why = "something must be called for the services to be used";
                additions.push(choice.add_capability(Capability::Lifecycle, why));
            }
        }
        additions.extend(choice.permissions_beyond_services());
        Some((choice, additions))
    }

    pub fn capabilities(&self) -> impl Iterator<Item = Capability> {
        self.capabilities.iter().copied()
    }

    pub fn services(&self) -> impl Iterator<Item = Service> {
        self.services.iter().copied()
    }

    pub fn has(&self, capability: Capability) -> bool {
        self.capabilities.contains(&capability)
    }

    pub fn uses(&self, service: Service) -> bool {
        self.services.contains(&service)
    }

    /// The capability that uses the services.
    pub fn first(&self) -> Capability {
        let first = self.capabilities.first().copied();
        first.unwrap_or(Capability::Lifecycle)
    }

    /// What the manifest has to declare.
    pub fn permissions(&self) -> BTreeSet<Permission> {
        let own = self.services().filter_map(Service::permission);
        own.chain(self.needs().map(|(permission, _)| permission))
            .collect()
    }

    /// Permissions that the server wants to see because of something else, and because of what.
    fn needs(&self) -> impl Iterator<Item = (Permission, &'static str)> {
        let scrobbler = (
            self.has(Capability::Scrobbler),
            Permission::Users,
            "the capability scrobbler needs it",
        );
        let subsonic = (
            self.uses(Service::SubsonicApi),
            Permission::Users,
            "the service subsonicapi needs it",
        );
        let scrobbles = (
            self.uses(Service::ScrobbleRetriever),
            Permission::Users,
            "the service scrobble-retriever needs it",
        );
        let matcher = (
            self.uses(Service::Matcher),
            Permission::Library,
            "the service matcher needs it",
        );
        let all = [scrobbler, subsonic, scrobbles, matcher].into_iter();
        all.filter_map(|(there, permission, why)| there.then_some((permission, why)))
    }

    fn permissions_beyond_services(&self) -> Vec<Addition> {
        let asked: BTreeSet<_> = self.services().filter_map(Service::permission).collect();
        let mut said = BTreeSet::new();
        let needs = self.needs();
        let new = needs.filter(|(it, _)| !asked.contains(it) && said.insert(*it));
        new.map(|(permission, why)| Addition {
            what: format!("permission {}", diag::quote(permission.key())),
            why,
        })
        .collect()
    }

    fn add_capability(&mut self, capability: Capability, why: &'static str) -> Addition {
        self.capabilities.insert(capability);
        Addition::of(capability, why)
    }
}

impl Addition {
    fn of<P: Part>(part: P, why: &'static str) -> Self {
        let what = format!("{} {}", P::KIND, diag::quote(part.name()));
        Self { what, why }
    }
}

/// Finds a part by its name, whatever its case and separators.
///
/// # Errors
/// There is none of that name; the text says which there are, and whether it is a part of the other kind.
fn find<P: Part, Other: Part>(name: &str) -> Result<P, UnknownPart> {
    if let Some(part) = named(name) {
        return Ok(part);
    }
    let names = || P::ALL.iter().map(|part| part.name());
    let known = P::ALL
        .iter()
        .flat_map(|part| part.aliases().iter().copied());
    let nearest = diag::nearest(name, names()).or_else(|| {
        let alias = diag::nearest(name, known)?;
        Some(named::<P>(alias)?.name())
    });
    let help = match named::<Other>(name) {
        Some(other) => format!(
            "it is a {kind}: --{kind} {}",
            other.name(),
            kind = Other::KIND
        ),
        None => diag::advise(nearest, P::KINDS, names()),
    };
    let name = diag::quote(name);
    Err(UnknownPart(format!(
        "there is no {} {name}: {help}",
        P::KIND
    )))
}

fn named<P: Part>(name: &str) -> Option<P> {
    let name = plain(name);
    let is_it = |part: &P| {
        let aliases = part.aliases().iter().copied();
        let mut names = std::iter::once(part.name()).chain(aliases);
        names.any(|known| plain(known) == name)
    };
    P::ALL.iter().copied().find(is_it)
}

fn plain(name: &str) -> String {
    let letters = name.chars().filter(|char| !matches!(char, '-' | '_' | ' '));
    letters.flat_map(char::to_lowercase).collect()
}

impl Capability {
    /// # Errors
    /// There is none of that name.
    pub fn find(name: &str) -> Result<Self, UnknownPart> {
        find::<Self, Service>(name)
    }
}

impl Service {
    /// # Errors
    /// There is none of that name.
    pub fn find(name: &str) -> Result<Self, UnknownPart> {
        find::<Self, Capability>(name)
    }
}

impl fmt::Display for Addition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.why)
    }
}

impl fmt::Display for UnknownPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UnknownPart {}
