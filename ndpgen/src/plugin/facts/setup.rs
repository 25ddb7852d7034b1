//! What whoever runs the server has to do before a plugin works. Must not say what is wrong with the plugin.

use nd_rules::manifest::Permission;
use serde::Serialize;

use super::permissions::{Details, Permitted};
use super::settings::Setting;
use super::surface::Surface;

/// Something to do on the server, besides enabling the plugin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ToSet {
    /// Name it in the option `Agents`.
    Agents,
    /// Name it in the option `LyricsPriority`.
    LyricsPriority,
    /// Assign users to it.
    Users,
    /// Leave scrobbling on in the players.
    PlayerScrobbling,
    /// Assign libraries to it.
    Libraries,
    /// Let it write to the libraries, if it is to.
    LibraryWriteAccess,
    /// Leave the option `EnableScrobbleHistory` on.
    ScrobbleHistory,
    /// Fill in these settings.
    Settings(Vec<String>),
}

pub(super) fn of(
    surface: Option<&Surface>,
    permissions: &[Permitted],
    settings: &[Setting],
) -> Vec<ToSet> {
    let capable = |name: &str| {
        let capabilities = surface.map(|surface| surface.capabilities.as_slice());
        let mut capabilities = capabilities.unwrap_or_default().iter();
        capabilities.any(|capability| capability.name == name)
    };
    let declared = |permission| permissions.iter().any(|it| it.permission == permission);
    let filesystem = Details::Filesystem { filesystem: true };
    let required = settings.iter().filter(|setting| setting.is_required);
    let required: Vec<String> = required.map(|setting| setting.key.clone()).collect();
    let all = [
        (capable("MetadataAgent"), ToSet::Agents),
        (capable("Lyrics"), ToSet::LyricsPriority),
        // The server does not load a scrobbler without this permission.
        (
            declared(Permission::Users) || capable("Scrobbler"),
            ToSet::Users,
        ),
        (capable("Scrobbler"), ToSet::PlayerScrobbling),
        (declared(Permission::Library), ToSet::Libraries),
        (
            permissions.iter().any(|it| it.details == filesystem),
            ToSet::LibraryWriteAccess,
        ),
        (
            declared(Permission::ScrobbleRetriever),
            ToSet::ScrobbleHistory,
        ),
        (!required.is_empty(), ToSet::Settings(required)),
    ];
    let applies = all.into_iter().filter(|(applies, _)| *applies);
    applies.map(|(_, to_set)| to_set).collect()
}

impl ToSet {
    /// For whoever runs the server, of the plugin with this id.
    pub fn text(&self, id: Option<&str>) -> String {
        let id = id.unwrap_or("<id>");
        match self {
            Self::Agents => {
                format!("Agents = \"{id},…\" in the server's configuration: others are not asked")
            }
            Self::LyricsPriority => format!(
                "LyricsPriority = \"…,{id}\" in the server's configuration: others are not asked"
            ),
            Self::Users => "users: assign at least one, or all".to_owned(),
            Self::PlayerScrobbling => "scrobbling: on in the users' players".to_owned(),
            Self::Libraries => "libraries: assign at least one, or all".to_owned(),
            Self::LibraryWriteAccess => {
                "write access to the libraries: only if it is to change files".to_owned()
            }
            Self::ScrobbleHistory => {
                "EnableScrobbleHistory = true, which is the default".to_owned()
            }
            Self::Settings(keys) => format!("settings to fill in: {}", keys.join(", ")),
        }
    }
}
