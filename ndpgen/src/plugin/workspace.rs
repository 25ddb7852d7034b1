//! What cargo says of the crate or workspace in a folder. Must not build anything, nor judge what it says.

use std::env;
use std::fmt::{self, Display, Formatter};
use std::path::{Path, absolute};
use std::process::Command;

use cargo_metadata::{Metadata, MetadataCommand, Package};

/// The mark of the folder of a crate or workspace.
pub const CARGO_TOML: &str = "Cargo.toml";

/// Why cargo says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Silence {
    /// It does not run, for this reason.
    NoCargo(String),
    /// It cannot read the crate; in its words.
    Refused(String),
    /// It says something that nobody understands.
    Garbled(String),
}

/// The members of the workspace, without a look at what they depend on. Needs no network.
///
/// # Errors
/// Cargo does not run, or cannot read the crate.
pub fn members(folder: &Path) -> Result<Metadata, Silence> {
    let mut question = MetadataCommand::new();
    question.no_deps().other_options(["--offline".to_owned()]);
    ask(folder, &mut question, |_| {})
}

/// Asks for the crate or workspace in this folder, as whoever works there would: what is configured there counts.
///
/// # Errors
/// Cargo does not run, or cannot read the crate.
pub fn ask(
    folder: &Path,
    question: &mut MetadataCommand,
    prepare: impl FnOnce(&mut Command),
) -> Result<Metadata, Silence> {
    question
        .manifest_path(folder.join(CARGO_TOML))
        .current_dir(folder);
    let mut command = question.cargo_command();
    keep_target_dir(&mut command);
    prepare(&mut command);
    let output = command.output();
    let output = output.map_err(|error| Silence::NoCargo(error.to_string()))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        return Err(Silence::Refused(complaint.trim_end().to_owned()));
    }
    let answer = String::from_utf8_lossy(&output.stdout);
    MetadataCommand::parse(answer).map_err(|error| Silence::Garbled(error.to_string()))
}

/// A folder that a variable names is seen from where the user is, also when cargo runs elsewhere.
fn keep_target_dir(command: &mut Command) {
    for name in ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"] {
        let folder = env::var_os(name).filter(|it| !it.is_empty());
        if let Some(Ok(folder)) = folder.map(absolute) {
            command.env(name, folder);
        }
    }
}

/// The package in this very folder; none for a workspace without one.
pub fn package_in<'a>(metadata: &'a Metadata, folder: &Path) -> Option<&'a Package> {
    let folder = folder.canonicalize().ok()?;
    let is_here = |package: &&Package| {
        let its_folder = package.manifest_path.parent();
        its_folder.is_some_and(|it| it.as_std_path().canonicalize().is_ok_and(|it| it == folder))
    };
    metadata.workspace_packages().into_iter().find(is_here)
}

impl Silence {
    /// In a line: of a refusal what cargo says first, and what it says is the cause of it.
    pub fn in_short(&self) -> String {
        let Silence::Refused(complaint) = self else {
            return self.to_string();
        };
        let lines = complaint.lines().map(str::trim);
        let mut lines = lines.filter(|line| !line.is_empty());
        let first = lines.next().unwrap_or("it does not say why");
        let first = first.strip_prefix("error: ").unwrap_or(first);
        match lines.skip_while(|line| *line != "Caused by:").nth(1) {
            Some(cause) => format!("{first}: {cause}"),
            None => first.to_owned(),
        }
    }
}

impl Display for Silence {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Silence::NoCargo(why) => write!(f, "cargo does not run: {why}"),
            Silence::Refused(complaint) => f.write_str(complaint),
            Silence::Garbled(why) => write!(f, "cargo does not say what is in the crate: {why}"),
        }
    }
}

impl std::error::Error for Silence {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_refusal_the_first_line_and_the_cause_are_told() {
        let refused = |text: &str| Silence::Refused(text.to_owned()).in_short();
        let complaint = "error: failed to parse manifest at `/a/Cargo.toml`\n\nCaused by:\n  no targets specified\n  more";
        assert_eq!(
            refused(complaint),
            "failed to parse manifest at `/a/Cargo.toml`: no targets specified"
        );
        assert_eq!(refused("error: nothing there"), "nothing there");
        assert_eq!(refused(""), "it does not say why");
    }

    #[test]
    fn the_package_of_a_folder_is_the_one_in_it_and_not_the_one_above() {
        let folder = tempfile::tempdir().unwrap();
        let crate_in = |place: &str, rest: &str| {
            let folder = folder.path().join(place);
            std::fs::create_dir_all(folder.join("src")).unwrap();
            let name = format!("[package]\nname = \"{place}x\"\nedition = \"2024\"\n{rest}");
            std::fs::write(folder.join(CARGO_TOML), name).unwrap();
            std::fs::write(folder.join("src/lib.rs"), "").unwrap();
        };
        crate_in("", "[workspace]\nmembers = [\"inner\"]\n");
        crate_in("inner", "");
        let metadata = members(folder.path()).unwrap();
        let name_in = |place: &str| {
            let package = package_in(&metadata, &folder.path().join(place));
            package.map(|package| package.name.to_string())
        };
        assert_eq!(name_in("").as_deref(), Some("x"));
        assert_eq!(name_in("inner").as_deref(), Some("innerx"));
        assert_eq!(name_in("src"), None);
    }
}
