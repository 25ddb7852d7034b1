//! What does not fit together in a file of music. Must not know what the file is about.

use std::fmt;
use std::path::Path;

use anyhow::{Result, anyhow};

/// Where the text comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    File(&'a Path),
    Text,
}

/// All that is wrong, in the order of the lines.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<(u64, String)>);

impl Place<'_> {
    fn line(&self, line: u64) -> String {
        match self {
            Self::File(path) => format!("{}:{line}", path.display()),
            Self::Text => format!("line {line}"),
        }
    }

    /// What the text cannot be read for.
    pub(super) fn unreadable(&self, error: &serde_yaml::Error) -> anyhow::Error {
        let line = error.location().map_or(1, |location| location.line());
        anyhow!("{}: {}", self.line(line), error.without_snippet())
    }
}

impl Problems {
    pub(super) fn add(&mut self, line: u64, text: impl Into<String>) {
        self.0.push((line, text.into()));
    }

    /// `what` is none of those that there are.
    pub(super) fn unknown<'a>(
        &mut self,
        line: u64,
        what: &str,
        name: impl fmt::Debug,
        known: impl Iterator<Item = &'a str>,
    ) {
        let known: Vec<&str> = known.take(KNOWN_SHOWN + 1).collect();
        let shown = known[..known.len().min(KNOWN_SHOWN)].join(", ");
        let known = match known.len() {
            0 => "there is none".to_owned(),
            1..=KNOWN_SHOWN => format!("there are {shown}"),
            _ => format!("there are {shown}, …"),
        };
        self.add(line, format!("there is no {what} {name:?}: {known}"));
    }

    /// # Errors
    /// There are problems.
    pub(super) fn none(mut self, place: &Place<'_>) -> Result<()> {
        self.0.sort_by_key(|(line, _)| *line);
        let lines: Vec<String> = self
            .0
            .iter()
            .map(|(line, text)| format!("{}: {text}", place.line(*line)))
            .collect();
        match lines.is_empty() {
            true => Ok(()),
            false => Err(anyhow!(lines.join("\n"))),
        }
    }
}

/// How many of those that there are a message lists.
const KNOWN_SHOWN: usize = 8;
