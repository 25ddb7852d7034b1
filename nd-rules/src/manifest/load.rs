//! What a manifest and the exports of its plugin must agree on before the server loads the plugin. Must not read manifests.

use super::{Permission, Permissions};

/// Something that a plugin has.
enum Has {
    Permission(Permission),
    Export(&'static str),
    /// Any export whose name begins so.
    ExportOf(&'static str),
}

/// Who has the one needs the other.
struct Rule {
    who_has: Has,
    needs: Has,
    /// What the server says otherwise.
    message: &'static str,
}

const RULES: [Rule; 6] = [
    Rule {
        who_has: Has::Permission(Permission::SubsonicApi),
        needs: Has::Permission(Permission::Users),
        message: "'subsonicapi' permission requires 'users' permission to be declared",
    },
    Rule {
        who_has: Has::Permission(Permission::ScrobbleRetriever),
        needs: Has::Permission(Permission::Users),
        message: "'scrobbleRetriever' permission requires 'users' permission to be declared",
    },
    Rule {
        who_has: Has::Permission(Permission::Matcher),
        needs: Has::Permission(Permission::Library),
        message: "'matcher' permission requires 'library' permission to be declared",
    },
    Rule {
        who_has: Has::ExportOf("nd_scrobbler_"),
        needs: Has::Permission(Permission::Users),
        message: "scrobbler capability requires 'users' permission to be declared in manifest",
    },
    Rule {
        who_has: Has::Permission(Permission::Scheduler),
        needs: Has::Export("nd_scheduler_callback"),
        message: "'scheduler' permission requires plugin to export 'nd_scheduler_callback' function",
    },
    Rule {
        who_has: Has::Permission(Permission::TaskQueue),
        needs: Has::Export("nd_task_execute"),
        message: "'taskqueue' permission requires plugin to export 'nd_task_execute' function",
    },
];

/// Why the server would not load a plugin with these permissions and exports, in its words; none if it would.
pub(super) fn refusals(permissions: &Permissions, exports: &[&str]) -> Vec<&'static str> {
    let has = |what: &Has| match *what {
        Has::Permission(permission) => permissions.declares(permission),
        Has::Export(name) => exports.contains(&name),
        Has::ExportOf(prefix) => exports.iter().any(|export| export.starts_with(prefix)),
    };
    let broken = RULES
        .iter()
        .filter(|rule| has(&rule.who_has) && !has(&rule.needs));
    broken.map(|rule| rule.message).collect()
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
        assert_eq!(refusals(&permissions(&[]), &["nd_on_init"]), [""; 0]);
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
            assert_eq!(refusals(&permissions(declared), exports), [rule.message]);
            let declared: Vec<_> = declared.iter().copied().chain(permission).collect();
            let exports = [exports, &[export]].concat();
            assert_eq!(refusals(&permissions(&declared), &exports), [""; 0]);
        }
    }
}
