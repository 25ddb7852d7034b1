//! What there is to say about settings, as constants: the derive writes them, the description is made of them. For generated code.
//!
//! Everything here is evaluated when compiling, so that nothing of it is in a plugin; what cannot be is refused there.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

pub use super::json::{bytes, length, section, text};

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

/// A type that a setting can be of.
#[diagnostic::on_unimplemented(
    message = "a setting cannot be a `{Self}`",
    label = "no type of a setting",
    note = "a setting is a `String`, a `bool`, a number, an `Option`, `Vec` or map of these, or a type with `#[derive(nd_pdk::Config)]`"
)]
pub trait Setting {
    /// What it can be.
    const KIND: Kind;
    /// Whether the plugin can do without.
    const OPTIONAL: bool = false;
}

/// A type of settings that has a value when none was saved.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no default: write one, as in `default = …`",
    label = "no default of its own",
    note = "a struct has one if each field has one or is an `Option`, an enum if a variant is marked with `#[default]`"
)]
pub trait HasDefault: Setting {
    /// The value as the description says it.
    const DEFAULT: Constant;

    /// The value.
    fn initial() -> Self;
}

macro_rules! settings {
    ($($type:ty: $kind:expr, $default:expr;)+) => {$(
        impl Setting for $type {
            const KIND: Kind = $kind;
        }

        impl HasDefault for $type {
            const DEFAULT: Constant = $default;

            fn initial() -> Self {
                Self::default()
            }
        }
    )+};
}

macro_rules! integers {
    ($($type:ty)+) => {
        settings! {$(
            $type: Kind::Integer(Integer { min: bound(<$type>::MIN as i128), max: upper(<$type>::MAX as u128) }), Constant::Integer(0);
        )+}
    };
}

settings! {
    String: Kind::Text(Text::ANY), Constant::Text("");
    bool: Kind::Boolean, Constant::Boolean(false);
    f32: Kind::Number(Number { min: None, max: None }), Constant::Number("0.0");
    f64: Kind::Number(Number { min: None, max: None }), Constant::Number("0.0");
}
integers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

/// The server keeps numbers as floats: beyond this they are not exact.
const EXACT: i128 = 1 << 53;

/// A bound that the server can keep.
const fn bound(number: i128) -> Option<i128> {
    if -EXACT <= number && number <= EXACT {
        Some(number)
    } else {
        None
    }
}

const fn upper(number: u128) -> Option<i128> {
    if number <= EXACT as u128 {
        Some(number as i128)
    } else {
        None
    }
}

impl<T: Setting> Setting for Option<T> {
    const KIND: Kind = T::KIND;
    const OPTIONAL: bool = true;
}

impl<T: Setting> Setting for Vec<T> {
    const KIND: Kind = Kind::list(&T::KIND);
}

impl<T: Setting> HasDefault for Vec<T> {
    const DEFAULT: Constant = Constant::List(&[]);

    fn initial() -> Self {
        Self::new()
    }
}

impl<T: Setting> Setting for BTreeMap<String, T> {
    const KIND: Kind = Kind::Map(&T::KIND);
}

impl<T: Setting> HasDefault for BTreeMap<String, T> {
    const DEFAULT: Constant = Constant::Object(&[]);

    fn initial() -> Self {
        Self::new()
    }
}

impl<T: Setting, S: BuildHasher> Setting for HashMap<String, T, S> {
    const KIND: Kind = Kind::Map(&T::KIND);
}

impl<T: Setting, S: BuildHasher + Default> HasDefault for HashMap<String, T, S> {
    const DEFAULT: Constant = Constant::Object(&[]);

    fn initial() -> Self {
        Self::default()
    }
}

impl Text {
    const ANY: Self = Self {
        secret: false,
        multiline: false,
        url: false,
        pattern: None,
        min_length: None,
        max_length: None,
    };
}

/// A method for an attribute of texts.
macro_rules! of_texts {
    ($($name:ident($($argument:ident: $type:ty)?) = $field:ident: $value:expr;)+) => {$(
        #[doc = concat!("What the attribute `", stringify!($name), "` says.")]
        #[track_caller]
        pub const fn $name(self $(, $argument: $type)?) -> Self {
            match self {
                Self::Text(text) => Self::Text(Text { $field: $value, ..text }),
                _ => panic!(concat!("`", stringify!($name), "` is for texts")),
            }
        }
    )+};
}

/// What the attributes of a field say about its kind.
impl Kind {
    of_texts! {
        secret() = secret: true;
        multiline() = multiline: true;
        url() = url: true;
        pattern(pattern: &'static str) = pattern: Some(pattern);
        min_length(length: u32) = min_length: Some(length);
        max_length(length: u32) = max_length: Some(length);
    }

    /// A list of any length.
    pub const fn list(of: &'static Self) -> Self {
        Self::List(List {
            of,
            label_by: None,
            min_items: None,
            max_items: None,
        })
    }

    /// What the attribute `min` says about a number without fraction.
    #[track_caller]
    pub const fn min(self, least: i128) -> Self {
        match self {
            Self::Integer(Integer {
                min: Some(min),
                max,
            }) if min >= least => Self::Integer(Integer {
                min: Some(min),
                max,
            }),
            Self::Integer(Integer { max: Some(max), .. }) if max < least => {
                panic!("`max` is less than `min`")
            }
            Self::Integer(Integer { max, .. }) => Self::Integer(Integer {
                min: bound(least),
                max,
            }),
            Self::Number(_) => panic!("write the bound with a fraction, such as `1.0`"),
            _ => panic!("`min` is for numbers"),
        }
    }

    /// What the attribute `max` says about a number without fraction.
    #[track_caller]
    pub const fn max(self, most: i128) -> Self {
        match self {
            Self::Integer(Integer {
                max: Some(max),
                min,
            }) if max <= most => Self::Integer(Integer {
                max: Some(max),
                min,
            }),
            Self::Integer(Integer { min: Some(min), .. }) if most < min => {
                panic!("`max` is less than `min`")
            }
            Self::Integer(Integer { min, .. }) => Self::Integer(Integer {
                max: bound(most),
                min,
            }),
            Self::Number(_) => panic!("write the bound with a fraction, such as `1.0`"),
            _ => panic!("`max` is for numbers"),
        }
    }

    /// What the attribute `min` says about a number.
    #[track_caller]
    pub const fn min_number(self, least: &'static str) -> Self {
        match self {
            Self::Number(number) => Self::Number(Number {
                min: Some(least),
                ..number
            }),
            _ => panic!("`min` with a fraction is for `f32` and `f64`"),
        }
    }

    /// What the attribute `max` says about a number.
    #[track_caller]
    pub const fn max_number(self, most: &'static str) -> Self {
        match self {
            Self::Number(number) => Self::Number(Number {
                max: Some(most),
                ..number
            }),
            _ => panic!("`max` with a fraction is for `f32` and `f64`"),
        }
    }

    /// What the attribute `min_items` says.
    #[track_caller]
    pub const fn min_items(self, count: u32) -> Self {
        match self {
            Self::List(list) => Self::List(List {
                min_items: Some(count),
                ..list
            }),
            _ => panic!("`min_items` is for lists"),
        }
    }

    /// What the attribute `max_items` says.
    #[track_caller]
    pub const fn max_items(self, count: u32) -> Self {
        match self {
            Self::List(list) => Self::List(List {
                max_items: Some(count),
                ..list
            }),
            _ => panic!("`max_items` is for lists"),
        }
    }

    /// What the attribute `label_by` says.
    #[track_caller]
    pub const fn label_by(self, name: &'static str) -> Self {
        let Self::List(list) = self else {
            panic!("`label_by` is for lists");
        };
        let Self::Object(fields) = *list.of else {
            panic!("`label_by` is for lists of structs that derive `Config`");
        };
        let mut index = 0;
        while index < fields.len() {
            if same(fields[index].name, name) {
                return Self::List(List {
                    label_by: Some(name),
                    ..list
                });
            }
            index += 1;
        }
        panic!("`label_by` names no setting of an element");
    }
}

impl Field {
    /// The field, if its default can be one.
    #[track_caller]
    pub const fn checked(self) -> Self {
        if let (Some(Constant::Integer(default)), Kind::Integer(Integer { min, max })) =
            (self.default, self.kind)
        {
            if bound(default).is_none() {
                panic!("the server keeps numbers up to 2^53 only: this default is not exact there");
            }
            if let Some(min) = min {
                assert!(min <= default, "`default` is less than `min`");
            }
            if let Some(max) = max {
                assert!(default <= max, "`default` is greater than `max`");
            }
        }
        self
    }
}

/// Whether two texts are equal, which `==` cannot say when compiling.
const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut index = 0;
    while index < one.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    true
}
