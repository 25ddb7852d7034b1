//! Texts in the server's messages, in quotes and escaped as it does. Must not decide which texts those are.

use std::fmt::{self, Write as _};

/// Shows a text in quotes, the way the server's messages do.
///
/// It differs from Rust's `{:?}` in what cannot be printed:
///
/// ```
/// assert_eq!(nd_rules::quoted::quoted("a \"b\"\u{7}\0").to_string(), r#""a \"b\"\a\x00""#);
/// ```
#[must_use]
pub fn quoted(text: &str) -> Quoted<'_> {
    Quoted(text)
}

/// A text that shows in quotes; [`quoted`] makes it.
#[derive(Debug, Clone, Copy)]
pub struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        self.0
            .chars()
            .try_for_each(|character| write_escaped(f, character))?;
        f.write_char('"')
    }
}

/// Shows a text in quotes, the way the server's messages about durations do: what is not ASCII byte by byte, and control characters, too.
///
/// ```
/// assert_eq!(nd_rules::quoted::bytewise("5\u{b5}\n").to_string(), r#""5\xc2\xb5\x0a""#);
/// ```
#[must_use]
pub fn bytewise(text: &str) -> Bytewise<'_> {
    Bytewise(text)
}

/// A text that shows in quotes; [`bytewise`] makes it.
#[derive(Debug, Clone, Copy)]
pub struct Bytewise<'a>(&'a str);

impl fmt::Display for Bytewise<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        self.0.bytes().try_for_each(|byte| match byte {
            b'"' | b'\\' => write!(f, "\\{}", char::from(byte)),
            // 0x7f stays as it is.
            b' '..=0x7f => f.write_char(char::from(byte)),
            0..b' ' | 0x80.. => write!(f, "\\x{byte:02x}"),
        })?;
        f.write_char('"')
    }
}

fn write_escaped(f: &mut fmt::Formatter<'_>, character: char) -> fmt::Result {
    match character {
        '"' => f.write_str("\\\""),
        '\\' => f.write_str("\\\\"),
        '\u{7}' => f.write_str("\\a"),
        '\u{8}' => f.write_str("\\b"),
        '\t' => f.write_str("\\t"),
        '\n' => f.write_str("\\n"),
        '\u{b}' => f.write_str("\\v"),
        '\u{c}' => f.write_str("\\f"),
        '\r' => f.write_str("\\r"),
        '\0'..=' ' | '\u{7f}' if character != ' ' => write!(f, "\\x{:02x}", u32::from(character)),
        _ if is_printable(character) => f.write_char(character),
        '\0'..='\u{ffff}' => write!(f, "\\u{:04x}", u32::from(character)),
        '\u{10000}'.. => write!(f, "\\U{:08x}", u32::from(character)),
    }
}

/// Whether Rust would print it, too, after another character: alone it escapes marks that combine.
fn is_printable(character: char) -> bool {
    if character.is_ascii() {
        return true;
    }
    let mut after_another = String::from("a");
    after_another.push(character);
    after_another.escape_debug().count() == 2
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_can_be_printed_stays() {
        for text in [
            "",
            "plain text",
            "it's",
            "Gymnopédie",
            "e\u{301}",
            "日本",
            "🎺",
        ] {
            assert_eq!(quoted(text).to_string(), format!("\"{text}\""));
        }
    }

    #[test]
    fn everything_else_is_escaped() {
        for (text, shown) in [
            ("\"\\", r#""\"\\""#),
            ("\u{7}\u{8}\t\n\u{b}\u{c}\r", r#""\a\b\t\n\v\f\r""#),
            ("\0\u{1b}\u{7f}", r#""\x00\x1b\x7f""#),
            (
                "\u{80}\u{a0}\u{ad}\u{2028}\u{feff}",
                r#""\u0080\u00a0\u00ad\u2028\ufeff""#,
            ),
            ("\u{e0001}\u{10ffff}", r#""\U000e0001\U0010ffff""#),
        ] {
            assert_eq!(quoted(text).to_string(), shown);
        }
    }

    proptest! {
        #[test]
        fn nothing_unprintable_is_left(text in any::<String>()) {
            let shown = quoted(&text).to_string();
            prop_assert!(!shown.chars().any(char::is_control), "{shown}");
        }
    }
}
