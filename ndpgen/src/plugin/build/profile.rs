//! Whether a build profile is made for small files. Must not change one.

use toml::{Table, Value};

/// Of how many profiles one may inherit, before it is a circle.
const GENERATIONS: usize = 16;

/// What a profile of the workspace's `Cargo.toml` could still say for a smaller plugin, as lines to add; `None` if it says enough.
pub fn advice(cargo_toml: &str, profile: &str) -> Option<String> {
    let manifest: Table = cargo_toml.parse().ok()?;
    let profiles = manifest.get("profile").and_then(Value::as_table);
    let setting = |key: &str| profiles.and_then(|profiles| inherited(profiles, profile, key));
    let is_small = matches!(
        setting("opt-level").and_then(Value::as_str),
        Some("s" | "z")
    );
    // `false` is link-time optimisation between the parts of one crate, which leaves most of what nobody calls.
    let is_linked = match setting("lto") {
        Some(Value::Boolean(on)) => *on,
        Some(Value::String(kind)) => matches!(kind.as_str(), "fat" | "thin"),
        Some(_) | None => false,
    };
    let is_whole = setting("codegen-units").and_then(Value::as_integer) == Some(1);
    let lines = [
        (is_small, "opt-level = \"s\""),
        (is_linked, "lto = true"),
        (is_whole, "codegen-units = 1"),
    ];
    let missing: Vec<&str> = lines
        .into_iter()
        .filter(|(is_said, _)| !is_said)
        .map(|(_, line)| line)
        .collect();
    // One unit alone makes little difference.
    if is_small && is_linked {
        return None;
    }
    Some(format!("[profile.{profile}]\n{}", missing.join("\n")))
}

/// Whether there is this profile, as far as the workspace's `Cargo.toml` says. A setting for one that there is not would hide that from cargo.
pub fn is_known(cargo_toml: &str, profile: &str) -> bool {
    let declared = || {
        let manifest: Table = cargo_toml.parse().ok()?;
        manifest.get("profile")?.as_table()?.get(profile).cloned()
    };
    matches!(profile, "dev" | "release" | "test" | "bench") || declared().is_some()
}

/// A setting of a profile, or of the nearest one it inherits from.
fn inherited<'a>(profiles: &'a Table, profile: &str, key: &str) -> Option<&'a Value> {
    let mut name = profile;
    for _ in 0..GENERATIONS {
        let profile = profiles.get(name)?.as_table()?;
        if let Some(value) = profile.get(key) {
            return Some(value);
        }
        name = profile.get("inherits")?.as_str()?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_that_is_not_made_for_small_files_is_advised() {
        let all = "[profile.release]\nopt-level = \"s\"\nlto = true\ncodegen-units = 1";
        assert_eq!(advice("[package]", "release").unwrap(), all);
        assert_eq!(
            advice(
                "[profile.release]\nopt-level = 3\nlto = \"thin\"\ncodegen-units = 1",
                "release"
            )
            .unwrap(),
            "[profile.release]\nopt-level = \"s\""
        );
        assert!(
            advice(
                "[profile.release]\nopt-level = \"z\"\nlto = false",
                "release"
            )
            .is_some()
        );
    }

    #[test]
    fn one_that_is_says_nothing_more() {
        let small = "[profile.release]\nopt-level = \"s\"\nlto = true";
        assert_eq!(advice(small, "release"), None);
        let derived =
            format!("{small}\n[profile.plugin]\ninherits = \"release\"\nopt-level = \"z\"");
        assert_eq!(advice(&derived, "plugin"), None);
    }

    #[test]
    fn profiles_are_built_in_or_declared() {
        let declared = "[profile.plugin]\ninherits = \"release\"";
        assert!(is_known("", "dev") && is_known("no [ toml", "release"));
        assert!(is_known(declared, "plugin"));
        assert!(!is_known(declared, "plugins") && !is_known("", "plugin"));
    }

    #[test]
    fn a_circle_ends() {
        let circle = "[profile.a]\ninherits = \"b\"\n[profile.b]\ninherits = \"a\"";
        assert!(advice(circle, "a").is_some());
    }
}
