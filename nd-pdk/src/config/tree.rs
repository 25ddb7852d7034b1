//! What there is to say about settings, as constants: the derive writes them, the description is made of them. For generated code.
//!
//! Everything here is evaluated when compiling, so that nothing of it is in a plugin; what cannot be is refused there.

pub use super::json::{bytes, length, section, text};
pub use super::types::{HasDefault, Setting};

/// A setting: of the plugin, or within another one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// The key under which the server keeps it.
    pub name: &'static str,
    /// What the form calls it.
    pub label: &'static str,
    /// What the form says beneath it.
    pub help: Option<&'static str>,
    /// The group that it is shown in.
    pub group: Option<&'static str>,
    /// Whether the plugin cannot do without.
    pub required: bool,
    /// The value if it was never saved.
    pub default: Option<Constant>,
    /// What it can be.
    pub kind: Kind,
}

/// What a setting can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A text.
    Text(Text),
    /// Yes or no.
    Boolean,
    /// A number without fraction.
    Integer(Integer),
    /// A number.
    Number(Number),
    /// One of several.
    Choice(&'static [Choice]),
    /// Several of a kind.
    List(List),
    /// Several of a kind, each with a name.
    Map(&'static Self),
    /// Several settings together.
    Object(&'static [Field]),
}

/// A text, and what is known about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// Not to be seen when it is typed.
    pub secret: bool,
    /// With several lines.
    pub multiline: bool,
    /// An address.
    pub url: bool,
    /// A regular expression that it matches.
    pub pattern: Option<&'static str>,
    /// The least number of characters.
    pub min_length: Option<u32>,
    /// The greatest number of characters.
    pub max_length: Option<u32>,
}

/// A number without fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Integer {
    /// The least.
    pub min: Option<i128>,
    /// The greatest.
    pub max: Option<i128>,
}

/// A number; its bounds are JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// The least.
    pub min: Option<&'static str>,
    /// The greatest.
    pub max: Option<&'static str>,
}

/// One of those to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The value.
    pub name: &'static str,
    /// What the form calls it.
    pub label: &'static str,
}

/// Several of a kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct List {
    /// What each of them is.
    pub of: &'static Kind,
    /// The field that names an element in the form.
    pub label_by: Option<&'static str>,
    /// The least number of them.
    pub min_items: Option<u32>,
    /// The greatest number of them.
    pub max_items: Option<u32>,
}

/// The value of a setting that was never saved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Constant {
    /// A text, or the name of a choice.
    Text(&'static str),
    /// Yes or no.
    Boolean(bool),
    /// A number without fraction.
    Integer(i128),
    /// A number, as JSON.
    Number(&'static str),
    /// A list.
    List(&'static [Self]),
    /// An object or a map.
    Object(&'static [(&'static str, Self)]),
}
