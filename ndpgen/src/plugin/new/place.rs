//! The folder of a new crate: all of it appears at once, or nothing does. Must not know what is in the files.

use anyhow::{Context as _, Result, bail};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

use crate::files::Artifact;
use crate::plugin::workspace::{CARGO_TOML, Silence, members};

/// How a crate gets on with the workspace around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Neighbourhood {
    /// There is none, or it leaves the folder out.
    Alone,
    /// It takes the folder for a member; its root.
    Member(PathBuf),
    /// It does not, and cargo would complain: the crate has to be a workspace of its own. The root of the other one, if cargo names it.
    Apart(Option<PathBuf>),
}

/// A folder that is being filled: the files are in a hidden one until they [`settle`](Self::settle).
#[derive(Debug)]
pub struct Place {
    folder: PathBuf,
    staged: TempDir,
    /// Folders on the way that were not there, the outermost first; they go again unless everything works.
    made: Vec<PathBuf>,
    settled: bool,
}

impl Place {
    /// # Errors
    /// There is something in the folder, it is none, or nothing can be written there.
    pub fn prepare(folder: &Path) -> Result<Self> {
        let folder = std::path::absolute(folder)?;
        let shown = folder.display().to_string();
        let is_there = check_empty(&folder)?;
        let around = match is_there {
            true => folder.as_path(),
            false => folder.parent().unwrap_or(&folder),
        };
        let mut made = missing(around);
        let mut builder = tempfile::Builder::new();
        builder.prefix(".ndpgen-");
        open_to_all(&mut builder);
        let made_here = fs::create_dir_all(around).and_then(|()| builder.tempdir_in(around));
        let staged = match made_here {
            Ok(staged) => staged,
            Err(error) => {
                remove_empty(&made);
                return Err(error).context(shown);
            }
        };
        if !is_there {
            made.push(folder.clone());
        }
        Ok(Self {
            folder,
            staged,
            made,
            settled: false,
        })
    }

    /// Writes the files to the hidden folder, over those of an earlier time.
    ///
    /// # Errors
    /// Something cannot be written.
    pub fn stage(&self, files: &[Artifact]) -> Result<()> {
        for file in files {
            let path = self.staged.path().join(&file.path);
            let folder = path.parent().unwrap_or(self.staged.path());
            fs::create_dir_all(folder)
                .and_then(|()| fs::write(&path, &file.contents))
                .with_context(|| self.folder.join(&file.path).display().to_string())?;
        }
        Ok(())
    }

    /// What cargo says about the hidden folder, which stands where the crate will be. Where there is no cargo the crate is alone.
    pub fn neighbourhood(&self) -> Neighbourhood {
        let mut around = self.folder.ancestors().skip(1);
        if !around.any(|folder| folder.join(CARGO_TOML).is_file()) {
            return Neighbourhood::Alone;
        }
        match members(self.staged.path()) {
            Ok(metadata) => {
                let root = metadata.workspace_root.into_std_path_buf();
                let own = self.staged.path();
                let is_own = own.canonicalize().is_ok_and(|own| own == root) || own == root;
                match is_own {
                    true => Neighbourhood::Alone,
                    false => Neighbourhood::Member(root),
                }
            }
            Err(Silence::Refused(complaint)) if is_stranger(&complaint) => {
                Neighbourhood::Apart(workspace_of(&complaint))
            }
            Err(_) => Neighbourhood::Alone,
        }
    }

    /// Moves the files to where they belong.
    ///
    /// # Errors
    /// Something is in the way. Then the folder is what it was.
    pub fn settle(mut self) -> Result<()> {
        let shown = || self.folder.display().to_string();
        if !self.folder.exists() {
            fs::rename(self.staged.path(), &self.folder).with_context(shown)?;
            self.settled = true;
            return Ok(());
        }
        let mut moved: Vec<(PathBuf, PathBuf)> = Vec::new();
        for entry in fs::read_dir(self.staged.path()).with_context(shown)? {
            let from = entry.with_context(shown)?.path();
            let to = self.folder.join(from.file_name().unwrap_or_default());
            if let Err(error) = fs::rename(&from, &to) {
                for (from, to) in &moved {
                    let _ = fs::rename(to, from);
                }
                return Err(error).with_context(|| to.display().to_string());
            }
            moved.push((from, to));
        }
        self.settled = true;
        Ok(())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if !self.settled {
            let _ = fs::remove_dir_all(self.staged.path());
            remove_empty(&self.made);
        }
    }
}

/// Whether the folder is there.
///
/// # Errors
/// There is something in it. The hidden folder of a fresh git repository does not count.
fn check_empty(folder: &Path) -> Result<bool> {
    let shown = folder.display();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if folder.symlink_metadata().is_ok() {
                bail!(
                    "{shown} is a link that leads nowhere: remove it, or choose another folder with --path"
                );
            }
            return Ok(false);
        }
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            bail!("{shown} is no folder: choose another one with --path");
        }
        Err(error) => return Err(error).context(shown.to_string()),
    };
    for entry in entries {
        let name = entry.with_context(|| shown.to_string())?.file_name();
        if name != ".git" {
            let name = crate::diag::quote(&name.to_string_lossy());
            bail!("{shown} is not empty, there is {name}: choose another folder with --path");
        }
    }
    Ok(true)
}

/// The folders that have to be made for this one, the outermost first.
fn missing(folder: &Path) -> Vec<PathBuf> {
    let missing = folder.ancestors().take_while(|folder| !folder.exists());
    let mut missing: Vec<_> = missing.map(Path::to_owned).collect();
    missing.reverse();
    missing
}

fn remove_empty(folders: &[PathBuf]) {
    for folder in folders.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
}

/// Temporary folders are closed to others; this one becomes an ordinary folder.
#[cfg_attr(not(unix), expect(unused_variables, reason = "there are no modes"))]
fn open_to_all(builder: &mut tempfile::Builder<'_, '_>) {
    #[cfg(unix)]
    builder.permissions(<fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o777));
}

/// What cargo says of a crate in the folder of a workspace that does not name it.
fn is_stranger(complaint: &str) -> bool {
    complaint.contains("believes it's in a workspace when it's not")
}

fn workspace_of(complaint: &str) -> Option<PathBuf> {
    let mut lines = complaint.lines().map(str::trim);
    let manifest = lines.find_map(|line| line.strip_prefix("workspace: "))?;
    Some(Path::new(manifest).parent()?.to_owned())
}
