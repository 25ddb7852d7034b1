//! Which Rust compiles plugins here. Everything is decided from what was found; only [`look`] and [`add_target`] run anything. Must not install packages.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

/// What plugins are compiled for.
pub const TARGET: &str = "wasm32-wasip1";
/// The variable that names a toolchain: `rustup`, `debian` or `auto`.
pub const VARIABLE: &str = "NDPDK_WASM_TOOLCHAIN";

const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
/// The C library that `wasi-libc` installs.
const DEBIAN_LIBC: &str = "/usr/lib/wasm32-wasi";
/// The library's source, below the folder of a toolchain.
pub const SOURCE: &str = "lib/rustlib/src/rust";

/// Which toolchain is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The first one that works.
    Auto,
    /// The active one, whoever installed it.
    Rustup,
    /// Debian's, which compiles the standard library from its source.
    Debian,
}

/// What there is on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub active: Active,
    /// Whether there is a rustup that could add the target.
    pub rustup: bool,
    pub debian: Option<Debian>,
}

/// The toolchain that `cargo` stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Active {
    Missing,
    WithoutTarget,
    WithTarget,
}

/// Debian's toolchain, complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debian {
    pub linker: PathBuf,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// The active toolchain has all that it takes.
    Active,
    /// The active toolchain gets the target from rustup first.
    AddTarget,
    Debian(Debian),
}

impl Wanted {
    /// From the value of the variable.
    ///
    /// # Errors
    /// It is none of the three.
    pub fn parse(value: Option<&OsStr>) -> Result<Self> {
        match value.map(OsStr::to_string_lossy).as_deref() {
            None | Some("" | "auto") => Ok(Wanted::Auto),
            Some("rustup") => Ok(Wanted::Rustup),
            Some("debian") => Ok(Wanted::Debian),
            Some(other) => {
                bail!("{VARIABLE} is {other:?}, which is none of rustup, debian and auto")
            }
        }
    }
}

/// Chooses among what was found.
///
/// # Errors
/// None of it compiles plugins; with both ways to change that.
pub fn choose(wanted: Wanted, found: &Found) -> Result<Choice> {
    let active = match (found.active, found.rustup) {
        (Active::WithTarget, _) => Some(Choice::Active),
        (Active::WithoutTarget, true) => Some(Choice::AddTarget),
        (Active::WithoutTarget, false) | (Active::Missing, _) => None,
    };
    let debian = found.debian.clone().map(Choice::Debian);
    let choice = match wanted {
        Wanted::Auto => match (active, debian) {
            (Some(active), _) => Some(active),
            (None, debian) => debian,
        },
        Wanted::Rustup => active,
        Wanted::Debian => debian,
    };
    match choice {
        Some(choice) => Ok(choice),
        None => bail!(
            "no toolchain here compiles for {TARGET}, which plugins are ({}). Either of these makes it possible:\n  \
             rustup target add {TARGET}\n  \
             apt-get install --no-install-recommends rustc-web cargo-web rust-web-src wasi-libc lld-22    (Debian 12, as root)",
            missing(wanted, found)
        ),
    }
}

/// Why there is no choice.
fn missing(wanted: Wanted, found: &Found) -> String {
    let active = match found.active {
        Active::Missing => "there is no rustc that runs",
        Active::WithoutTarget | Active::WithTarget => {
            "the active toolchain does not have the target, and no rustup added it"
        }
    };
    let debian = "Debian's toolchain with the source of its library is not complete";
    match wanted {
        Wanted::Auto => format!("{active}; {debian}"),
        Wanted::Rustup => format!("{VARIABLE} is rustup; {active}"),
        Wanted::Debian => format!("{VARIABLE} is debian; {debian}"),
    }
}

/// Looks what there is for a crate in this folder: `rust-toolchain.toml` there counts.
pub fn look(folder: &Path) -> Found {
    let active = match rustc_prints(folder, &["--print", "target-libdir", "--target", TARGET]) {
        Some(library) if has_std(Path::new(&library)) => Active::WithTarget,
        Some(_) => Active::WithoutTarget,
        // An old or broken target list is no reason to think that there is no compiler.
        None if rustc_prints(folder, &["--version"]).is_some() => Active::WithoutTarget,
        None => Active::Missing,
    };
    let rustup = || {
        let mut rustup = Command::new("rustup");
        rustup
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        rustup.status().is_ok_and(|status| status.success())
    };
    Found {
        active,
        rustup: active == Active::WithoutTarget && rustup(),
        debian: look_for_debian(folder),
    }
}

/// Adds the target to the toolchain that is active in this folder. What rustup says is shown.
pub fn add_target(folder: &Path) -> bool {
    let mut rustup = Command::new("rustup");
    rustup
        .args(["target", "add", TARGET])
        .current_dir(folder)
        .stdout(Stdio::null());
    rustup.status().is_ok_and(|status| status.success())
}

/// `cargo`, or the very one that runs us.
pub fn cargo(choice: &Choice) -> OsString {
    match choice {
        Choice::Debian(_) => DEBIAN_CARGO.into(),
        Choice::Active | Choice::AddTarget => {
            env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
        }
    }
}

/// What a toolchain says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compiler {
    /// Where it is installed.
    pub sysroot: Option<PathBuf>,
    /// The commit it was made of.
    pub commit: Option<String>,
}

/// Asks the compiler.
pub fn compiler(choice: &Choice, folder: &Path) -> Compiler {
    let program = match choice {
        Choice::Debian(_) => DEBIAN_RUSTC.into(),
        Choice::Active | Choice::AddTarget => rustc(),
    };
    let ask = |arguments: &[&str]| {
        let mut rustc = Command::new(&program);
        if let Choice::Debian(_) = choice {
            without_rustup(&mut rustc);
        }
        prints(rustc.args(arguments).current_dir(folder))
    };
    let version = ask(&["-vV"]).unwrap_or_default();
    let commit = version
        .lines()
        .find_map(|line| line.strip_prefix("commit-hash: "));
    Compiler {
        sysroot: ask(&["--print", "sysroot"]).map(PathBuf::from),
        commit: commit
            .filter(|commit| *commit != "unknown")
            .map(str::to_owned),
    }
}

/// Debian's programs must not find the libraries of the toolchain that runs us.
pub fn without_rustup(command: &mut Command) {
    command.env_remove("RUSTUP_TOOLCHAIN");
    command.env_remove("LD_LIBRARY_PATH");
}

/// Sets up what cargo runs. Debian's compiler only builds its standard library with what is unstable in it.
pub fn prepare(choice: &Choice, command: &mut Command) {
    match choice {
        Choice::Active | Choice::AddTarget => {}
        Choice::Debian(_) => {
            without_rustup(command);
            command.env("RUSTC", DEBIAN_RUSTC);
            command.env("RUSTC_BOOTSTRAP", "1");
        }
    }
}

/// The arguments that Debian's compiler needs for a target it has no library for.
pub fn debian_flags() -> [String; 4] {
    [
        "-L".to_owned(),
        format!("native={DEBIAN_LIBC}"),
        "-C".to_owned(),
        "link-self-contained=no".to_owned(),
    ]
}

fn rustc() -> OsString {
    env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())
}

fn rustc_prints(folder: &Path, arguments: &[&str]) -> Option<String> {
    prints(Command::new(rustc()).args(arguments).current_dir(folder))
}

fn prints(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let text = output.status.success().then_some(output.stdout)?;
    Some(String::from_utf8(text).ok()?.trim_end().to_owned())
}

fn has_std(library: &Path) -> bool {
    let is_std = |name: &OsStr| {
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    };
    let entries = fs::read_dir(library).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name()).any(|it| is_std(&it))
}

fn look_for_debian(folder: &Path) -> Option<Debian> {
    let is_there = |path: &str| Path::new(path).exists();
    if ![DEBIAN_CARGO, DEBIAN_RUSTC, DEBIAN_LIBC]
        .into_iter()
        .all(is_there)
    {
        return None;
    }
    let mut rustc = Command::new(DEBIAN_RUSTC);
    without_rustup(&mut rustc);
    let sysroot = PathBuf::from(prints(rustc.args(["--print", "sysroot"]))?);
    let std = sysroot.join(SOURCE).join("library/std/Cargo.toml");
    let linker = std
        .is_file()
        .then(|| linkers(folder).into_iter().find(|it| it.exists()))??;
    Some(Debian { linker })
}

/// rustup's toolchains bring a linker for wasm along; Debian has it in a package of its own.
fn linkers(folder: &Path) -> Vec<PathBuf> {
    let sysroot = rustc_prints(folder, &["--print", "sysroot"]);
    let hosts = sysroot.map(|sysroot| Path::new(&sysroot).join("lib/rustlib"));
    let in_folder = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect()
    };
    let of_rust = hosts.iter().flat_map(|hosts| in_folder(hosts));
    let of_rust = of_rust.map(|host| host.join("bin/rust-lld"));
    let is_lld = |path: &PathBuf| {
        let name = path.file_name().map(OsStr::to_string_lossy);
        name.is_some_and(|name| name.starts_with("wasm-ld-"))
    };
    let of_debian = in_folder(Path::new("/usr/bin")).into_iter().filter(is_lld);
    of_rust.chain(of_debian).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(active: Active, rustup: bool, debian: bool) -> Found {
        let linker = PathBuf::from("/usr/bin/wasm-ld-22");
        Found {
            active,
            rustup,
            debian: debian.then_some(Debian { linker }),
        }
    }

    fn debian() -> Choice {
        Choice::Debian(found(Active::Missing, false, true).debian.unwrap())
    }

    #[test]
    fn an_installed_target_is_taken_before_anything_is_added() {
        for (rustup, with_debian) in [(false, false), (true, false), (false, true), (true, true)] {
            let found = found(Active::WithTarget, rustup, with_debian);
            assert_eq!(choose(Wanted::Auto, &found).unwrap(), Choice::Active);
            assert_eq!(choose(Wanted::Rustup, &found).unwrap(), Choice::Active);
        }
    }

    #[test]
    fn rustup_adds_what_is_missing_and_debian_is_the_last_resort() {
        let auto = |found| choose(Wanted::Auto, &found).unwrap();
        assert_eq!(
            auto(found(Active::WithoutTarget, true, true)),
            Choice::AddTarget
        );
        assert_eq!(auto(found(Active::WithoutTarget, false, true)), debian());
        assert_eq!(auto(found(Active::Missing, false, true)), debian());
        assert_eq!(
            auto(found(Active::Missing, true, true)),
            debian(),
            "rustup without a toolchain cannot add anything to it"
        );
    }

    #[test]
    fn what_is_asked_for_is_taken_or_nothing() {
        let with_both = found(Active::WithTarget, true, true);
        assert_eq!(choose(Wanted::Debian, &with_both).unwrap(), debian());
        let without_debian = found(Active::WithTarget, true, false);
        assert!(choose(Wanted::Debian, &without_debian).is_err());
        let without_target = found(Active::WithoutTarget, false, true);
        assert!(choose(Wanted::Rustup, &without_target).is_err());
    }

    #[test]
    fn without_any_both_ways_are_named() {
        for wanted in [Wanted::Auto, Wanted::Rustup, Wanted::Debian] {
            let error = choose(wanted, &found(Active::Missing, true, false)).unwrap_err();
            let error = error.to_string();
            assert!(error.contains("rustup target add wasm32-wasip1"), "{error}");
            assert!(error.contains("apt-get install"), "{error}");
        }
    }

    #[test]
    fn the_variable_has_three_values() {
        let parse = |value: &str| Wanted::parse(Some(OsStr::new(value)));
        assert_eq!(Wanted::parse(None).unwrap(), Wanted::Auto);
        assert_eq!(parse("auto").unwrap(), Wanted::Auto);
        assert_eq!(parse("rustup").unwrap(), Wanted::Rustup);
        assert_eq!(parse("debian").unwrap(), Wanted::Debian);
        assert!(parse("Debian").is_err());
    }
}
