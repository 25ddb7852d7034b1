//! The value of a setting that was never saved: as Rust, and as what the description says.
//!
//! A value that cannot be of the type is refused here as far as it can be seen; the compiler sees the rest.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit, Type, UnOp};

use super::attributes::Attribute;
use super::shape::{Leaf, Shape};

/// A default in both forms.
pub(super) struct Default {
    /// An expression of the field's type.
    pub(super) value: TokenStream,
    /// An expression of type `Constant`.
    pub(super) constant: TokenStream,
}

/// The default that an attribute sets for a field.
pub(super) fn default(attribute: &Attribute, ty: &Type, shape: &Shape<'_>) -> syn::Result<Default> {
    if let Shape::Optional(_) = shape {
        let message = "an `Option` is `None` by default: leave `default` out, or the `Option`";
        return Err(syn::Error::new(attribute.ident.span(), message));
    }
    match &attribute.value {
        Some(value) => written(value, shape),
        None => Ok(Default {
            value: quote_spanned!(ty.span()=> <#ty as ::nd_pdk::config::tree::HasDefault>::initial()),
            constant: quote_spanned!(ty.span()=> <#ty as ::nd_pdk::config::tree::HasDefault>::DEFAULT),
        }),
    }
}

fn written(value: &Expr, shape: &Shape<'_>) -> syn::Result<Default> {
    match shape {
        Shape::Optional(_) => Err(wrong(value, "an `Option` in a list")),
        Shape::Map(_) => Err(wrong(
            value,
            "a map, which can be empty only: write `default`",
        )),
        Shape::List(inner) => list(value, inner),
        Shape::One(ty, leaf) => one(value, ty, *leaf),
    }
}

fn list(value: &Expr, inner: &Shape<'_>) -> syn::Result<Default> {
    let Expr::Array(array) = ungrouped(value) else {
        return Err(wrong(
            value,
            "a list: write its elements between `[` and `]`",
        ));
    };
    let elements = array.elems.iter().map(|element| written(element, inner));
    let elements: Vec<_> = elements.collect::<syn::Result<_>>()?;
    let values = elements.iter().map(|element| &element.value);
    let constants = elements.iter().map(|element| &element.constant);
    Ok(Default {
        value: quote!(::std::vec![#(#values),*]),
        constant: quote!(::nd_pdk::config::tree::Constant::List(&const { [#(#constants),*] })),
    })
}

fn one(value: &Expr, ty: &Type, leaf: Leaf) -> syn::Result<Default> {
    let span = value.span();
    match (leaf, literal(value)) {
        (Leaf::Text, None | Some(Lit::Str(_))) => Ok(Default {
            value: quote_spanned!(span=> <::std::string::String as ::core::convert::From<&str>>::from(#value)),
            constant: quote_spanned!(span=> ::nd_pdk::config::tree::Constant::Text(const { let text: &'static str = #value; text })),
        }),
        (Leaf::Text, Some(_)) => Err(wrong(value, "a text")),
        (Leaf::Boolean, None | Some(Lit::Bool(_))) | (Leaf::Other, Some(Lit::Bool(_))) => {
            Ok(Default {
                value: quote!(#value),
                constant: quote_spanned!(span=> ::nd_pdk::config::tree::Constant::Boolean(const { let value: bool = #value; value })),
            })
        }
        (Leaf::Boolean, Some(_)) => Err(wrong(value, "`true` or `false`")),
        (Leaf::Integer, None | Some(Lit::Int(_))) => Ok(Default {
            value: quote!(#value),
            constant: quote_spanned!(span=> ::nd_pdk::config::tree::Constant::Integer(const { let number: #ty = #value; number } as i128)),
        }),
        (Leaf::Integer, Some(_)) => Err(wrong(value, "a number without fraction")),
        (Leaf::Float, _) => {
            let number = number(value)?;
            let text = json(number);
            let number = Literal::f64_unsuffixed(number.abs());
            let sign = is_negative(value).then(|| quote!(-));
            Ok(Default {
                value: quote_spanned!(span=> #sign #number),
                constant: quote_spanned!(span=> ::nd_pdk::config::tree::Constant::Number(#text)),
            })
        }
        (Leaf::Other, Some(Lit::Int(_))) => Ok(Default {
            value: quote!(#value),
            constant: quote_spanned!(span=> ::nd_pdk::config::tree::Constant::Integer(#value)),
        }),
        // The function is the enum's own, by its derive.
        (Leaf::Other, None) => Ok(Default {
            value: quote!(#value),
            constant: quote_spanned!(span=> ::nd_pdk::config::tree::Constant::Text(<#ty>::__nd_pdk_name(#value))),
        }),
        (Leaf::Other, Some(_)) => Err(wrong(value, "a variant of an enum, such as `Mode::Fast`")),
    }
}

fn wrong(value: &Expr, expected: &str) -> syn::Error {
    syn::Error::new_spanned(
        value,
        format!("the default is not of the field's type: expected {expected}"),
    )
}

/// Macros that passed the expression on put it in an invisible group.
fn ungrouped(value: &Expr) -> &Expr {
    match value {
        Expr::Group(group) => ungrouped(&group.expr),
        other => other,
    }
}

/// The literal that an expression is, after its sign.
fn literal(value: &Expr) -> Option<&Lit> {
    match ungrouped(value) {
        Expr::Lit(ExprLit { lit, .. }) => Some(lit),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => literal(&unary.expr),
        _ => None,
    }
}

fn is_negative(value: &Expr) -> bool {
    matches!(ungrouped(value), Expr::Unary(_))
}

/// What a literal says, if it is a number.
pub(super) fn known_number(value: &Expr) -> Option<f64> {
    let number: f64 = match literal(value)? {
        Lit::Int(number) => number.base10_digits().parse().ok()?,
        Lit::Float(number) => number.base10_parse().ok()?,
        _ => return None,
    };
    Some(if is_negative(value) { -number } else { number })
}

/// A number with a fraction, which must be a literal: its text cannot be made from a constant when compiling.
pub(super) fn number(value: &Expr) -> syn::Result<f64> {
    known_number(value)
        .filter(|number| number.is_finite())
        .ok_or_else(|| {
            let message = "expected a number written out, such as `0.5`";
            syn::Error::new_spanned(value, message)
        })
}

/// Whether the literal has a fraction.
pub(super) fn is_float(value: &Expr) -> bool {
    matches!(literal(value), Some(Lit::Float(_)))
}

/// A number in JSON.
pub(super) fn json(number: f64) -> String {
    format!("{number:?}")
}
