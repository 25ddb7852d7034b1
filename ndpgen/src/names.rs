//! Every name that is derived from another one: casing, trait and macro names, keyword escaping. The only place that knows the rules.

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};
use proc_macro2::{Ident, Span};

/// What a name must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameRule {
    /// XTP's rule for exports, imports, schemas, properties and enum values.
    Xtp,
    /// A Rust module of ours, with a file of its own.
    Module,
    /// A capability, a service or a method, as the host spells it.
    Type,
}

impl NameRule {
    /// As a regular expression.
    pub const fn pattern(self) -> &'static str {
        match self {
            NameRule::Xtp => "^[a-zA-Z_$][a-zA-Z0-9_$]*$",
            NameRule::Module => "^[a-z][a-z0-9_]*$",
            NameRule::Type => "^[A-Z][a-zA-Z0-9]*$",
        }
    }

    /// In words.
    pub const fn explain(self) -> &'static str {
        match self {
            NameRule::Xtp => {
                "names consist of letters, digits, `_` and `$`, without a digit in front"
            }
            NameRule::Module => {
                "modules are written in snake_case, and are not called `crate`, `mod`, `self` or `super`"
            }
            NameRule::Type => "names of this kind are written in PascalCase",
        }
    }

    /// The nearest name that follows the rule, if there is one.
    pub fn repair(self, text: &str) -> Option<String> {
        let text = ascii(text);
        let repaired = match self {
            NameRule::Xtp if text.starts_with(|char: char| char.is_ascii_digit()) => None,
            NameRule::Xtp => Some(text.trim().replace(|char| !is_name_char(char), "_")),
            NameRule::Module => Some(text.to_snake_case()),
            NameRule::Type => Some(text.to_pascal_case()),
        };
        repaired.filter(|name| self.accepts(name))
    }

    pub fn accepts(self, text: &str) -> bool {
        match self {
            NameRule::Xtp => is_name(text),
            NameRule::Module => is_module(text),
            NameRule::Type => is_type_name(text),
        }
    }
}

/// Keywords that cannot be written as raw identifiers either.
const NEVER_RAW: [&str; 5] = ["self", "Self", "super", "crate", "_"];

/// A keyword since the 2024 edition, which `syn` still takes for a name.
const YOUNG_KEYWORD: &str = "gen";

/// Modules that cannot be: keywords that are never raw, and `mod`, whose file `mod.rs` is its parent's.
const NEVER_MODULES: [&str; 4] = ["crate", "mod", "self", "super"];

/// Names that generated modules use themselves, where a type or trait of that name would take their place.
const RESERVED_TYPES: [&str; 29] = [
    "AsRef",
    "Binary",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "Display",
    "Eq",
    "Err",
    "Error",
    "FromStr",
    "Hash",
    "HashMap",
    "Import",
    "Json",
    "None",
    "Nullable",
    "Ok",
    "Option",
    "P",
    "PartialEq",
    "Result",
    "Serialize",
    "Some",
    "String",
    "Text",
    "Vec",
];

fn is_name(text: &str) -> bool {
    text.starts_with(|char: char| is_name_char(char) && !char.is_ascii_digit())
        && text.chars().all(is_name_char)
}

fn is_name_char(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '_' | '$')
}

fn is_module(text: &str) -> bool {
    !NEVER_MODULES.contains(&text)
        && text.starts_with(|char: char| char.is_ascii_lowercase())
        && text
            .chars()
            .all(|char| matches!(char, 'a'..='z' | '0'..='9' | '_'))
}

fn is_type_name(text: &str) -> bool {
    text.starts_with(|char: char| char.is_ascii_uppercase())
        && text.chars().all(|char| char.is_ascii_alphanumeric())
}

/// Whether an exported or imported function can have this name on the Rust side of the boundary.
pub fn is_function(text: &str) -> bool {
    is_name(text) && !text.contains('$') && !NEVER_RAW.contains(&text)
}

/// An identifier of this spelling: raw where Rust has a keyword of that name, with an underscore behind where not even that is allowed.
pub fn ident(name: &str) -> Ident {
    if NEVER_RAW.contains(&name) {
        return Ident::new(&format!("{name}_"), Span::call_site());
    }
    match syn::parse_str::<Ident>(name) {
        Ok(ident) if name != YOUNG_KEYWORD => ident,
        Ok(_) | Err(_) => Ident::new_raw(name, Span::call_site()),
    }
}

/// A field, parameter or method: `durationMs` is `duration_ms`.
pub fn snake(name: &str) -> String {
    identifier(name, str::to_snake_case)
}

/// Functions that every module of a host service has beside those of the service.
const STAND_IN_FUNCTIONS: [&str; 2] = ["install", "mock"];

/// A function of a host service: [`snake`], out of the way of the functions that install a stand-in.
pub fn host_function(method: &str) -> String {
    let name = snake(method);
    match STAND_IN_FUNCTIONS.contains(&name.as_str()) {
        true => format!("{name}_"),
        false => name,
    }
}

/// The mock of a host service: `MockCache`.
pub fn mock(service: &str) -> String {
    format!("Mock{service}")
}

/// A constant: `retry_later` is `RETRY_LATER`.
pub fn screaming(name: &str) -> String {
    identifier(name, str::to_shouty_snake_case)
}

/// An enum variant: `not_started` is `NotStarted`, `PENDING` is `Pending`.
pub fn variant(name: &str) -> String {
    identifier(name, str::to_pascal_case)
}

/// A capability, service, method or trait: names that already look like one keep their capitals, so `HTTP` stays `HTTP`.
pub fn pascal(name: &str) -> String {
    match is_type_name(name) {
        true => name.to_owned(),
        false => variant(name),
    }
}

/// The Rust name of a schema: [`pascal`], out of the way of names that the generated code needs.
pub fn type_name(schema: &str) -> String {
    unreserved(pascal(schema))
}

/// The trait that stands for a whole capability: its name, out of the way of names that the generated code needs.
pub fn capability_trait(capability: &str) -> String {
    unreserved(capability.to_owned())
}

fn unreserved(name: String) -> String {
    match RESERVED_TYPES.contains(&name.as_str()) {
        true => format!("{name}_"),
        false => name,
    }
}

/// Whether a module can be named after a file: something must be left of its name in ASCII.
pub fn names_module(stem: &str) -> bool {
    stem.contains(|char: char| char.is_ascii_alphanumeric())
}

/// The module of a file that says no other: `my-plugin` is `my_plugin`.
pub fn module_of_file(stem: &str) -> String {
    let module = ascii(stem).to_snake_case();
    match NEVER_MODULES.contains(&module.as_str()) {
        true => format!("{module}_"),
        false if is_module(&module) => module,
        // A digit in front; `n` for number.
        false => format!("n{module}"),
    }
}

/// The capability or service of a file that says no other: `my-plugin` is `MyPlugin`.
pub fn name_of_file(stem: &str) -> String {
    let name = ascii(stem).to_pascal_case();
    match is_type_name(&name) {
        true => name,
        false => format!("N{name}"),
    }
}

/// The trait of one method: `GetArtistMBID` is `ArtistMBIDProvider`, `OnInit` is `InitProvider`.
pub fn provider_trait(method: &str) -> String {
    format!("{}Provider", subject(method))
}

/// The macro that registers a whole capability.
pub fn register_macro(module: &str) -> String {
    format!("register_{module}")
}

/// The macro that registers one method of a capability: `register_metadata_artist_mbid`.
pub fn register_method_macro(module: &str, method: &str) -> String {
    format!("register_{module}_{}", snake(subject(method)))
}

/// The constant of an error text: `SCROBBLER_ERROR_RETRY_LATER`.
pub fn error_constant(capability: &str, error: &str) -> String {
    format!("{}_ERROR_{}", screaming(capability), screaming(error))
}

/// The enum of a capability's error texts: `ScrobblerError`.
pub fn error_enum(capability: &str) -> String {
    format!("{capability}Error")
}

/// The trait that stands for a host service: `HTTPService`.
pub fn service_trait(service: &str) -> String {
    format!("{service}Service")
}

/// What serde's `rename_all = "camelCase"` makes of a field.
pub fn serde_camel_case(field: &str) -> String {
    let mut words = field.split('_').map(|word| {
        let mut chars = word.chars();
        let first = chars.next().map(|char| char.to_ascii_uppercase());
        first.into_iter().chain(chars)
    });
    let mut camel: String = words.by_ref().flatten().collect();
    if let Some(first) = camel.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    camel
}

/// A method's name without the verb that all methods of its kind share.
fn subject(method: &str) -> &str {
    ["Get", "On"]
        .into_iter()
        .filter_map(|verb| method.strip_prefix(verb))
        .find(|rest| rest.starts_with(|char: char| char.is_ascii_uppercase()))
        .unwrap_or(method)
}

/// Applies a casing and repairs the two results that are no identifiers: nothing, and a digit in front.
fn identifier(name: &str, casing: impl Fn(&str) -> String) -> String {
    let cased = casing(name);
    if cased.is_empty() {
        // Nothing but `_` and `$`: spell them out.
        return casing(&name.replace('_', "underscore ").replace('$', "dollar "));
    }
    match cased.starts_with(|char: char| char.is_ascii_digit()) {
        true => format!("_{cased}"),
        false => cased,
    }
}

fn ascii(text: &str) -> String {
    text.chars()
        .map(|char| if char.is_ascii() { char } else { ' ' })
        .collect()
}
