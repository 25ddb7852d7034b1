//! What a manifest and the exports of its plugin must agree on before the server loads the plugin. Must not read manifests.

use super::{Permission, Permissions};

/// Something that a plugin has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Has {
    /// It declares this permission.
    Permission(Permission),
    /// It exports this function.
    Export(&'static str),
    /// It exports any function whose name begins so.
    ExportOf(&'static str),
}

/// Who has the one needs the other: otherwise the server does not load the plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadRule {
    /// For whom the rule is.
    pub who_has: Has,
    /// What it asks for.
    pub needs: Has,
    /// What the server says otherwise.
    pub message: &'static str,
}

static RULES: [LoadRule; 6] = [
    LoadRule {
        who_has: Has::Permission(Permission::SubsonicApi),
        needs: Has::Permission(Permission::Users),
        message: "'subsonicapi' permission requires 'users' permission to be declared",
    },
    LoadRule {
        who_has: Has::Permission(Permission::ScrobbleRetriever),
        needs: Has::Permission(Permission::Users),
        message: "'scrobbleRetriever' permission requires 'users' permission to be declared",
    },
    LoadRule {
        who_has: Has::Permission(Permission::Matcher),
        needs: Has::Permission(Permission::Library),
        message: "'matcher' permission requires 'library' permission to be declared",
    },
    LoadRule {
        who_has: Has::ExportOf("nd_scrobbler_"),
        needs: Has::Permission(Permission::Users),
        message: "scrobbler capability requires 'users' permission to be declared in manifest",
    },
    LoadRule {
        who_has: Has::Permission(Permission::Scheduler),
        needs: Has::Export("nd_scheduler_callback"),
        message: "'scheduler' permission requires plugin to export 'nd_scheduler_callback' function",
    },
    LoadRule {
        who_has: Has::Permission(Permission::TaskQueue),
        needs: Has::Export("nd_task_execute"),
        message: "'taskqueue' permission requires plugin to export 'nd_task_execute' function",
    },
];

/// The rules that keep the server from loading a plugin with these permissions and exports.
pub(super) fn broken(permissions: &Permissions, exports: &[&str]) -> Vec<&'static LoadRule> {
    let has = |what: &Has| match *what {
        Has::Permission(permission) => permissions.declares(permission),
        Has::Export(name) => exports.contains(&name),
        Has::ExportOf(prefix) => exports.iter().any(|export| export.starts_with(prefix)),
    };
    RULES
        .iter()
        .filter(|rule| has(&rule.who_has) && !has(&rule.needs))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Declared;
    use crate::manifest::Permission::{
        Library, Matcher, Scheduler, ScrobbleRetriever, SubsonicApi, TaskQueue, Users,
    };

    fn permissions(declared: &[Permission]) -> Permissions {
        Permissions {
            declared: Declared::Only(declared.iter().copied().collect()),
            ..Permissions::none()
        }
    }

    #[test]
    fn a_plugin_that_needs_nothing_is_loaded() {
        assert!(broken(&permissions(&[]), &["nd_on_init"]).is_empty());
    }

    #[test]
    fn every_rule_is_kept_and_no_rule_is_broken_alone() {
        type Case<'a> = (&'a [Permission], &'a [&'a str], Option<Permission>, &'a str);
        let cases: [Case<'_>; 6] = [
            (&[SubsonicApi], &[], Some(Users), ""),
            (&[ScrobbleRetriever], &[], Some(Users), ""),
            (&[Matcher], &[], Some(Library), ""),
            (&[], &["nd_scrobbler_scrobble"], Some(Users), ""),
            (&[Scheduler], &[], None, "nd_scheduler_callback"),
            (&[TaskQueue], &[], None, "nd_task_execute"),
        ];
        for ((declared, exports, permission, export), rule) in cases.into_iter().zip(&RULES) {
            assert_eq!(broken(&permissions(declared), exports), [rule]);
            let declared: Vec<_> = declared.iter().copied().chain(permission).collect();
            let exports = [exports, &[export]].concat();
            assert!(broken(&permissions(&declared), &exports).is_empty());
        }
    }
}
