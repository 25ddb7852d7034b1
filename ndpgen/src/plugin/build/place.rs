//! Where the package goes. Must not write it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf, is_separator};

use anyhow::{Result, ensure};
use nd_package::package::EXTENSION;

/// The file to write: named like the package and in the folder that is built, unless something else is asked for. What is asked for is a folder if there is
/// one, or if it ends like one.
///
/// # Errors
/// The name of the file is none that the server looks at, or is taken by a folder.
pub fn destination(folder: &Path, package: &str, out: Option<&Path>) -> Result<PathBuf> {
    let file = file(folder, package, out)?;
    ensure!(
        !file.is_dir(),
        "{} is a folder: remove it, or name another file with --out",
        file.display()
    );
    Ok(file)
}

fn file(folder: &Path, package: &str, out: Option<&Path>) -> Result<PathBuf> {
    let name = format!("{package}.{EXTENSION}");
    let Some(out) = out else {
        // `hello.ndp` rather than `./hello.ndp`.
        return Ok(folder.strip_prefix(".").unwrap_or(folder).join(name));
    };
    let ends_like_folder = out.as_os_str().to_string_lossy().ends_with(is_separator);
    if out.is_dir() || ends_like_folder {
        return Ok(out.join(name));
    }
    ensure!(
        out.extension() == Some(OsStr::new(EXTENSION)),
        "the server only sees files whose names end with .{EXTENSION}, and {} does not: give such a name, or a folder that is there or ends with a slash",
        out.display()
    );
    Ok(out.to_owned())
}

/// The id that the plugin gets from the name of its file.
pub fn id(file: &Path) -> String {
    file.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(out: Option<&Path>) -> Result<PathBuf> {
        destination(Path::new("/hello"), "my-hello", out)
    }

    #[test]
    fn a_package_is_named_like_the_crate_and_lies_beside_it() {
        let file = file(None).unwrap();
        assert_eq!(file, Path::new("/hello/my-hello.ndp"));
        assert_eq!(id(&file), "my-hello");
        let here = destination(Path::new("."), "hello", None).unwrap();
        assert_eq!(here.as_os_str(), "hello.ndp");
    }

    #[test]
    fn another_place_is_a_file_or_a_folder() {
        let file = |out| file(Some(Path::new(out)));
        assert_eq!(file("x/y.ndp").unwrap(), Path::new("x/y.ndp"));
        assert_eq!(
            file("not-there/").unwrap(),
            Path::new("not-there/my-hello.ndp")
        );
        assert!(file("y.zip").is_err());
        assert!(file("y").is_err());
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(
            destination(Path::new("."), "hello", Some(folder.path())).unwrap(),
            folder.path().join("hello.ndp")
        );
    }
}
