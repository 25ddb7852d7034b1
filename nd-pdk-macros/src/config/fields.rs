//! A field of a struct of settings: its attributes, held against its type.
//!
//! No code is written here but what stands for a single attribute.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Ident, Type};

use super::Errors;
use super::attributes::{Attribute, Attributes, Key};
use super::defaults::{self, Default};
use super::shape::{Leaf, Shape};
use super::words::{Case, spaced, unraw};

/// One setting.
pub(super) struct Field<'a> {
    pub(super) ident: &'a Ident,
    pub(super) ty: &'a Type,
    pub(super) shape: Shape<'a>,
    pub(super) name: String,
    /// Where the name is written.
    pub(super) name_span: Span,
    pub(super) label: String,
    pub(super) help: Option<String>,
    pub(super) group: Option<String>,
    pub(super) default: Option<Default>,
    /// What is said about the inside of everything.
    pub(super) of_leaf: Vec<Call>,
    /// What is said about the list.
    pub(super) of_list: Vec<Call>,
    /// Where the default is written, or the name without one.
    pub(super) default_span: Span,
}

impl<'a> Field<'a> {
    pub(super) fn new(field: &'a syn::Field, case: Option<Case>) -> syn::Result<Self> {
        let Some(ident) = &field.ident else {
            return Err(syn::Error::new_spanned(field, "settings have names"));
        };
        let attributes = Attributes::of(&field.attrs, &Key::OF_FIELDS, "a setting")?;
        let mut errors = Errors::default();
        let text = |key, errors: &mut Errors| errors.keep(attributes.get(key)?.text());
        let rust = unraw(ident);
        let shape = Shape::of(&field.ty);
        let name = text(Key::Name, &mut errors);
        let label = text(Key::Label, &mut errors);
        let group = text(Key::Group, &mut errors);
        let default = attributes.get(Key::Default);
        let default_span = default.map_or_else(|| ident.span(), Attribute::value_span);
        let default =
            default.and_then(|default| errors.keep(defaults::default(default, &field.ty, &shape)));
        let (mut of_leaf, mut of_list) = (Vec::new(), Vec::new());
        for attribute in attributes.iter() {
            match errors.keep(limit(attribute, &field.ty, &shape)).flatten() {
                Some(Limit::Leaf(call)) => of_leaf.push(call),
                Some(Limit::List(call)) => of_list.push(call),
                None => {}
            }
        }
        range(&attributes, &mut errors);
        let written = attributes.get(Key::Name);
        errors.finish(Self {
            ident,
            ty: &field.ty,
            shape,
            name: name
                .unwrap_or_else(|| case.map_or_else(|| rust.clone(), |case| case.apply(&rust))),
            name_span: written.map_or_else(|| ident.span(), Attribute::value_span),
            label: label.unwrap_or_else(|| spaced(&rust)),
            help: super::help(&field.attrs),
            group,
            default,
            of_leaf,
            of_list,
            default_span,
        })
    }

    /// Whether it must be there, as far as can be seen.
    pub(super) fn is_required(&self) -> bool {
        self.default.is_none() && !matches!(self.shape, Shape::Optional(_))
    }
}

/// A method of `Kind`, which makes it what an attribute says.
pub(super) struct Call {
    pub(super) method: Ident,
    pub(super) argument: Option<TokenStream>,
}

impl Call {
    fn new(method: Ident, argument: TokenStream) -> Self {
        let argument = Some(argument);
        Self { method, argument }
    }
}

/// What an attribute says about the kind of a setting, and which part of it.
enum Limit {
    Leaf(Call),
    List(Call),
}

/// Which types an attribute is for.
#[derive(Clone, Copy)]
enum Applies {
    Texts,
    Numbers,
    Lists,
}

fn limit(attribute: &Attribute, ty: &Type, shape: &Shape<'_>) -> syn::Result<Option<Limit>> {
    let span = attribute.ident.span();
    let leaf = |call| Ok(Some(Limit::Leaf(call)));
    let list = |call| Ok(Some(Limit::List(call)));
    let method = format_ident!("{}", attribute.key.name(), span = span);
    match attribute.key {
        Key::Default | Key::Group | Key::Label | Key::Name | Key::RenameAll => Ok(None),
        Key::Secret | Key::Multiline | Key::Url => {
            attribute.flag()?;
            fits(attribute, Applies::Texts, ty, shape)?;
            leaf(Call {
                method,
                argument: None,
            })
        }
        Key::Pattern => {
            let pattern = attribute.text()?;
            fits(attribute, Applies::Texts, ty, shape)?;
            leaf(Call::new(method, quote!(#pattern)))
        }
        Key::MinLength | Key::MaxLength => {
            let length = attribute.count()?;
            fits(attribute, Applies::Texts, ty, shape)?;
            leaf(Call::new(method, quote!(#length)))
        }
        Key::Min | Key::Max => {
            fits(attribute, Applies::Numbers, ty, shape)?;
            leaf(bound(attribute, method, shape)?)
        }
        Key::LabelBy => {
            let field = attribute.text()?;
            fits(attribute, Applies::Lists, ty, shape)?;
            list(Call::new(method, quote!(#field)))
        }
        Key::MinItems | Key::MaxItems => {
            let count = attribute.count()?;
            fits(attribute, Applies::Lists, ty, shape)?;
            list(Call::new(method, quote!(#count)))
        }
    }
}

/// Refuses an attribute that says nothing about the type.
fn fits(attribute: &Attribute, applies: Applies, ty: &Type, shape: &Shape<'_>) -> syn::Result<()> {
    let (_, leaf) = shape.leaf();
    let (fits, what) = match applies {
        Applies::Texts => (matches!(leaf, Leaf::Text | Leaf::Other), "texts"),
        Applies::Numbers => (
            matches!(leaf, Leaf::Integer | Leaf::Float | Leaf::Other),
            "numbers",
        ),
        Applies::Lists => (shape.is_list(), "lists"),
    };
    if fits {
        return Ok(());
    }
    let ty = quote!(#ty).to_string().replace(' ', "");
    let message = format!("`{}` is for {what}, and this is a `{ty}`", attribute.ident);
    Err(syn::Error::new(attribute.ident.span(), message))
}

/// `min` or `max`: checked by the compiler to be of the type, where the type can be seen.
fn bound(attribute: &Attribute, method: Ident, shape: &Shape<'_>) -> syn::Result<Call> {
    let value = attribute.required(&format!("`{} = 1`", attribute.ident))?;
    let span = value.span();
    let (ty, leaf) = shape.leaf();
    let fraction = format_ident!("{method}_number", span = attribute.ident.span());
    match leaf {
        Leaf::Float => {
            let number = defaults::json(defaults::number(value)?);
            Ok(Call::new(fraction, quote!(#number)))
        }
        Leaf::Other if defaults::is_float(value) => {
            let number = defaults::json(defaults::number(value)?);
            Ok(Call::new(fraction, quote!(#number)))
        }
        Leaf::Integer => {
            whole(value)?;
            Ok(Call::new(
                method,
                quote_spanned!(span=> const { let bound: #ty = #value; bound } as i128),
            ))
        }
        Leaf::Other | Leaf::Text | Leaf::Boolean => Ok(Call::new(method, quote!(#value))),
    }
}

fn whole(value: &Expr) -> syn::Result<()> {
    match defaults::is_float(value) {
        true => Err(syn::Error::new_spanned(
            value,
            "expected a number without fraction, as the field's type",
        )),
        false => Ok(()),
    }
}

/// Refuses bounds that leave nothing between them, and a default outside of them, where they are written as numbers.
fn range(attributes: &Attributes, errors: &mut Errors) {
    for (least, most) in [
        (Key::Min, Key::Max),
        (Key::MinLength, Key::MaxLength),
        (Key::MinItems, Key::MaxItems),
        (Key::Min, Key::Default),
        (Key::Default, Key::Max),
    ] {
        let written = |key| {
            let attribute = attributes.get(key)?;
            let number = attribute.value.as_ref().and_then(defaults::known_number)?;
            Some((attribute, number))
        };
        if let (Some((first, least)), Some((second, most))) = (written(least), written(most)) {
            if least > most {
                let message = format!("`{}` is less than `{}`", second.ident, first.ident);
                errors.add(syn::Error::new(second.value_span(), message));
            }
        }
    }
}
