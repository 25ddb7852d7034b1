//! Why a script of a test is not for a request, in a word or two, and the nearest script first.
//!
//! Must not compare anything itself.

use std::fmt::Write;

/// Longer bodies and values of headers are cut off: who knows their beginning knows which request it is.
const SHOWN_CHARACTERS: usize = 200;

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::testing::fake) struct Miss {
    part: Part,
    text: String,
}

/// What does not fit: the later in this list, the further off a script is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::testing::fake) enum Part {
    Condition,
    Header,
    Query,
    Method,
    Path,
    Server,
}

/// A script that is not for the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::testing::fake) struct Candidate {
    /// As its author wrote it.
    pub(in crate::testing::fake) written: String,
    pub(in crate::testing::fake) misses: Vec<Miss>,
}

impl Miss {
    pub(in crate::testing::fake) fn new(part: Part, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { part, text }
    }
}

impl Candidate {
    /// The part that is furthest off, then how many there are.
    fn distance(&self) -> (Option<Part>, usize) {
        (self.furthest(), self.misses.len())
    }

    fn furthest(&self) -> Option<Part> {
        self.misses.iter().map(|miss| miss.part).max()
    }

    fn lines(&self) -> String {
        let is_elsewhere = self.furthest() == Some(Part::Server);
        // On another server nothing else is worth comparing.
        let shown = |miss: &&Miss| !is_elsewhere || miss.part == Part::Server;
        let misses = self.misses.iter().filter(shown);
        let misses: String = misses
            .map(|miss| format!("        {}\n", miss.text))
            .collect();
        format!("    {}\n{misses}", self.written)
    }
}

/// All scripts with what does not fit, under a heading.
pub(in crate::testing::fake) fn list(heading: &str, mut candidates: Vec<Candidate>) -> String {
    candidates.sort_by_key(Candidate::distance);
    let lines: String = candidates.iter().map(Candidate::lines).collect();
    match candidates.len() {
        0 => format!("{heading}:\n    none\n"),
        1 => format!("{heading}:\n{lines}"),
        _ => format!("{heading}, the nearest first:\n{lines}"),
    }
}

/// A text on one line, and only its beginning where it is long.
pub(in crate::testing::fake) fn shortened(text: &str) -> String {
    let mut line = String::new();
    for character in text.chars().take(SHOWN_CHARACTERS) {
        match character.is_control() {
            true => line.extend(character.escape_debug()),
            false => line.push(character),
        }
    }
    if text.chars().count() > SHOWN_CHARACTERS {
        // Writing to a string cannot fail.
        let _ = write!(line, "… ({} bytes)", text.len());
    }
    line
}
