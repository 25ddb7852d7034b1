//! Whether the server can read a pattern: it takes those of Go, which are nearly those of the crate regex. Must not match anything.

use std::fmt::{self, Display, Formatter};

use regex::{Error, RegexBuilder};

/// What a pattern may be compiled to, in bytes. Larger ones are not judged.
pub(super) const LARGEST: usize = 10 << 20;

/// Why the server cannot read a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    /// It looks ahead or behind.
    LooksAround,
    /// It refers to what a group has found.
    RefersBack,
    /// It has a character by its number, as in JavaScript.
    Number,
    Syntax(String),
}

pub(super) fn problem(pattern: &str) -> Option<Problem> {
    let escaped = escape_braces(pattern);
    if escaped.has_number {
        return Some(Problem::Number);
    }
    let build = |pattern: &str| RegexBuilder::new(pattern).size_limit(LARGEST).build();
    let Err(Error::Syntax(error)) = build(pattern) else {
        return None;
    };
    if !matches!(build(&escaped.pattern), Err(Error::Syntax(_))) {
        return None;
    }
    // The pattern itself comes first, over some lines.
    let error = error.lines().last().unwrap_or_default();
    let error = error.trim_start_matches("error: ");
    Some(match error {
        _ if error.starts_with("look-around") => Problem::LooksAround,
        _ if error.starts_with("backreferences") => Problem::RefersBack,
        _ => Problem::Syntax(error.to_owned()),
    })
}

struct Escaped {
    pattern: String,
    has_number: bool,
}

/// A brace without a number stands for itself in Go, but not in our crate.
fn escape_braces(given: &str) -> Escaped {
    let mut pattern = String::with_capacity(given.len());
    let mut has_number = false;
    let mut chars = given.chars().peekable();
    while let Some(char) = chars.next() {
        let is_count = chars.peek().is_some_and(char::is_ascii_digit);
        if char == '{' && !is_count {
            pattern.push('\\');
        }
        pattern.push(char);
        if char == '\\' {
            has_number |= chars.peek() == Some(&'u');
            pattern.extend(chars.next());
        }
    }
    Escaped {
        pattern,
        has_number,
    }
}

impl Problem {
    pub(super) fn fix(&self) -> &'static str {
        match self {
            Problem::LooksAround => {
                "write it without `(?=`, `(?!`, `(?<=` and `(?<!`, or let the plugin check the value"
            }
            Problem::RefersBack => {
                "write it without `\\1` and the like, or let the plugin check the value"
            }
            Problem::Number => "write the character itself",
            Problem::Syntax(_) => {
                "correct it; in JSON, `\\\\` before one of `( ) [ ] { } * + ? . | ^ $` makes it stand for itself"
            }
        }
    }
}

impl Display for Problem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Problem::LooksAround => "it looks ahead or behind",
            Problem::RefersBack => "it refers back to a group",
            Problem::Number => "`\\u` is no escape of its regular expressions",
            Problem::Syntax(error) => error,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_go() {
        for pattern in [
            "^a+$",
            "(?i)a",
            "[[:alpha:]]",
            r"^[\p{L}\d_\-/]{1,64}$",
            "^{artist}$",
            r"\\u",
            "((a{1000}){1000}){9}",
        ] {
            assert_eq!(problem(pattern), None, "{pattern}");
        }
        assert_eq!(problem("(?=a)b"), Some(Problem::LooksAround));
        assert_eq!(problem("(?<!a)b"), Some(Problem::LooksAround));
        assert_eq!(problem(r"(a)\1"), Some(Problem::RefersBack));
        assert_eq!(problem(r"\u00e9"), Some(Problem::Number));
        assert_eq!(
            problem("(a"),
            Some(Problem::Syntax("unclosed group".to_owned()))
        );
    }
}
