//! What a manifest and the exports of its plugin must agree on before the server loads the plugin. Must not read manifests.

use super::Permissions;

/// Something that a plugin has.
enum Has {
    Permission(&'static str),
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
        who_has: Has::Permission("subsonicapi"),
        needs: Has::Permission("users"),
        message: "'subsonicapi' permission requires 'users' permission to be declared",
    },
    Rule {
        who_has: Has::Permission("scrobbleRetriever"),
        needs: Has::Permission("users"),
        message: "'scrobbleRetriever' permission requires 'users' permission to be declared",
    },
    Rule {
        who_has: Has::Permission("matcher"),
        needs: Has::Permission("library"),
        message: "'matcher' permission requires 'library' permission to be declared",
    },
    Rule {
        who_has: Has::ExportOf("nd_scrobbler_"),
        needs: Has::Permission("users"),
        message: "scrobbler capability requires 'users' permission to be declared in manifest",
    },
    Rule {
        who_has: Has::Permission("scheduler"),
        needs: Has::Export("nd_scheduler_callback"),
        message: "'scheduler' permission requires plugin to export 'nd_scheduler_callback' function",
    },
    Rule {
        who_has: Has::Permission("taskqueue"),
        needs: Has::Export("nd_task_execute"),
        message: "'taskqueue' permission requires plugin to export 'nd_task_execute' function",
    },
];

/// Why the server would not load a plugin with these permissions and exports, in its words; none if it would.
pub(super) fn refusals(permissions: &Permissions, exports: &[&str]) -> Vec<&'static str> {
    let has = |what: &Has| match *what {
        Has::Permission(key) => permissions.declares(key),
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

    fn permissions(keys: &[&str]) -> Permissions {
        Permissions {
            declared: Declared::Only(keys.iter().map(|key| (*key).to_owned()).collect()),
            ..Permissions::none()
        }
    }

    #[test]
    fn a_plugin_that_needs_nothing_is_loaded() {
        assert_eq!(refusals(&permissions(&[]), &["nd_on_init"]), [""; 0]);
    }

    #[test]
    fn every_rule_is_kept_and_no_rule_is_broken_alone() {
        let cases: [(&[&str], &[&str], &str, &str); 6] = [
            (&["subsonicapi"], &[], "users", ""),
            (&["scrobbleRetriever"], &[], "users", ""),
            (&["matcher"], &[], "library", ""),
            (&[], &["nd_scrobbler_scrobble"], "users", ""),
            (&["scheduler"], &[], "", "nd_scheduler_callback"),
            (&["taskqueue"], &[], "", "nd_task_execute"),
        ];
        for ((keys, exports, permission, export), rule) in cases.into_iter().zip(&RULES) {
            assert_eq!(refusals(&permissions(keys), exports), [rule.message]);
            let keys = [keys, &[permission]].concat();
            let exports = [exports, &[export]].concat();
            assert_eq!(refusals(&permissions(&keys), &exports), [""; 0]);
        }
    }
}
