//! `#[derive(Config)]`: from a type of settings to how it is read and what it tells about itself.
//!
//! Form and mistakes of the author are settled here and below; what a kind of setting is, is in `nd_pdk::config`.

mod attributes;
mod defaults;
mod emit;
mod fields;
mod shape;
mod words;

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Expr, ExprLit, Lit, LitStr, Meta};

use attributes::{Attributes, Key};
use fields::Field;
use words::{Case, spaced, unraw};

/// A struct or an enum that derives `Config`.
enum Described<'a> {
    Struct(Vec<Field<'a>>),
    Enum(Vec<Variant<'a>>),
}

/// A variant that can be chosen.
struct Variant<'a> {
    ident: &'a syn::Ident,
    name: String,
    label: String,
    /// Carries `#[default]`, which is that of the standard library.
    is_default: bool,
}

/// All mistakes in a type, so that the author sees them at once.
#[derive(Default)]
struct Errors(Vec<syn::Error>);

impl Errors {
    fn add(&mut self, error: syn::Error) {
        self.0.push(error);
    }

    fn keep<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.add(error)).ok()
    }

    fn finish<T>(self, value: T) -> syn::Result<T> {
        match self.0.into_iter().reduce(|mut all, error| {
            all.combine(error);
            all
        }) {
            Some(errors) => Err(errors),
            None => Ok(value),
        }
    }
}

/// The implementations for a type; of one with mistakes, these and as much as keeps the compiler from complaining about what follows from them.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    match described(input) {
        Ok(Described::Struct(fields)) => emit::of_struct(&input.ident, &fields),
        Ok(Described::Enum(variants)) => emit::of_enum(&input.ident, &variants),
        Err(mistakes) => {
            let mistakes = mistakes.into_compile_error();
            // For one with generics nobody knows what to implement.
            let rest = input.generics.params.is_empty();
            let rest = rest.then(|| emit::of_mistaken(&input.ident));
            quote!(#mistakes #rest)
        }
    }
}

fn described(input: &DeriveInput) -> syn::Result<Described<'_>> {
    if !input.generics.params.is_empty() {
        return Err(syn::Error::new_spanned(
            &input.generics,
            "a type of settings has no generics: the server's form needs to know what is in it",
        ));
    }
    match &input.data {
        Data::Struct(data) => match &data.fields {
            syn::Fields::Named(fields) => of_struct(input, fields),
            syn::Fields::Unnamed(_) | syn::Fields::Unit => Err(syn::Error::new_spanned(
                &input.ident,
                "settings have names: give the struct named fields, `struct Settings { token: String }`",
            )),
        },
        Data::Enum(data) => of_enum(input, data),
        Data::Union(data) => Err(syn::Error::new_spanned(
            data.union_token,
            "settings are a struct with named fields, or an enum to choose from",
        )),
    }
}

fn of_struct<'a>(
    input: &'a DeriveInput,
    named: &'a syn::FieldsNamed,
) -> syn::Result<Described<'a>> {
    let mut errors = Errors::default();
    let case = case(input, &mut errors);
    let mut names = HashSet::new();
    let mut fields = Vec::new();
    for field in &named.named {
        let Some(field) = errors.keep(Field::new(field, case)) else {
            continue;
        };
        if !names.insert(field.name.clone()) {
            let message = format!("two settings are called `{}`", field.name);
            errors.add(syn::Error::new(field.name_span, message));
        }
        fields.push(field);
    }
    errors.finish(Described::Struct(fields))
}

fn of_enum<'a>(input: &'a DeriveInput, data: &'a syn::DataEnum) -> syn::Result<Described<'a>> {
    let mut errors = Errors::default();
    let case = case(input, &mut errors);
    if data.variants.is_empty() {
        let message = "an enum of settings needs a variant: there is nothing to choose";
        errors.add(syn::Error::new_spanned(&input.ident, message));
    }
    let mut names = HashSet::new();
    let mut variants = Vec::new();
    for variant in &data.variants {
        let Some((variant, span)) = errors.keep(self::variant(variant, case)) else {
            continue;
        };
        if !names.insert(variant.name.clone()) {
            let message = format!("two variants are called `{}`", variant.name);
            errors.add(syn::Error::new(span, message));
        }
        variants.push(variant);
    }
    errors.finish(Described::Enum(variants))
}

/// A variant, and where its name is written.
fn variant(
    variant: &syn::Variant,
    case: Option<Case>,
) -> syn::Result<(Variant<'_>, proc_macro2::Span)> {
    if !matches!(variant.fields, syn::Fields::Unit) {
        return Err(syn::Error::new_spanned(
            &variant.fields,
            "a variant to choose has no data: put what belongs to it in settings of their own",
        ));
    }
    let attributes = Attributes::of(&variant.attrs, &[Key::Label, Key::Name], "a variant")?;
    let ident = unraw(&variant.ident);
    let (name, span) = match attributes.get(Key::Name) {
        Some(attribute) => (attribute.text()?, attribute.value_span()),
        None => (
            case.map_or_else(|| ident.clone(), |case| case.apply(&ident)),
            variant.ident.span(),
        ),
    };
    let label = match attributes.get(Key::Label) {
        Some(attribute) => attribute.text()?,
        None => spaced(&ident),
    };
    let is_default = variant
        .attrs
        .iter()
        .any(|attribute| attribute.path().is_ident("default"));
    let described = Variant {
        ident: &variant.ident,
        name,
        label,
        is_default,
    };
    Ok((described, span))
}

/// How the type wants its names written.
fn case(input: &DeriveInput, errors: &mut Errors) -> Option<Case> {
    let attributes = errors.keep(Attributes::of(&input.attrs, &[Key::RenameAll], "a type"))?;
    let case = attributes.get(Key::RenameAll)?;
    errors.keep(case.case())
}

/// The text of doc comments: a paragraph becomes a line.
fn help(attributes: &[Attribute]) -> Option<String> {
    let docs = attributes.iter().filter_map(doc).map(LitStr::value);
    let text = docs.collect::<Vec<_>>().join("\n");
    let lines: Vec<_> = text.split('\n').map(str::trim).collect();
    let paragraphs: Vec<_> = lines
        .split(|line| line.is_empty())
        .map(|lines| lines.join(" "))
        .filter(|paragraph| !paragraph.is_empty())
        .collect();
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n"))
}

fn doc(attribute: &Attribute) -> Option<&LitStr> {
    match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => Some(text),
            _ => None,
        },
        _ => None,
    }
}
