//! The version of a plugin stands in Cargo.toml and in the manifest: compared, and the second one set to the first. Must not write it, nor touch anything else of it.

use std::ops::Range;

use semver::Version;

use crate::plugin::json::Document;

/// Where the manifest has another version than the crate; `None` if it has the same, or no text that could be compared.
pub fn mismatch(document: &Document, of_crate: &Version) -> Option<Range<usize>> {
    let node = &document.root.get("version")?.node;
    let differs = node.text()? != of_crate.to_string();
    differs.then(|| node.span.clone())
}

/// The manifest with the version of the crate in the place of its own.
pub fn synced(document: &Document, at: Range<usize>, of_crate: &Version) -> String {
    let mut text = document.text.clone();
    // Nothing in a version has to be escaped in JSON.
    text.replace_range(at, &format!("\"{of_crate}\""));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "{\r\n  \"version\" :\"0.1.0\",\t\"ä\": {\"version\": \"0.1.0\"} }";

    fn document(text: &str) -> Document {
        Document::parse(text.to_owned()).unwrap()
    }

    #[test]
    fn only_the_bytes_of_the_version_change() {
        let document = document(MANIFEST);
        assert_eq!(mismatch(&document, &Version::new(0, 1, 0)), None);
        let version = Version::parse("1.2.3-rc.1+5").unwrap();
        let at = mismatch(&document, &version).unwrap();
        let expected = "{\r\n  \"version\" :\"1.2.3-rc.1+5\",\t\"ä\": {\"version\": \"0.1.0\"} }";
        assert_eq!(synced(&document, at, &version), expected);
    }

    #[test]
    fn a_version_that_is_no_text_is_left_to_the_check() {
        for text in ["{}", r#"{"version": 1}"#, "[]"] {
            assert_eq!(mismatch(&document(text), &Version::new(1, 0, 0)), None);
        }
    }
}
