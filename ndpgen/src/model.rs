//! The model: what the schemas mean, ready to be emitted.
//!
//! Built once by `resolve` from checked documents and never changed afterwards. Every name is final, every reference resolved, every default filled in:
//! emission only reads. Nothing here knows YAML, source positions or Rust tokens.

use indexmap::IndexMap;
use serde::Serialize;

/// Everything one folder of schemas describes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Api {
    /// What a plugin can export, in file order.
    pub capabilities: Vec<Capability>,
    /// What a plugin can call, in file order.
    pub services: Vec<Service>,
    /// Every type of every file; its key says where the type lives.
    #[serde(serialize_with = "types_as_list")]
    pub types: IndexMap<TypeId, TypeDef>,
}

/// A group of exports that belong together, such as `Scrobbler`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Capability {
    /// Name as the host spells it: `MetadataAgent`.
    pub name: String,
    /// Name the host's log uses for it, where that differs from `name`.
    pub host_name: Option<String>,
    /// Rust module: `metadata`.
    pub module: String,
    pub docs: Docs,
    /// One trait with every method, or one trait a method.
    pub layout: TraitLayout,
    pub traits: Vec<Trait>,
    pub errors: Vec<ErrorConstant>,
    /// Shared types used here, directly or inside another type; the module re-exports them.
    pub shared_types: Vec<TypeId>,
    /// File the capability comes from, relative to the schema folder, with forward slashes.
    pub source: String,
}

/// How the exports of a capability are spread over traits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TraitLayout {
    /// One trait, named like the capability: a plugin has all of it or none.
    AllRequired,
    /// One trait a method: a plugin picks.
    PerMethod,
}

/// A trait that plugin authors implement, and the macro that exports it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trait {
    /// Rust name: `ArtistBiographyProvider`.
    pub name: String,
    /// `register_metadata_artist_biography`.
    pub register_macro: String,
    pub exports: Vec<Export>,
}

/// One exported function.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Export {
    /// Name in the wasm module: `nd_get_artist_biography`.
    pub export: String,
    /// `GetArtistBiography` and `get_artist_biography`.
    pub method: Name,
    pub docs: Docs,
    pub input: Option<Payload>,
    pub output: Option<Payload>,
    pub since: Option<Version>,
    pub obligation: Obligation,
    pub deprecated: Option<String>,
}

/// Whether an implementation of the trait must have the method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Obligation {
    Required,
    /// Younger than its capability: the default body answers "not implemented", so plugins written before it still compile.
    Defaulted,
}

/// What crosses the boundary as one block of bytes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Payload {
    pub ty: Type,
    pub encoding: Encoding,
    /// An input may be `null`; an output answers `null` for "nothing found".
    pub nullable: bool,
    pub docs: Docs,
}

/// How a payload is laid out in its block: XTP's content types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// Any value, as JSON.
    Json,
    /// The text itself, no quotes.
    Text,
    /// The bytes themselves.
    Binary,
}

impl Encoding {
    /// XTP's name for it.
    pub const fn content_type(self) -> &'static str {
        match self {
            Encoding::Json => "application/json",
            Encoding::Text => "text/plain; charset=utf-8",
            Encoding::Binary => "application/x-binary",
        }
    }
}

/// A text that the host recognises inside an error message.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ErrorConstant {
    /// `SCROBBLER_ERROR_RETRY_LATER`.
    pub constant: String,
    /// `RetryLater`, a variant of `ScrobblerError`.
    pub variant: String,
    /// `scrobbler(retry_later)`.
    pub text: String,
    pub docs: Docs,
}

/// A group of host functions, such as `KVStore`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Service {
    /// Name as the host spells it: `KVStore`.
    pub name: String,
    /// Rust module: `kvstore`.
    pub module: String,
    pub docs: Docs,
    pub permission: Permission,
    pub functions: Vec<Function>,
    /// Shared types used here, directly or inside another type; the module re-exports them.
    pub shared_types: Vec<TypeId>,
    /// File the service comes from, relative to the schema folder, with forward slashes.
    pub source: String,
}

/// What a plugin's manifest must declare before the service is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Permission {
    /// Always available.
    None,
    /// The key under `permissions` in `manifest.json`.
    Key(String),
}

/// One host function.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Function {
    /// Name in `extism:host/user`: `kvstore_setwithttl`.
    pub import: String,
    /// `SetWithTTL` and `set_with_ttl`.
    pub method: Name,
    pub docs: Docs,
    pub call: Call,
    pub since: Option<Version>,
    /// First version whose reply is the JSON described here, where an older form went by the same name.
    pub json_since: Option<Version>,
    pub deprecated: Option<String>,
}

/// How the bytes of a call to the host are laid out.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Call {
    /// Navidrome's way: an object with a key for each parameter, an object with a key for each result or `error`.
    Envelope { params: Vec<Field>, output: Output },
    /// Plain XTP: the input is the block, the output is the block.
    Direct {
        input: Option<Payload>,
        output: Option<Payload>,
    },
}

/// What an enveloped call gives back. Fields hold the reply's keys.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Output {
    Unit,
    Value(Field),
    /// A value and the flag that says whether it is there: `Option<T>` in Rust.
    Found {
        value: Field,
        exists: Field,
    },
    /// Two or more results, in order.
    Tuple(Vec<Field>),
}

/// A named, typed place: a property, a parameter, a result.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    pub name: Name,
    pub docs: Docs,
    pub ty: Type,
    pub presence: Presence,
    pub since: Option<Version>,
    /// Why not to use it any more, and what to use instead.
    pub deprecated: Option<String>,
}

/// Which values of a field are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// Always.
    Required,
    /// Left out when empty, zero or false; reads as that when absent.
    OmitEmpty,
    /// `Option<T>`, left out when `None`; a present zero is not an absent value.
    Optional,
}

/// Both names of one thing, side by side.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Name {
    /// As the schema and the wire spell it.
    pub wire: String,
    /// As Rust spells it, before keyword escaping.
    pub rust: String,
}

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Type {
    Scalar(Scalar),
    /// `Vec<u8>`, standard padded base64 inside JSON.
    Bytes,
    List(Box<Type>),
    /// Keys are strings.
    Map(Box<Type>),
    Nullable(Box<Type>),
    Named(TypeId),
    /// A named type that would contain itself without the indirection.
    Boxed(TypeId),
    /// Any JSON value.
    Any,
}

impl Type {
    /// The named type inside a type: there is at most one.
    pub fn named(&self) -> Option<&TypeId> {
        match self {
            Type::Named(id) | Type::Boxed(id) => Some(id),
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => inner.named(),
            Type::Scalar(_) | Type::Bytes | Type::Any => None,
        }
    }
}

/// Types that Rust and JSON both know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scalar {
    Bool,
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    F32,
    F64,
    String,
    /// RFC 3339 text; a `String` in Rust.
    DateTime,
}

/// Identity of a named type: names repeat across modules, not inside one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct TypeId {
    pub home: Home,
    /// Rust name.
    pub name: String,
}

/// The module a type lives in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Home {
    /// `types`.
    Shared,
    Capability(String),
    Service(String),
}

/// A named type.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TypeDef {
    pub id: TypeId,
    pub docs: Docs,
    pub shape: Shape,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    Struct(Vec<Field>),
    /// Variants in order; the first one is the default.
    Enum(Vec<Name>),
    /// An alias for `HashMap<String, T>`.
    Map(Type),
}

/// A Navidrome release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    pub major: u32,
    pub minor: u32,
    pub patch: u32,
}

/// A description, as the schema has it: Markdown, without surrounding blank space. Empty when there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Docs(pub String);

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "v{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl Serialize for Version {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// JSON has no object keys but strings; each definition carries its id.
fn types_as_list<S: serde::Serializer>(
    types: &IndexMap<TypeId, TypeDef>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(types.values())
}
