//! The codes of diagnostics: the stable names that tests, documentation and search engines refer to. No texts, no logic.

/// Declares the codes with their printed names and the list of all of them in one place, so that none can be left out.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// What kind of mistake a diagnostic is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code, in order of declaration.
            pub const ALL: &[Code] = &[$(Code::$variant,)+];

            /// The name between the brackets of `error[…]`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Code::$variant => $name,)+
                }
            }
        }
    };
}

codes! {
    /// The schema folder does not exist.
    MissingFolder = "missing-folder",
    /// The schema folder holds no schema file.
    EmptyFolder = "empty-folder",
    /// A folder inside the schema folder holds schema files, but is not the one of host services.
    StrayFolder = "stray-folder",
    /// A file or folder cannot be read.
    UnreadableFile = "unreadable-file",
    /// A file is not UTF-8 text.
    NotUtf8 = "not-utf8",
    /// A file is larger than any schema needs to be.
    FileTooLarge = "file-too-large",

    /// The text is not YAML, or uses a part of YAML that schemas have no use for.
    YamlSyntax = "yaml-syntax",
    /// A mapping has the same key twice.
    DuplicateKey = "duplicate-key",
    /// Collections are nested deeper than any schema needs.
    TooDeep = "too-deep",
    /// Aliases multiply the file beyond reason, or one contains itself.
    AliasExplosion = "alias-explosion",

    /// The document says no `version`.
    MissingVersion = "missing-version",
    /// The document is written in another version of the language.
    UnsupportedVersion = "unsupported-version",
    /// A key that does not exist at this place.
    UnknownKey = "unknown-key",
    /// A key of ours that does nothing where it stands, or with the value it has.
    UselessKey = "useless-key",
    /// A key that must be there is not.
    MissingKey = "missing-key",
    /// A host service does not say which permission it needs.
    MissingPermission = "missing-permission",
    /// A value of the wrong kind, such as a list where text belongs.
    WrongType = "wrong-type",
    /// A text that must say something is empty.
    EmptyValue = "empty-value",
    /// A value that is none of those allowed at this place.
    UnknownValue = "unknown-value",
    /// A `type` that does not exist.
    InvalidType = "invalid-type",
    /// A `format` that does not exist.
    UnknownFormat = "unknown-format",
    /// A `format` that belongs to another `type`.
    FormatMismatch = "format-mismatch",
    /// A `contentType` that does not exist.
    UnknownContentType = "unknown-content-type",
    /// A `$ref` that does not have the form of a reference.
    MalformedRef = "malformed-ref",
    /// A `$ref` together with keys that describe another type.
    MixedType = "mixed-type",
    /// A schema that is an object, an enum and a map, or two of them, at once.
    MixedSchema = "mixed-schema",
    /// A host function described both ways: XTP's `input`/`output` and `x-params`/`x-results`.
    MixedCall = "mixed-call",
    /// A `required` entry that names no property.
    UndefinedRequired = "undefined-required",
    /// An enum without values.
    EmptyEnum = "empty-enum",
    /// The same entry twice in a list of different entries.
    DuplicateValue = "duplicate-value",
    /// A name that is no identifier.
    InvalidIdentifier = "invalid-identifier",
    /// A version that is not written as `vX.Y.Z`.
    InvalidSince = "invalid-since",

    /// A `$ref` to a schema that does not exist.
    UnknownType = "unknown-type",
    /// A `contentType` that cannot carry the type.
    ContentTypeMismatch = "content-type-mismatch",
    /// Two things end up with one Rust name.
    NameCollision = "name-collision",
    /// A schema with the name of a shared one.
    ShadowedType = "shadowed-type",
    /// A version that is earlier than that of the thing it belongs to.
    ContradictorySince = "contradictory-since",
    /// An `x-exists-for` that names no other result.
    ExistsWithoutValue = "exists-without-value",
    /// An `x-exists-for` on a result that is no boolean.
    ExistsNotBoolean = "exists-not-boolean",
    /// A result with the name under which a reply says what went wrong.
    ReservedResult = "reserved-result",
    /// More results than a host function can give back.
    TooManyResults = "too-many-results",
    /// An enum that is left out when it has its first value, which nobody could then tell from no value.
    OmittedValue = "omitted-value",
    /// A map whose values are, in the end, maps of itself.
    RecursiveMap = "recursive-map",
    /// An object that must always hold another one of its kind, and so never ends.
    InfiniteType = "infinite-type",
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
