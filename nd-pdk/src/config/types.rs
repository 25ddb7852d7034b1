//! The types that a setting can be of.
//!
//! What their values look like is serde's and `setting`'s to know.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use super::limits::{bound, upper};
use super::tree::{Constant, Integer, Kind, Number, Text};

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
