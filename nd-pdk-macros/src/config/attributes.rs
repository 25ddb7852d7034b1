//! What stands in `#[config(…)]`: keys, each once, with the form of their values.
//!
//! Whether a key fits the type is asked elsewhere.

use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Ident, Lit, Token};

use super::Errors;
use super::words::Case;
use crate::resolve::unknown_at;

/// Everything that can be said with `#[config(…)]`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Default,
    Group,
    Label,
    LabelBy,
    Max,
    MaxItems,
    MaxLength,
    Min,
    MinItems,
    MinLength,
    Multiline,
    Name,
    Pattern,
    RenameAll,
    Secret,
    Url,
}

impl Key {
    /// Those for a field of a struct.
    pub(super) const OF_FIELDS: [Self; 15] = [
        Self::Default,
        Self::Group,
        Self::Label,
        Self::LabelBy,
        Self::Max,
        Self::MaxItems,
        Self::MaxLength,
        Self::Min,
        Self::MinItems,
        Self::MinLength,
        Self::Multiline,
        Self::Name,
        Self::Pattern,
        Self::Secret,
        Self::Url,
    ];
    /// Those for a type or a variant and not for a field.
    const OF_OTHERS: [Self; 1] = [Self::RenameAll];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Group => "group",
            Self::Label => "label",
            Self::LabelBy => "label_by",
            Self::Max => "max",
            Self::MaxItems => "max_items",
            Self::MaxLength => "max_length",
            Self::Min => "min",
            Self::MinItems => "min_items",
            Self::MinLength => "min_length",
            Self::Multiline => "multiline",
            Self::Name => "name",
            Self::Pattern => "pattern",
            Self::RenameAll => "rename_all",
            Self::Secret => "secret",
            Self::Url => "url",
        }
    }
}

/// `key` or `key = value`, with a key that exists.
pub(super) struct Attribute {
    pub(super) key: Key,
    /// As the author wrote it.
    pub(super) ident: Ident,
    pub(super) value: Option<Expr>,
}

/// Those of one field, variant or type.
pub(super) struct Attributes(Vec<Attribute>);

impl Attributes {
    /// Reads them; `allowed` are the keys for `place`, such as `a variant`.
    pub(super) fn of(
        attributes: &[syn::Attribute],
        allowed: &[Key],
        place: &str,
    ) -> syn::Result<Self> {
        let mut errors = Errors::default();
        let mut read = Vec::<Attribute>::new();
        let config = attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("config"));
        for attribute in config {
            let parts = attribute.parse_args_with(Punctuated::<Part, Token![,]>::parse_terminated);
            for part in errors.keep(parts).into_iter().flatten() {
                let Some(attribute) = errors.keep(part.known(allowed, place)) else {
                    continue;
                };
                if read.iter().any(|other| other.key == attribute.key) {
                    let message = format!("`{}` is given twice", attribute.ident);
                    errors.add(syn::Error::new(attribute.ident.span(), message));
                }
                read.push(attribute);
            }
        }
        errors.finish(Self(read))
    }

    pub(super) fn get(&self, key: Key) -> Option<&Attribute> {
        self.0.iter().find(|attribute| attribute.key == key)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Attribute> {
        self.0.iter()
    }
}

impl Attribute {
    /// A text that is not empty.
    pub(super) fn text(&self) -> syn::Result<String> {
        let example = format!("`{} = \"…\"`", self.ident);
        match self.required(&example)? {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) if text.value().trim().is_empty() => Err(syn::Error::new_spanned(
                text,
                format!("`{}` is empty", self.ident),
            )),
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => Ok(text.value()),
            other => Err(syn::Error::new_spanned(
                other,
                format!("expected a text: {example}"),
            )),
        }
    }

    /// A number of things.
    pub(super) fn count(&self) -> syn::Result<u32> {
        let example = format!("`{} = 1`", self.ident);
        match self.required(&example)? {
            Expr::Lit(ExprLit {
                lit: Lit::Int(count),
                ..
            }) => count.base10_parse(),
            other => Err(syn::Error::new_spanned(
                other,
                format!("expected a number without sign: {example}"),
            )),
        }
    }

    /// Nothing but the key.
    pub(super) fn flag(&self) -> syn::Result<()> {
        match &self.value {
            None => Ok(()),
            Some(value) => {
                let message = format!(
                    "`{0}` has no value: write `{0}`, or leave it out",
                    self.ident
                );
                Err(syn::Error::new_spanned(value, message))
            }
        }
    }

    /// How names are written.
    pub(super) fn case(&self) -> syn::Result<Case> {
        let name = self.text()?;
        let found = Case::ALL.into_iter().find(|(other, _)| *other == name);
        found.map(|(_, case)| case).ok_or_else(|| {
            let names = || Case::ALL.into_iter().map(|(name, _)| name);
            let candidates = names().map(|name| (name, name.to_owned()));
            let problem = format!("no case is called `{name}`");
            unknown_at(self.value_span(), &name, &problem, candidates, names())
        })
    }

    /// Where its value is, or the key without one.
    pub(super) fn value_span(&self) -> Span {
        self.value
            .as_ref()
            .map_or_else(|| self.ident.span(), Spanned::span)
    }

    pub(super) fn required(&self, example: &str) -> syn::Result<&Expr> {
        self.value.as_ref().ok_or_else(|| {
            let message = format!("`{}` needs a value: {example}", self.ident);
            syn::Error::new(self.ident.span(), message)
        })
    }
}

/// `key` or `key = value`, whatever the key.
struct Part {
    ident: Ident,
    value: Option<Expr>,
}

impl Parse for Part {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let ident = input.parse()?;
        let equals: Option<Token![=]> = input.parse()?;
        let value = equals.map(|_| input.parse()).transpose()?;
        Ok(Self { ident, value })
    }
}

impl Part {
    fn known(self, allowed: &[Key], place: &str) -> syn::Result<Attribute> {
        let Self { ident, value } = self;
        let text = ident.to_string();
        let found = Key::OF_FIELDS
            .into_iter()
            .chain(Key::OF_OTHERS)
            .find(|key| key.name() == text);
        if let Some(key) = found.filter(|key| allowed.contains(key)) {
            return Ok(Attribute { key, ident, value });
        }
        let problem = match found {
            Some(_) => format!("{place} has no `{text}`"),
            None => format!("there is no `{text}` for {place}"),
        };
        let names = || allowed.iter().map(|key| key.name());
        let candidates = names().map(|name| (name, name.to_owned()));
        Err(unknown_at(
            ident.span(),
            &text,
            &problem,
            candidates,
            names(),
        ))
    }
}
