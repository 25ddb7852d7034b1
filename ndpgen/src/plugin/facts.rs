//! What a plugin is, does, needs and weighs, out of its parts. Must not find faults, or know the terminal.

mod about;
mod permissions;
mod settings;
mod setup;
mod summary;
mod surface;
mod symbol;
mod versions;
mod weight;

use nd_rules::version::Version;
use serde::{Serialize, Serializer};

use super::json::{Node, Value};
use super::subject::Subject;

pub use self::about::About;
pub use self::permissions::{Details, Permitted};
pub use self::settings::Setting;
pub use self::setup::ToSet;
pub use self::summary::summary;
pub use self::surface::{Capability, Imports, Service, Since, Surface};
pub use self::versions::{Change, Later, Limit, Navidrome, Reason, and_more};
pub use self::weight::{Code, CrateSize, FunctionSize, LARGEST, Origin, SectionSize, Weight};

/// All that is known of a plugin before it runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    /// As the server will know it; `None` where no file or folder has its name.
    pub id: Option<String>,
    #[serde(flatten)]
    pub about: About,
    /// `None` without WebAssembly.
    #[serde(flatten)]
    pub surface: Option<Surface>,
    /// `None` without WebAssembly.
    pub navidrome: Option<Navidrome>,
    pub permissions: Vec<Permitted>,
    pub settings: Vec<Setting>,
    /// What whoever runs the server has to do before the plugin works.
    pub to_set: Vec<ToSet>,
    pub weight: Weight,
}

impl Facts {
    pub fn of(subject: &Subject) -> Self {
        let manifest = subject
            .manifest
            .as_ref()
            .map(|manifest| &manifest.document.root);
        let about = manifest.map(about::of).unwrap_or_default();
        let permissions = manifest.map(permissions::of).unwrap_or_default();
        let settings = manifest.map(settings::of).unwrap_or_default();
        let surface = subject.wasm.as_ref().map(|wasm| surface::of(&wasm.module));
        let navidrome = surface
            .as_ref()
            .map(|surface| versions::of(surface, &permissions));
        let to_set = setup::of(surface.as_ref(), &permissions, &settings);
        let weight = weight::of(subject);
        Self {
            id: subject.id.clone(),
            about,
            surface,
            navidrome,
            permissions,
            settings,
            to_set,
            weight,
        }
    }
}

/// The value of a key the way the server reads it, `null` being as good as none.
fn find<'a>(object: &'a Node, key: &str) -> Option<&'a Node> {
    let member = object.get_in_any_case(key)?;
    (member.node.value != Value::Null).then_some(&member.node)
}

/// The text of a key, if it is one.
fn text(object: &Node, key: &str) -> Option<String> {
    find(object, key)?.text().map(str::to_owned)
}

fn as_text<S: Serializer>(version: &Version, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(version)
}

#[cfg(test)]
mod tests;
