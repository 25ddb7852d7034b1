//! How arguments of ours reach the compiler beside those the user has configured. Must not run cargo.

use std::fs;
use std::path::Path;

use toml::{Table, Value};

use super::toolchain::TARGET;

/// Between arguments in `CARGO_ENCODED_RUSTFLAGS`.
const SEPARATOR: &str = "\u{1f}";
/// Where cargo looks for its settings in a folder; it takes the first one that is there.
const FILES: [&str; 2] = ["config", "config.toml"];

/// How the compiler gets its arguments.
#[derive(Debug, PartialEq, Eq)]
pub enum Flags {
    /// By settings, which cargo joins with those of the user's files.
    Settings(Vec<String>),
    /// By the variable `CARGO_ENCODED_RUSTFLAGS`, because the user has set one, before which settings do not count.
    Variable(String),
}

/// What the variables say that cargo reads.
#[derive(Debug, Clone, Default)]
pub struct Variables {
    /// `CARGO_ENCODED_RUSTFLAGS`.
    pub encoded: Option<String>,
    /// `RUSTFLAGS`.
    pub plain: Option<String>,
    /// `CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS`.
    pub of_target: Option<String>,
}

/// A setting of the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configured {
    key: Key,
    flags: Written,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Key {
    Build,
    /// A target, or a condition on it.
    Target(String),
}

/// Cargo joins lists of several files, takes the nearest text, and refuses to join one with the other.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Written {
    List,
    Text(String),
}

/// What is configured for the compiler where cargo runs, the nearest first.
pub fn configured(folder: &Path, cargo_home: Option<&Path>) -> Vec<Configured> {
    let around = folder.ancestors().map(|folder| folder.join(".cargo"));
    let folders = around.chain(cargo_home.map(Path::to_owned));
    let texts = folders.filter_map(|folder| {
        let mut files = FILES.iter().map(|name| folder.join(name));
        fs::read_to_string(files.find(|file| file.is_file())?).ok()
    });
    let mut all = Vec::new();
    for text in texts {
        for setting in settings_in(&text) {
            if !all.iter().any(|it: &Configured| it.key == setting.key) {
                all.push(setting);
            }
        }
    }
    all
}

/// The settings of one file. One that is no TOML is shown by cargo.
fn settings_in(text: &str) -> Vec<Configured> {
    let table: Table = text.parse().unwrap_or_default();
    let build = table.get("build").map(|build| (Key::Build, build));
    let targets = table.get("target").and_then(Value::as_table);
    let targets = targets.into_iter().flatten();
    let targets = targets.filter(|(name, _)| *name == TARGET || name.starts_with("cfg("));
    let targets = targets.map(|(name, target)| (Key::Target(name.clone()), target));
    let all = build.into_iter().chain(targets);
    let setting = |(key, table): (Key, &Value)| {
        let flags = match table.get("rustflags")? {
            Value::String(text) => Written::Text(text.clone()),
            _ => Written::List,
        };
        Some(Configured { key, flags })
    };
    all.filter_map(setting).collect()
}

/// Adds our arguments to those the user has set, in the way that lets both count.
pub fn flags(variables: Variables, configured: Vec<Configured>, ours: &[String]) -> Flags {
    let theirs = match (variables.encoded, variables.plain) {
        (Some(encoded), _) => encoded,
        (None, Some(plain)) => {
            let plain: Vec<&str> = plain.split_whitespace().collect();
            plain.join(SEPARATOR)
        }
        (None, None) => {
            let keys = keys(configured, variables.of_target.is_some());
            return Flags::Settings(keys.iter().map(|it| it.with(ours)).collect());
        }
    };
    let all = Some(theirs).filter(|it| !it.is_empty());
    let all: Vec<String> = all.into_iter().chain(ours.iter().cloned()).collect();
    Flags::Variable(all.join(SEPARATOR))
}

/// Under which keys ours have to stand. Of `build.rustflags` cargo takes nothing as soon as anything is set for the target, by its name or by a condition that
/// holds for it. Ours stand under every key of the user's, so they count whichever does; arguments that come twice do no harm.
fn keys(configured: Vec<Configured>, is_target_set: bool) -> Vec<Configured> {
    let mut keys = configured;
    let of_target = is_target_set.then(|| Key::Target(TARGET.to_owned()));
    for key in [Some(Key::Build), of_target].into_iter().flatten() {
        if !keys.iter().any(|it| it.key == key) {
            let flags = Written::List;
            keys.push(Configured { key, flags });
        }
    }
    keys
}

impl Configured {
    /// The argument of `--config`.
    fn with(&self, ours: &[String]) -> String {
        let key = match &self.key {
            Key::Build => "build".to_owned(),
            Key::Target(name) => format!("target.{}", Value::String(name.clone())),
        };
        let value = match &self.flags {
            Written::List => Value::Array(ours.iter().cloned().map(Value::String).collect()),
            // Cargo splits a text at blanks: an argument with one in it cannot stand there, and a path with a blank stays in the plugin.
            Written::Text(theirs) => {
                let ours = ours.iter().filter(|it| !it.contains(char::is_whitespace));
                let all: Vec<&str> = [theirs]
                    .into_iter()
                    .chain(ours)
                    .map(String::as_str)
                    .collect();
                Value::String(all.join(" "))
            }
        };
        format!("{key}.rustflags={value}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "--remap-path-prefix=/home/a\"b\"=/workspace";

    fn ours() -> Vec<String> {
        vec![OURS.to_owned()]
    }

    fn with_variables(encoded: Option<&str>, plain: Option<&str>) -> Flags {
        let variables = Variables {
            encoded: encoded.map(str::to_owned),
            plain: plain.map(str::to_owned),
            of_target: None,
        };
        flags(variables, Vec::new(), &ours())
    }

    /// Table, key and value of each setting, as cargo reads them.
    fn settings(configured: Vec<Configured>, variables: Variables) -> Vec<Table> {
        match flags(variables, configured, &ours()) {
            Flags::Settings(settings) => settings.iter().map(|it| it.parse().unwrap()).collect(),
            Flags::Variable(value) => panic!("a variable: {value}"),
        }
    }

    #[test]
    fn without_variables_the_flags_are_a_setting() {
        let settings = settings(Vec::new(), Variables::default());
        let expected = Value::from(ours());
        assert_eq!(settings.len(), 1);
        assert_eq!(settings[0]["build"]["rustflags"], expected);
    }

    #[test]
    fn ours_stand_wherever_the_user_has_some() {
        let file = "[build]\nrustflags = \"--cfg a\"\n[target.wasm32-wasip1]\nrustflags = []\n\
                    [target.'cfg(target_os = \"wasi\")']\nrustflags = ['x']\n[target.x86_64-unknown-linux-gnu]\nrustflags = []\n[target.'cfg(unix)']\nrunner = 'x'\n";
        let settings = settings(settings_in(file), Variables::default());
        let list = Value::from(ours());
        assert_eq!(settings.len(), 3);
        let text = Value::from(format!("--cfg a {OURS}"));
        assert_eq!(settings[0]["build"]["rustflags"], text);
        for target in [TARGET, "cfg(target_os = \"wasi\")"] {
            let of = |table: &Table| table.get("target")?.get(target)?.get("rustflags").cloned();
            assert_eq!(settings.iter().find_map(of), Some(list.clone()), "{target}");
        }
    }

    #[test]
    fn a_variable_of_the_target_outranks_the_setting_of_all() {
        let variables = Variables {
            of_target: Some("--cfg a".to_owned()),
            ..Variables::default()
        };
        let settings = settings(Vec::new(), variables);
        assert_eq!(
            settings[1]["target"][TARGET]["rustflags"],
            Value::from(ours())
        );
    }

    #[test]
    fn the_nearest_file_counts() {
        let folder = tempfile::tempdir().unwrap();
        let write = |place: &str, flags: &str| {
            let place = folder.path().join(place);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, format!("[build]\nrustflags = \"{flags}\"\n")).unwrap();
        };
        write("a/.cargo/config.toml", "near");
        write(".cargo/config.toml", "far");
        write("home/config.toml", "home");
        let home = folder.path().join("home");
        let inner = folder.path().join("a/b");
        let found = |folder: &Path| configured(folder, Some(&home)).swap_remove(0).flags;
        assert_eq!(found(&inner), Written::Text("near".to_owned()));
        assert_eq!(found(folder.path()), Written::Text("far".to_owned()));
    }

    #[test]
    fn what_the_user_has_set_stays_and_comes_first() {
        let all = |theirs: &[&str]| {
            let all: Vec<&str> = theirs.iter().copied().chain([OURS]).collect();
            Flags::Variable(all.join(SEPARATOR))
        };
        assert_eq!(
            with_variables(None, Some("-D  warnings ")),
            all(&["-D", "warnings"])
        );
        assert_eq!(
            with_variables(Some("-D\u{1f}a b"), Some("-C x")),
            all(&["-D", "a b"])
        );
        assert_eq!(with_variables(Some(""), Some("-C x")), all(&[]));
        assert_eq!(with_variables(None, Some("")), all(&[]));
    }
}
