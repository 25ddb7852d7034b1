//! Small crates in folders of their own, and `ndpgen build` run on them. Must not expect anything.

use std::fmt::{self, Display, Formatter};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A plugin without dependencies, which compiles in no time.
pub(crate) const PLUGIN: &str = "\
#[unsafe(no_mangle)]
pub extern \"C\" fn nd_on_init() -> i32 {
    0
}
";

/// A plugin that asks the server for something.
pub(crate) const ASKING_PLUGIN: &str = "\
#[link(wasm_import_module = \"extism:host/user\")]
unsafe extern \"C\" {
    fn cache_getstring(request: u64) -> u64;
}

#[unsafe(no_mangle)]
pub extern \"C\" fn nd_on_init() -> i32 {
    (unsafe { cache_getstring(0) } == 0).into()
}
";

/// A manifest that nothing is wrong with.
pub(crate) const MANIFEST: &str = "\
{
  \"name\": \"Hello\",
  \"author\": \"The nd-pdk authors\",
  \"version\": \"0.1.0\",
  \"description\": \"Greets\"
}
";

/// A `Cargo.toml` of a workspace of its own.
pub(crate) fn library(name: &str) -> String {
    format!("{}\n[workspace]\n", member(name))
}

fn member(name: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[lib]\ncrate-type = [\"cdylib\"]\n"
    )
}

/// Below the folder that the tests themselves are built in.
fn tests_folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("ndpgen-tests")
}

/// A folder for a crate.
pub(crate) struct Crate {
    /// Goes when this does.
    _folder: Option<TempDir>,
    root: PathBuf,
}

impl Crate {
    /// In a temporary folder, at this place below it.
    pub(crate) fn new(place: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join(place);
        fs::create_dir_all(&root).unwrap();
        Self {
            _folder: Some(folder),
            root,
        }
    }

    /// In a folder that stays, so that crates which take long to compile are compiled once.
    pub(crate) fn lasting(place: &str) -> Self {
        let root = tests_folder().join(place);
        fs::create_dir_all(&root).unwrap();
        Self {
            _folder: None,
            root,
        }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn write(&self, path: &str, contents: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap()
    }

    /// A plugin in a folder of the workspace, or as the workspace itself.
    pub(crate) fn write_plugin(&self, folder: &str, name: &str, code: &str, manifest: &str) {
        let path = |file: &str| match folder {
            "" => file.to_owned(),
            folder => format!("{folder}/{file}"),
        };
        let cargo_toml = match folder {
            "" => library(name),
            _ => member(name),
        };
        self.write(&path("Cargo.toml"), &cargo_toml);
        self.write(&path("src/lib.rs"), code);
        self.write(&path("manifest.json"), manifest);
    }

    /// A workspace whose plugin says in every way in which file its code is.
    pub(crate) fn write_workspace_with_nd_pdk(&self) {
        self.write(
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"plugin\", \"shared\"]\n\n[profile.release]\nopt-level = \"s\"\nlto = true\n",
        );
        let dependencies = Self::nd_pdk() + "shared = { path = \"../shared\" }\n";
        self.write("plugin/Cargo.toml", &(member("my-plugin") + &dependencies));
        self.write("plugin/manifest.json", MANIFEST);
        self.write("plugin/build.rs", include_str!("plugin/build.rs"));
        self.write("plugin/src/lib.rs", include_str!("plugin/lib.rs"));
        self.write("plugin/src/absolute.rs", include_str!("plugin/absolute.rs"));
        self.write(
            "shared/Cargo.toml",
            "[package]\nname = \"shared\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
        );
        self.write("shared/src/lib.rs", include_str!("plugin/shared.rs"));
    }

    /// The dependency on nd-pdk, under its heading.
    pub(crate) fn nd_pdk() -> String {
        let nd_pdk = Path::new(env!("CARGO_MANIFEST_DIR")).join("../nd-pdk");
        let nd_pdk = nd_pdk.canonicalize().unwrap();
        format!("\n[dependencies]\nnd-pdk = {{ path = {nd_pdk:?} }}\n")
    }

    /// What is kept of a build.
    pub(crate) fn kept(&self, name: &str) -> String {
        fs::read_to_string(tests_folder().join("target/ndp").join(name)).unwrap()
    }

    /// Runs `ndpgen build` in the folder of the crate.
    pub(crate) fn build(&self, arguments: &[&str]) -> Done {
        self.build_with(&[], arguments)
    }

    pub(crate) fn build_in(&self, folder: &str, arguments: &[&str]) -> Done {
        let arguments: Vec<_> = [folder].iter().chain(arguments).copied().collect();
        self.build(&arguments)
    }

    pub(crate) fn build_with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Done {
        let arguments: Vec<_> = ["build"].iter().chain(arguments).copied().collect();
        self.run_with(variables, &arguments)
    }

    /// Runs any command.
    pub(crate) fn run(&self, arguments: &[&str]) -> Done {
        self.run_with(&[], arguments)
    }

    pub(crate) fn run_with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Done {
        let mut command = self.command(arguments);
        // One for all, which stays warm.
        command.env("CARGO_TARGET_DIR", tests_folder().join("target"));
        command.envs(variables.iter().copied());
        run(&mut command)
    }

    pub(crate) fn build_without_target_dir(&self, arguments: &[&str]) -> Done {
        let arguments: Vec<_> = ["build"].iter().chain(arguments).copied().collect();
        self.run_without_target_dir(&arguments)
    }

    pub(crate) fn run_without_target_dir(&self, arguments: &[&str]) -> Done {
        run(self
            .command(arguments)
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("CARGO_BUILD_TARGET_DIR"))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ndpgen"));
        command.args(arguments).current_dir(&self.root);
        // What was set for the tests themselves, to measure their coverage for instance.
        for name in [
            "RUSTFLAGS",
            "CARGO_ENCODED_RUSTFLAGS",
            "RUSTC_WRAPPER",
            "RUSTC_WORKSPACE_WRAPPER",
        ] {
            command.env_remove(name);
        }
        command
    }

    /// The packages in the folder and the folders in it.
    pub(crate) fn packages(&self) -> Vec<String> {
        let mut packages = Vec::new();
        let mut folders = vec![self.root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|it| it == "ndp") {
                    let path = path.strip_prefix(&self.root).unwrap();
                    packages.push(path.to_str().unwrap().to_owned());
                }
            }
        }
        packages
    }
}

/// What a run of the program came to.
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Done {
    pub(crate) fn is_success(&self) -> bool {
        self.code == Some(0)
    }
}

impl Display for Done {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { code, out, err } = self;
        write!(
            f,
            "exit code {code:?}\n--- stdout\n{out}\n--- stderr\n{err}"
        )
    }
}

fn run(command: &mut Command) -> Done {
    let output = command.output().unwrap();
    Done {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
