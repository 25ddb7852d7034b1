//! What the attributes of a field say about its kind, and what they cannot say.
//!
//! Evaluated when compiling: a panic here is an error of the compiler, at the attribute.

use super::tree::{Constant, Field, Integer, Kind, List, Number, Text};

/// The server keeps numbers as floats: beyond this they are not exact.
const EXACT: i128 = 1 << 53;

/// A bound that the server can keep.
pub(super) const fn bound(number: i128) -> Option<i128> {
    if -EXACT <= number && number <= EXACT {
        Some(number)
    } else {
        None
    }
}

/// The same for what may be too large for the other.
pub(super) const fn upper(number: u128) -> Option<i128> {
    if number <= EXACT as u128 {
        Some(number as i128)
    } else {
        None
    }
}

impl Text {
    pub(super) const ANY: Self = Self {
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
