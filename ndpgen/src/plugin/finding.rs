//! Findings: what is wrong with a plugin, where, why, and what to do about it; collected, sorted and shown. Must not find anything.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::ops::Range;

use anstyle::Style;
use nd_package::package::MANIFEST;
use serde::Serialize;
use serde::ser::{SerializeStruct as _, Serializer};

use super::code::{Code, Severity};
use crate::diag::{Snippet, plural};
use crate::source::{LineIndex, Position};

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub code: Code,
    pub place: Place,
    /// What is wrong and why that matters, without a full stop at its end.
    pub message: String,
    /// What to do about it, without a full stop at its end.
    pub fix: String,
}

/// Where something is. In the order in which findings are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The file or folder as a whole.
    Package,
    /// An entry of the archive or folder.
    Entry(String),
    /// `Cargo.toml` of the crate.
    CargoToml,
    /// These bytes of `manifest.json`.
    Manifest(Range<usize>),
    /// `plugin.wasm` as a whole.
    Wasm,
    /// A function that `plugin.wasm` imports.
    Import { module: String, name: String },
    /// A function that `plugin.wasm` exports.
    Export(String),
}

/// Takes findings: of each code as many as anybody reads, and of those beyond only the number.
#[derive(Debug, Default)]
pub struct Findings {
    found: Vec<Finding>,
    counts: BTreeMap<Code, usize>,
}

/// A file of some megabytes can have millions of faults.
const LISTED: usize = 50;
/// Names in the WebAssembly have up to 100,000 bytes.
const SHOWN: usize = 100;

impl Findings {
    pub fn report(
        &mut self,
        code: Code,
        place: Place,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if *count > LISTED {
            return;
        }
        self.found.push(Finding {
            code,
            place,
            message: message.into(),
            fix: fix.into(),
        });
    }

    /// Puts another fix in the place of each, where there is one.
    pub fn mend_fixes(&mut self, mended: impl Fn(&Finding) -> Option<String>) {
        for finding in &mut self.found {
            if let Some(fix) = mended(finding) {
                finding.fix = fix;
            }
        }
    }

    /// All of them, sorted by place; one that was found twice is there once. At the end, how many more there are.
    pub fn into_sorted(mut self) -> Vec<Finding> {
        self.found
            .sort_by_cached_key(|it| (it.place.rank(), it.code, it.message.clone()));
        self.found.dedup();
        let unlisted = self.counts.into_iter().filter(|(_, count)| *count > LISTED);
        self.found.extend(unlisted.map(|(code, count)| Finding {
            code,
            place: Place::Package,
            message: format!("and {} more findings of this kind", count - LISTED),
            fix: "mend those that are shown, and check again".to_owned(),
        }));
        self.found
    }
}

impl Place {
    fn rank(&self) -> (u8, usize, String) {
        match self {
            Place::Package => (0, 0, String::new()),
            Place::Entry(name) => (1, 0, name.clone()),
            Place::CargoToml => (2, 0, String::new()),
            Place::Manifest(span) => (3, span.start, String::new()),
            Place::Wasm => (4, 0, String::new()),
            Place::Import { module, name } => (5, 0, format!("{module}\0{name}")),
            Place::Export(name) => (6, 0, name.clone()),
        }
    }

    /// The file it is in, as the user knows it.
    fn file(&self, report: &Report) -> String {
        let checked = report.checked.as_str();
        match self {
            Place::Package => printable(checked),
            Place::Entry(name) => printable(&format!("{checked}: {}", beginning(name))),
            Place::CargoToml => "Cargo.toml".to_owned(),
            Place::Manifest(_) => printable(&report.manifest_name),
            Place::Wasm | Place::Import { .. } | Place::Export(_) => "plugin.wasm".to_owned(),
        }
    }

    /// What of the file it is.
    fn part(&self) -> Option<String> {
        match self {
            Place::Package
            | Place::Entry(_)
            | Place::CargoToml
            | Place::Manifest(_)
            | Place::Wasm => None,
            Place::Import { module, name } => {
                let (module, name) = (beginning(module), beginning(name));
                Some(printable(&format!("import {module}::{name}")))
            }
            Place::Export(name) => Some(printable(&format!("export {}", beginning(name)))),
        }
    }
}

/// All findings about a plugin, with what is needed to show them.
#[derive(Debug)]
pub struct Report {
    /// What was checked, as the user named it.
    checked: String,
    /// The file that holds the manifest.
    manifest_name: String,
    /// What is said below findings in the manifest.
    manifest_note: Option<&'static str>,
    findings: Vec<Located>,
}

#[derive(Debug)]
struct Located {
    finding: Finding,
    snippet: Option<Snippet>,
}

impl Report {
    /// `manifest` is the text that places in the manifest are about.
    pub fn new(checked: impl Into<String>, manifest: Option<&str>, findings: Findings) -> Self {
        let lines = manifest.map(|text| (text, LineIndex::new(text)));
        let snippet = |place: &Place| match (place, &lines) {
            (Place::Manifest(span), Some((text, lines))) => {
                Some(Snippet::new(lines, text, span.start, span.end))
            }
            _ => None,
        };
        let located = |finding: Finding| Located {
            snippet: snippet(&finding.place),
            finding,
        };
        Self {
            checked: checked.into(),
            manifest_name: MANIFEST.to_owned(),
            manifest_note: None,
            findings: findings.into_sorted().into_iter().map(located).collect(),
        }
    }

    /// For a manifest that is not in `manifest.json`, and a note on where it comes from.
    #[must_use]
    pub fn with_generated_manifest(mut self, name: &str, note: &'static str) -> Self {
        name.clone_into(&mut self.manifest_name);
        self.manifest_note = Some(note);
        self
    }

    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().map(|located| &located.finding)
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.findings()
            .filter(|it| it.code.severity() == severity)
            .count()
    }

    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// "2 errors and 1 warning", or "no findings".
    pub fn summary(&self) -> String {
        let of = |severity, noun| match self.count(severity) {
            0 => None,
            count => Some(plural(count, noun)),
        };
        let counts = [
            of(Severity::Error, "error"),
            of(Severity::Warning, "warning"),
        ];
        let counts: Vec<String> = counts.into_iter().flatten().collect();
        match counts.is_empty() {
            true => "no findings".to_owned(),
            false => counts.join(" and "),
        }
    }
}

/// Every finding as a block, without the summary; with colours as `{:#}`.
impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for Located { finding, snippet } in &self.findings {
            let Finding {
                code,
                place,
                message,
                fix,
            } = finding;
            let severity = code.severity();
            let style = match f.alternate() {
                true => severity.style(),
                false => Style::new(),
            };
            let message = printable(message);
            writeln!(f, "{style}{severity}[{code}]{style:#}: {message}")?;
            write!(f, "  --> {}", place.file(self))?;
            if let Some(Snippet {
                position: Position { line, column },
                ..
            }) = snippet
            {
                write!(f, ":{line}:{column}")?;
            }
            match place.part() {
                Some(part) => writeln!(f, ", {part}")?,
                None => writeln!(f)?,
            }
            if let Some(snippet) = snippet {
                snippet.write(f, "")?;
            }
            writeln!(f, "   = fix: {}\n", printable(fix))?;
        }
        let is_in_manifest = |it: &Finding| matches!(it.place, Place::Manifest(_));
        match self.manifest_note {
            Some(note) if self.findings().any(is_in_manifest) => writeln!(f, "note: {note}\n"),
            Some(_) | None => Ok(()),
        }
    }
}

/// For machines: a list of objects.
impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let of = |located| Shown {
            located,
            report: self,
        };
        serializer.collect_seq(self.findings.iter().map(of))
    }
}

/// A finding as machines get it.
struct Shown<'a> {
    located: &'a Located,
    report: &'a Report,
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Located { finding, snippet } = self.located;
        let position = snippet.as_ref().map(|snippet| snippet.position);
        let mut object = serializer.serialize_struct("Finding", 8)?;
        object.serialize_field("code", &finding.code)?;
        object.serialize_field("severity", &finding.code.severity())?;
        object.serialize_field("file", &finding.place.file(self.report))?;
        object.serialize_field("part", &finding.place.part())?;
        object.serialize_field("line", &position.map(|it| it.line))?;
        object.serialize_field("column", &position.map(|it| it.column))?;
        object.serialize_field("message", &finding.message)?;
        object.serialize_field("fix", &finding.fix)?;
        object.end()
    }
}

/// As much of a name as anybody reads.
fn beginning(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &name[..end]).into(),
        None => name.into(),
    }
}

/// Text of a plugin, or with such text in it, cannot control the terminal.
pub fn printable(text: &str) -> String {
    let printable = |char: char| match char.is_control() {
        true => char::REPLACEMENT_CHARACTER,
        false => char,
    };
    text.chars().map(printable).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let mut findings = Findings::default();
        let export = Place::Export("nd_on_\u{1b}init".to_owned());
        findings.report(
            Code::MisspeltExport,
            export,
            "looks like `nd_on_init`",
            "rename it",
        );
        findings.report(
            Code::MissingReason,
            Place::Manifest(18..20),
            "no reason",
            "add one",
        );
        findings.report(
            Code::MissingReason,
            Place::Manifest(18..20),
            "no reason",
            "add one",
        );
        Report::new("hello.ndp", Some("{\"permissions\":\n  {}}"), findings)
    }

    #[test]
    fn a_report_is_sorted_by_place_and_says_everything_once() {
        let expected = "\
warning[missing-reason]: no reason
  --> manifest.json:2:3
   |   {}}
   |   ^^
   = fix: add one

error[misspelt-export]: looks like `nd_on_init`
  --> plugin.wasm, export nd_on_\u{fffd}init
   = fix: rename it

";
        assert_eq!(report().to_string(), expected);
        assert_eq!(report().summary(), "1 error and 1 warning");
        assert!(report().has_errors());
    }

    #[test]
    fn a_report_stays_readable_whatever_a_plugin_does() {
        let mut findings = Findings::default();
        for number in 0..1_000 {
            let place = Place::Export(format!("{number}{}", "x".repeat(1_000)));
            findings.report(Code::MisspeltExport, place, "no such export", "rename it");
        }
        let report = Report::new("hello.ndp", None, findings);
        assert_eq!(report.findings().count(), LISTED + 1);
        let shown = report.to_string();
        assert!(shown.contains("and 950 more findings of this kind"));
        assert!(shown.lines().all(|line| line.len() < 200), "{shown}");
    }

    #[test]
    fn machines_get_the_same() {
        let json = serde_json::to_value(report()).unwrap();
        assert_eq!(json[0]["line"], 2);
        assert_eq!(json[0]["severity"], "warning");
        assert_eq!(json[1]["part"], "export nd_on_\u{fffd}init");
        assert_eq!(json[1]["line"], serde_json::Value::Null);
    }

    #[test]
    fn codes_are_unique_and_say_what_they_mean() {
        let mut names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            assert!(code.meaning().ends_with('.'), "{code}");
        }
    }
}
