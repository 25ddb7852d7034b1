//! The mark of texts that a new plugin begins with, and its author has still to write. Must not know where such texts stand.

/// What they begin with.
pub const MARK: &str = "To do: ";

/// Whether a text is still one of those.
pub fn is_placeholder(text: &str) -> bool {
    text.starts_with(MARK.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_a_placeholder_as_long_as_it_has_the_mark() {
        assert!(is_placeholder(&format!("{MARK}say why")));
        assert!(is_placeholder("To do:"));
        assert!(!is_placeholder("Asks what there is to do: nothing else"));
    }
}
