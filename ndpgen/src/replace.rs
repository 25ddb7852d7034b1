//! Files replaced at once and as a whole: nobody ever reads half of one. Must not decide what is in them.

use std::fs::{self, Permissions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tempfile::NamedTempFile;

/// New contents of a file, beside it, which only have to be renamed into its place.
#[derive(Debug)]
pub struct Prepared {
    file: NamedTempFile,
    target: PathBuf,
}

/// Writes new contents beside a file. A link stays a link: what it points to is replaced. Permissions stay, too.
///
/// # Errors
/// The folder is not there, or nothing can be written in it.
pub fn prepare(path: &Path, contents: &[u8]) -> Result<Prepared> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let file = written(&target, contents).with_context(|| target.display().to_string())?;
    Ok(Prepared { file, target })
}

/// Puts contents in the place of a file.
///
/// # Errors
/// The file cannot be written. Then it is what it was before.
pub fn replace(path: &Path, contents: &[u8]) -> Result<()> {
    prepare(path, contents)?.commit()
}

impl Prepared {
    /// # Errors
    /// The place is taken by something that is no file, or is closed to us.
    pub fn commit(self) -> Result<()> {
        let Self { file, target } = self;
        let renamed = file.persist(&target).map_err(|failed| failed.error);
        renamed
            .map(drop)
            .with_context(|| target.display().to_string())
    }
}

fn written(target: &Path, contents: &[u8]) -> io::Result<NamedTempFile> {
    let folder = target.parent().filter(|it| !it.as_os_str().is_empty());
    let mut file = temporary(folder.unwrap_or(Path::new(".")))?;
    file.write_all(contents)?;
    if let Ok(metadata) = fs::metadata(target) {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    Ok(file)
}

/// A temporary file with the permissions that any new file would have.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".ndpgen-");
    #[cfg(unix)]
    let builder =
        builder.permissions(<Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666));
    builder.tempfile_in(folder)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    #[test]
    fn a_link_stays_a_link_and_permissions_stay_theirs() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let [file, link] = ["file.json", "manifest.json"].map(|name| folder.path().join(name));
        fs::write(&file, "old")?;
        fs::set_permissions(&file, Permissions::from_mode(0o640))?;
        symlink(&file, &link)?;
        replace(&link, b"new")?;
        assert!(fs::symlink_metadata(&link)?.is_symlink());
        assert_eq!(fs::read_to_string(&file)?, "new");
        assert_eq!(fs::metadata(&file)?.permissions().mode() & 0o777, 0o640);
        Ok(())
    }

    #[test]
    fn a_new_file_is_like_any_other_and_nothing_stays_beside_it() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let [ours, other] = ["ours", "other"].map(|name| folder.path().join(name));
        fs::write(&other, "")?;
        replace(&ours, b"new")?;
        let mode = |path: &Path| Ok::<_, io::Error>(fs::metadata(path)?.permissions().mode());
        assert_eq!(mode(&ours)?, mode(&other)?);
        fs::create_dir(folder.path().join("taken"))?;
        assert!(replace(&folder.path().join("taken"), b"new").is_err());
        assert_eq!(fs::read_dir(folder.path())?.count(), 3);
        Ok(())
    }
}
