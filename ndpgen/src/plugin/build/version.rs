//! The version of a plugin stands in Cargo.toml and in the manifest: compared, and the second one set to the first. Must not touch anything else of the manifest.

use std::fs;
use std::io::Write as _;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context as _, Result};
use semver::Version;
use tempfile::NamedTempFile;

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

/// Puts a text in the place of a file, at once and as a whole.
///
/// # Errors
/// The file cannot be written.
pub fn replace(path: &Path, text: &str) -> Result<()> {
    let context = || format!("writing {}", path.display());
    // A link stays one.
    let path = path.canonicalize().with_context(context)?;
    let folder = path.parent().unwrap_or(&path);
    let permissions = fs::metadata(&path).with_context(context)?.permissions();
    let mut file = NamedTempFile::new_in(folder).with_context(context)?;
    file.write_all(text.as_bytes()).with_context(context)?;
    file.as_file()
        .set_permissions(permissions)
        .with_context(context)?;
    file.persist(&path).with_context(context)?;
    Ok(())
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

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_permissions_stay_theirs() -> Result<()> {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir()?;
        let [file, link] = ["file.json", "manifest.json"].map(|name| folder.path().join(name));
        fs::write(&file, "old")?;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640))?;
        std::os::unix::fs::symlink(&file, &link)?;
        replace(&link, "new")?;
        assert!(fs::symlink_metadata(&link)?.is_symlink());
        assert_eq!(fs::read_to_string(&file)?, "new");
        assert_eq!(fs::metadata(&file)?.permissions().mode() & 0o777, 0o640);
        Ok(())
    }
}
