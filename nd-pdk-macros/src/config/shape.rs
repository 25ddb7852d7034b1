//! What can be seen of a field's type without knowing what its names stand for.
//!
//! Nothing is decided for a type of another name: the compiler knows what it is.

use syn::{GenericArgument, PathArguments, Type};

/// A type as it is written.
pub(super) enum Shape<'a> {
    Optional(Box<Shape<'a>>),
    List(Box<Shape<'a>>),
    Map(Box<Shape<'a>>),
    One(&'a Type, Leaf),
}

/// A type without others in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaf {
    Text,
    Boolean,
    Integer,
    Float,
    /// An enum, a struct, another name for one of these, or a mistake.
    Other,
}

const INTEGERS: [&str; 12] = [
    "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize",
];

impl<'a> Shape<'a> {
    pub(super) fn of(ty: &'a Type) -> Self {
        let (name, arguments) = named(ty);
        let inner = |ty| Box::new(Self::of(ty));
        match (name.as_str(), arguments.as_slice()) {
            ("Option", [ty]) => Self::Optional(inner(ty)),
            ("Vec", [ty]) => Self::List(inner(ty)),
            ("BTreeMap" | "HashMap", [_, ty]) => Self::Map(inner(ty)),
            ("String", []) => Self::One(ty, Leaf::Text),
            ("bool", []) => Self::One(ty, Leaf::Boolean),
            ("f32" | "f64", []) => Self::One(ty, Leaf::Float),
            (name, []) if INTEGERS.contains(&name) => Self::One(ty, Leaf::Integer),
            (_, _) => Self::One(ty, Leaf::Other),
        }
    }

    /// What is inside of everything.
    pub(super) fn leaf(&self) -> (&'a Type, Leaf) {
        match self {
            Self::Optional(inner) | Self::List(inner) | Self::Map(inner) => inner.leaf(),
            Self::One(ty, leaf) => (ty, *leaf),
        }
    }

    /// Whether attributes for lists have one to be about.
    pub(super) fn is_list(&self) -> bool {
        match self {
            Self::Optional(inner) => inner.is_list(),
            Self::List(_) => true,
            Self::Map(_) | Self::One(..) => false,
        }
    }
}

/// The last name of a path, and the types it is given.
fn named(ty: &Type) -> (String, Vec<&Type>) {
    let last = match ty {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        // Macros that passed the type on put it in an invisible group.
        Type::Group(group) => return named(&group.elem),
        _ => None,
    };
    let Some(segment) = last else {
        return (String::new(), Vec::new());
    };
    let arguments = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .collect(),
        PathArguments::None | PathArguments::Parenthesized(_) => Vec::new(),
    };
    (segment.ident.to_string(), arguments)
}
