//! What differs between the patterns of Go and those of the crate regex. Must not judge what both read alike.

use std::iter::Peekable;
use std::str::Chars;

use super::Problem;

/// More copies of anything Go does not make.
const MOST_COPIES: u64 = 1_000;
/// The letters of flags, and the sign that turns them off.
const FLAGS: &str = "imsU-";

/// The pattern as the crate regex takes it.
///
/// # Errors
/// What Go refuses, and the crate regex does not.
pub(super) fn translate(pattern: &str) -> Result<String, Problem> {
    let mut translator = Translator {
        chars: pattern.chars().peekable(),
        translated: String::with_capacity(pattern.len()),
        groups: Vec::new(),
        copies: 0,
        last: Last::Nothing,
    };
    while let Some(char) = translator.chars.next() {
        translator.step(char)?;
    }
    Ok(translator.translated)
}

/// What a repetition would be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    /// As often as its innermost part is copied.
    Item(u64),
    Repetition,
}

struct Translator<'a> {
    chars: Peekable<Chars<'a>>,
    translated: String,
    /// Around the current place, the copies in each group up to here.
    groups: Vec<u64>,
    /// The most copies in the current group up to here.
    copies: u64,
    last: Last,
}

impl Translator<'_> {
    fn step(&mut self, char: char) -> Result<(), Problem> {
        match char {
            '\\' => self.escape()?,
            '[' => self.class()?,
            '(' => self.open()?,
            ')' => self.close(),
            '*' | '+' | '?' => {
                self.translated.push(char);
                self.repeat(None)?;
            }
            '{' => match self.braces() {
                Some((text, copies)) => {
                    self.translated.push_str(&text);
                    self.repeat(Some(copies))?;
                }
                // A brace without numbers stands for itself.
                None => self.item(r"\{"),
            },
            '|' => {
                self.translated.push('|');
                self.last = Last::Nothing;
            }
            _ => {
                self.translated.push(char);
                self.last = Last::Item(1);
            }
        }
        Ok(())
    }

    fn item(&mut self, text: &str) {
        self.translated.push_str(text);
        self.last = Last::Item(1);
    }

    fn escape(&mut self) -> Result<(), Problem> {
        match self.chars.next() {
            Some('u') => return Err(Problem::Number),
            Some('Q') => self.literal(),
            Some(char) => self.item(&format!("\\{char}")),
            None => self.item("\\"),
        }
        // Not the count of a repetition, but the number of a character or the name of a class.
        if self.translated.ends_with(r"\x") || self.translated.to_lowercase().ends_with(r"\p") {
            self.in_braces();
        }
        Ok(())
    }

    /// Up to `\E` everything stands for itself.
    fn literal(&mut self) {
        while let Some(char) = self.chars.next() {
            if char == '\\' && self.chars.next_if_eq(&'E').is_some() {
                return;
            }
            self.item(&regex::escape(char.encode_utf8(&mut [0; 4])));
        }
    }

    fn in_braces(&mut self) {
        if self.chars.peek() != Some(&'{') {
            return;
        }
        for char in self.chars.by_ref() {
            self.translated.push(char);
            if char == '}' {
                return;
            }
        }
    }

    /// In a class a bracket stands for itself, and so do signs that the crate regex reads as operations on classes.
    fn class(&mut self) -> Result<(), Problem> {
        self.item("[");
        if self.chars.next_if_eq(&'^').is_some() {
            self.translated.push('^');
        }
        let mut is_first = true;
        while let Some(char) = self.chars.next() {
            match char {
                ']' if is_first => self.translated.push_str(r"\]"),
                ']' => {
                    self.translated.push(']');
                    return Ok(());
                }
                '[' if self.chars.peek() == Some(&':') => {
                    self.translated.push('[');
                    for char in self.chars.by_ref() {
                        self.translated.push(char);
                        if char == ']' {
                            break;
                        }
                    }
                }
                '[' | '&' | '~' => self.translated.extend(['\\', char]),
                '\\' if self.chars.peek() == Some(&'u') => return Err(Problem::Number),
                '\\' => {
                    self.translated.push('\\');
                    self.translated.extend(self.chars.next());
                }
                _ => self.translated.push(char),
            }
            is_first = false;
        }
        Ok(())
    }

    fn open(&mut self) -> Result<(), Problem> {
        self.translated.push('(');
        self.groups.push(std::mem::take(&mut self.copies));
        self.last = Last::Nothing;
        if self.chars.next_if_eq(&'?').is_none() {
            return Ok(());
        }
        self.translated.push('?');
        // A name, or what the crate regex has a word of its own for.
        if let Some('P' | '<' | '=' | '!') = self.chars.peek() {
            self.translated.extend(self.chars.next());
            return Ok(());
        }
        while let Some(flag) = self.chars.next_if(|char| !":)".contains(*char)) {
            if !FLAGS.contains(flag) {
                let problem = format!("it has no flag `{flag}`");
                return Err(Problem::Syntax(problem));
            }
            self.translated.push(flag);
        }
        self.translated.extend(self.chars.next_if_eq(&':'));
        Ok(())
    }

    fn close(&mut self) {
        self.translated.push(')');
        self.last = Last::Item(self.copies.max(1));
        let around = self.groups.pop().unwrap_or_default();
        self.copies = self.copies.max(around);
    }

    /// `copies` if the repetition says how many it makes.
    fn repeat(&mut self, copies: Option<u64>) -> Result<(), Problem> {
        self.translated.extend(self.chars.next_if_eq(&'?'));
        let item = match self.last {
            Last::Repetition => return Err(Problem::RepeatsRepetition),
            Last::Nothing => 1,
            Last::Item(item) => item,
        };
        let copies = copies.unwrap_or(1).saturating_mul(item);
        if copies > MOST_COPIES {
            return Err(Problem::Repeats);
        }
        self.copies = self.copies.max(copies);
        self.last = Last::Repetition;
        Ok(())
    }

    /// `{2}`, `{2,}` or `{2,3}`, with the copies that it makes. Takes nothing if there is something else.
    fn braces(&mut self) -> Option<(String, u64)> {
        let mut ahead = self.chars.clone();
        let mut inside = String::new();
        while let Some(char) = ahead.next_if(|char| char.is_ascii_digit() || *char == ',') {
            inside.push(char);
        }
        ahead.next_if_eq(&'}')?;
        let (least, most) = inside.split_once(',').unwrap_or((&inside, &inside));
        if least.is_empty() || most.contains(',') {
            return None;
        }
        let most = if most.is_empty() { least } else { most };
        let copies = most.parse().unwrap_or(u64::MAX);
        self.chars = ahead;
        Some((format!("{{{inside}}}"), copies))
    }
}
