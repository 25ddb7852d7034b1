//! Whether the server can read a pattern: it takes those of Go, which are nearly those of the crate regex. Must not match anything.

mod go;

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
    /// It repeats something more than a thousand times.
    Repeats,
    /// It repeats a repetition, as in `a**`.
    RepeatsRepetition,
    Syntax(String),
}

pub(super) fn problem(pattern: &str) -> Option<Problem> {
    let translated = match go::translate(pattern) {
        Ok(translated) => translated,
        Err(problem) => return Some(problem),
    };
    let regex = RegexBuilder::new(&translated).size_limit(LARGEST).build();
    let Err(Error::Syntax(error)) = regex else {
        return None;
    };
    // The pattern itself comes first, over some lines.
    let error = error.lines().last().unwrap_or_default();
    let error = error.trim_start_matches("error: ");
    Some(match error {
        _ if error.starts_with("look-around") => Problem::LooksAround,
        _ if error.starts_with("backreferences") => Problem::RefersBack,
        _ => Problem::Syntax(error.to_owned()),
    })
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
            Problem::Repeats => {
                "limit the length of the text with `minLength` and `maxLength` instead"
            }
            Problem::RepeatsRepetition => {
                "write one repetition, or put the inner one into a group: `(?:a*)*`"
            }
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
            Problem::Repeats => "it repeats something more than 1000 times",
            Problem::RepeatsRepetition => "it repeats a repetition",
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
            "{,5} {a {1 {1,b} {}",
            r"\\u",
            r"^[^[\]]+[]a[][&&~~]$",
            r"\Qa.b{(\E+ \Q*",
            "a*? a+? a?? a{2}? (?:a*)* (a+)+",
            "a{1000} (a{10}){100} (?:a{3}|b{333}){3} (a{0}){1000}",
            "(?im-sU:a)(?P<b>c)(?<d>e)",
        ] {
            assert_eq!(problem(pattern), None, "{pattern}");
        }
        assert_eq!(problem("(?=a)b"), Some(Problem::LooksAround));
        assert_eq!(problem("(?<!a)b"), Some(Problem::LooksAround));
        assert_eq!(problem(r"(a)\1"), Some(Problem::RefersBack));
        assert_eq!(problem(r"\u00e9"), Some(Problem::Number));
        assert_eq!(problem(r"[\u00e0-\u00ff]"), Some(Problem::Number));
        assert_eq!(
            problem("(a"),
            Some(Problem::Syntax("unclosed group".to_owned()))
        );
    }

    #[test]
    fn what_only_go_refuses_is_found() {
        for pattern in [
            "^.{1,2000}$",
            "a{1001,}",
            "(a{1000}){2}",
            "(?:a{3}|b{334}){3}",
            "((a{10})*b{11}){91,}",
            "a{99999999999999999999}",
        ] {
            assert_eq!(problem(pattern), Some(Problem::Repeats), "{pattern}");
        }
        for pattern in ["a**", "a++", "a{2}{3}", "a*{2}", "(a)?*", "[a]+?+"] {
            let expected = Some(Problem::RepeatsRepetition);
            assert_eq!(problem(pattern), expected, "{pattern}");
        }
        for pattern in ["(?x) a b", "(?i-u:a)", "(?R)a"] {
            let found = problem(pattern);
            assert!(matches!(found, Some(Problem::Syntax(_))), "{pattern}");
        }
    }
}
