//! Percent-encoding: what an escape is. Must not know in which part of a URL it stands.

/// Whether a text begins with an escape: a percent sign and two hexadecimal digits.
#[must_use]
pub fn begins_with_escape(text: &str) -> bool {
    matches!(text.as_bytes(), [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

/// Whether every percent sign of a text begins an escape.
#[must_use]
pub fn escapes_are_whole(text: &str) -> bool {
    text.match_indices('%')
        .all(|(position, _)| begins_with_escape(&text[position..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_has_two_hexadecimal_digits() {
        for text in ["%20", "%aF rest", "%00"] {
            assert!(begins_with_escape(text), "{text}");
        }
        for text in ["", "%", "%2", "%2g", "%é", "a%20", "%%20"] {
            assert!(!begins_with_escape(text), "{text}");
        }
    }

    #[test]
    fn one_broken_escape_is_enough() {
        assert!(escapes_are_whole("") && escapes_are_whole("a%20b%C3%A9"));
        assert!(!escapes_are_whole("a%20b%") && !escapes_are_whole("%%20"));
    }
}
