//! The codes of findings: the stable names that authors, tests and machines refer to. No texts about a single plugin, no logic.

use std::fmt::{self, Display, Formatter};

use anstyle::{AnsiColor, Style};
use serde::{Serialize, Serializer};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The server will not load the plugin, part of it cannot work, or the server passes over in silence what it says.
    Error,
    /// Something says less than it seems to, or more than it should.
    Warning,
}

impl Severity {
    /// How it is shown where there are colours.
    pub const fn style(self) -> Style {
        let colour = match self {
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
        };
        Style::new()
            .bold()
            .fg_color(Some(anstyle::Color::Ansi(colour)))
    }
}

impl Display for Severity {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        })
    }
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    Package,
    Manifest,
    Settings,
    Hosts,
    Together,
    Wasm,
    Navidrome,
}

impl Group {
    /// As a heading.
    pub const fn title(self) -> &'static str {
        match self {
            Group::Package => "The package",
            Group::Manifest => "The manifest",
            Group::Settings => "The settings",
            Group::Hosts => "Hosts",
            Group::Together => "Manifest and WebAssembly together",
            Group::Wasm => "The WebAssembly",
            Group::Navidrome => "With --navidrome",
        }
    }
}

/// Declares the codes with group, severity, printed name and meaning in one place, so that none can be left out.
macro_rules! codes {
    ($($group:ident { $($severity:ident $variant:ident = $name:literal: $meaning:literal,)+ })+) => {
        /// What kind of finding it is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $meaning] $variant,)+)+
        }

        impl Code {
            /// Every code, in order of declaration.
            pub const ALL: &[Code] = &[$($(Code::$variant,)+)+];

            /// The name between the brackets of `error[…]`.
            pub const fn name(self) -> &'static str {
                match self {
                    $($(Code::$variant => $name,)+)+
                }
            }

            pub const fn group(self) -> Group {
                match self {
                    $($(Code::$variant)|+ => Group::$group,)+
                }
            }

            pub const fn severity(self) -> Severity {
                match self {
                    $($(Code::$variant => Severity::$severity,)+)+
                }
            }

            /// What it is about, as a sentence.
            pub const fn meaning(self) -> &'static str {
                match self {
                    $($(Code::$variant => $meaning,)+)+
                }
            }
        }
    };
}

codes! {
    Package {
        Error UnreadablePackage = "unreadable-package": "The file cannot be read, or is no zip archive.",
        Error PackageName = "package-name": "The name of the file does not end with .ndp, so the server does not see it.",
        Error InvalidId = "invalid-id": "The name of the file gives no id that the server takes.",
        Warning UnlistableId = "unlistable-id": "The id cannot be named in a list of the server's configuration.",
        Error MissingManifest = "missing-manifest": "There is no manifest.json at the root.",
        Error TwoManifests = "two-manifests": "A crate has a manifest.json and [package.metadata.navidrome], of which a package takes one.",
        Error MissingWasm = "missing-wasm": "There is no plugin.wasm at the root.",
        Error DuplicateEntry = "duplicate-entry": "Two entries of the archive have one name.",
        Error UnsafeEntry = "unsafe-entry": "The name of an entry leads out of the archive, or is no text.",
        Warning ExtraEntry = "extra-entry": "An entry that the server passes over.",
        Error UnreadableEntry = "unreadable-entry": "An entry is damaged, encrypted, or packed in a way the server cannot unpack.",
        Error EntryTooLarge = "entry-too-large": "An entry is larger than any plugin needs to be, or unfolds to more than it says.",
    }
    Manifest {
        Error ManifestNotUtf8 = "manifest-not-utf8": "The manifest is no UTF-8 text, or begins with a byte order mark.",
        Error ManifestSyntax = "manifest-syntax": "The manifest is no JSON object.",
        Error DuplicateKey = "duplicate-key": "An object of the manifest has a key twice, of which one counts.",
        Error UnknownKey = "unknown-key": "A key that the server passes over.",
        Warning KeyCase = "key-case": "A key in other letters than the server's own.",
        Error MissingKey = "missing-key": "A key that must be there is not.",
        Error EmptyValue = "empty-value": "A text that must say something is empty.",
        Error WrongType = "wrong-type": "A value of another type than the server reads.",
        Warning NullPermission = "null-permission": "A permission that is null, which is as good as not declared.",
        Warning InvalidVersion = "invalid-version": "The version is no semantic version such as 1.2.3.",
        Warning InvalidWebsite = "invalid-website": "The website is no http or https address.",
        Warning MissingReason = "missing-reason": "A permission does not say why the plugin needs it.",
        Warning PlaceholderText = "placeholder-text": "A text is still the one of the template.",
        Error InvalidSize = "invalid-size": "kvstore.maxSize is no size.",
        Error InvalidConcurrency = "invalid-concurrency": "taskqueue.maxConcurrency is below 1, or too large.",
        Warning RemovedKey = "removed-key": "A key that newer servers do not read any more.",
        Error VersionMismatch = "version-mismatch": "Cargo.toml and manifest.json name different versions.",
    }
    Settings {
        Warning NoSettings = "no-settings": "The plugin reads settings, and its manifest has none that could be set.",
        Error InvalidConfigSchema = "invalid-config-schema": "The schema of the settings is no JSON Schema of draft 7.",
        Error ConfigNotObject = "config-not-object": "The schema of the settings does not describe an object, which settings are.",
        Error RemoteReference = "remote-reference": "The schema of the settings refers to something outside the manifest.",
        Warning OtherDraft = "other-draft": "The schema of the settings says that it is of another draft than 7.",
        Warning DefaultMisfit = "default-misfit": "A default, an example or a choice does not fit its own schema.",
        Error UnknownRequired = "unknown-required": "The schema requires a setting that it does not have.",
        Error InvalidForm = "invalid-form": "uiSchema is none of JSON Forms.",
        Error UnknownElement = "unknown-element": "An element of uiSchema has a type that JSON Forms does not know.",
        Error MissingScope = "missing-scope": "A control of uiSchema does not say which setting it is for.",
        Error UnknownScope = "unknown-scope": "A scope of uiSchema leads to no setting.",
        Error OtherFormLibrary = "other-form-library": "uiSchema has keys of another form library.",
        Warning HiddenSetting = "hidden-setting": "A setting that uiSchema shows nowhere.",
        Warning ReadableSecret = "readable-secret": "A setting that looks like a secret is shown in clear.",
    }
    Hosts {
        Error HostScheme = "host-scheme": "An entry of requiredHosts has a scheme.",
        Error HostPort = "host-port": "An entry of requiredHosts has a port.",
        Error HostPath = "host-path": "An entry of requiredHosts has a path.",
        Error HostPattern = "host-pattern": "An entry of requiredHosts looks like a pattern, but is not one the server knows.",
        Error HostEmpty = "host-empty": "An entry of requiredHosts is empty, or has blanks.",
        Error HostRange = "host-range": "An entry of requiredHosts looks like a range of addresses, but is none.",
        Warning HostCase = "host-case": "An entry of requiredHosts has capitals, which no host of a URL has to match.",
        Error PrivateName = "private-name": "An entry of requiredHosts is the name of something in a private network, which names do not unlock.",
        Warning AnyHost = "any-host": "requiredHosts allows every host, though nothing in the settings is an address.",
        Warning CoveredHost = "covered-host": "An entry of requiredHosts allows nothing that another one does not.",
        Warning UncoveredHost = "uncovered-host": "plugin.wasm has URLs with hosts that requiredHosts does not allow.",
        Error NoHosts = "no-hosts": "The permission websocket names no hosts, which allows none.",
    }
    Together {
        Error MissingPermission = "missing-permission": "A host function is imported without the permission it needs.",
        Warning UnusedPermission = "unused-permission": "A permission is declared, and nothing of it is used.",
        Error PermissionNeedsPermission = "permission-needs-permission": "A permission needs another one beside it.",
        Error PermissionNeedsExport = "permission-needs-export": "A permission needs a function that the plugin does not export.",
        Error CapabilityNeedsPermission = "capability-needs-permission": "A capability needs a permission.",
        Warning UnusedFilesystem = "unused-filesystem": "library.filesystem is true, and the plugin opens no files.",
    }
    Wasm {
        Error MalformedWasm = "malformed-wasm": "plugin.wasm is no WebAssembly module, or is cut off.",
        Error Component = "component": "plugin.wasm is a component, not a module.",
        Error InvalidWasm = "invalid-wasm": "plugin.wasm breaks a rule of WebAssembly.",
        Error SegmentBounds = "segment-bounds": "Data of plugin.wasm lie outside of its memory, or functions outside of its table.",
        Error UnsupportedFeature = "unsupported-feature": "plugin.wasm uses something that the server's runtime does not have.",
        Error UnknownHostFunction = "unknown-host-function": "An import that no Navidrome has.",
        Error UnknownImport = "unknown-import": "An import from WASI, the Extism kernel or elsewhere that the server does not have.",
        Error ImportType = "import-type": "An import has another type than what the server offers under its name.",
        Error BuiltinHttp = "builtin-http": "Extism's own HTTP is imported, which fails from Navidrome v0.64.0 on.",
        Error MisspeltExport = "misspelt-export": "An export looks like one that the server calls, but is not.",
        Error ExportType = "export-type": "An export has parameters, or other results than one i32.",
        Error MissingExport = "missing-export": "A capability lacks a function that the server calls.",
        Error NoCapability = "no-capability": "The plugin exports nothing that the server calls.",
        Warning MissingCallback = "missing-callback": "WebSockets are opened, and a callback for their events is missing.",
        Error ProgramModule = "program-module": "plugin.wasm is a program with a main function, which the server does not run, and has nothing else.",
        Warning DebugInfo = "debug-info": "plugin.wasm carries debug information, which makes it larger.",
    }
    Navidrome {
        Error NewerHostFunction = "newer-host-function": "A host function came later than the given Navidrome.",
        Warning NewerExport = "newer-export": "An export is one that the given Navidrome does not call yet.",
        Warning NewerHostRule = "newer-host-rule": "An entry of requiredHosts means nothing to the given Navidrome.",
    }
}

impl Display for Code {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
