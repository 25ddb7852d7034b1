//! Documentation of generated code: the schema's description, made safe for rustdoc, and the facts that the schema states elsewhere.

mod blocks;
mod fence;
mod inline;

use crate::model::{Docs, Field, Permission, Shape, Version};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::BTreeSet;
use syn::ext::IdentExt;

/// What the documentation of an item says besides its description.
#[derive(Default)]
pub struct Facts<'a> {
    /// What to say in place of a missing description.
    pub fallback: Option<String>,
    /// Paragraphs and lists.
    pub notes: Vec<Lines>,
    pub permission: Option<&'a Permission>,
    /// First version that has the item, where a reader would not assume it.
    pub since: Option<Version>,
    /// First version whose reply can be read, where older ones answer in another form.
    pub readable_since: Option<Version>,
    /// When the function fails, unless the description has such a section.
    pub errors: Option<&'a str>,
}

/// A paragraph or a list in Markdown for rustdoc, filled.
pub type Lines = Vec<String>;

const ERRORS: &str = "# Errors";

/// Documentation of the item that follows.
pub fn outer(docs: &Docs, facts: &Facts<'_>) -> TokenStream {
    attributes(&compose(docs, facts))
}

/// Documentation of the module that contains it.
pub fn inner(docs: &Docs, facts: &Facts<'_>) -> TokenStream {
    let lines = commented(&compose(docs, facts));
    quote!(#(#![doc = #lines])*)
}

/// Documentation of our own: one paragraph.
pub fn outer_text(text: &str) -> TokenStream {
    attributes(&paragraph(text))
}

/// A paragraph of our own, in which links are meant.
pub fn paragraph(text: &str) -> Lines {
    blocks::fill("", text)
}

/// A text of someone else's inside a paragraph, as it is.
pub fn code(text: &str) -> String {
    let words = text.split_whitespace().map(blocks::clean);
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    inline::code(&words.join(" "))
}

fn attributes(lines: &[String]) -> TokenStream {
    let lines = commented(lines);
    quote!(#(#[doc = #lines])*)
}

/// What the compiler makes of lines that are written as comments: the space after the slashes belongs to them.
fn commented(lines: &[String]) -> Lines {
    lines.iter().map(|line| format!(" {line}")).collect()
}

/// The note of a deprecation: the compiler shows it as it is, rustdoc as Markdown.
pub fn note(text: &str) -> String {
    inline::escape(
        &text.split_whitespace().collect::<Vec<_>>().join(" "),
        &BTreeSet::new(),
    )
}

/// How a link spells an identifier: without `r#`, in which rustdoc would take the `#` for the start of a place on the page.
pub fn link(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// The version, if it is later than what is needed anyway.
pub fn later(since: Option<Version>, baseline: Option<Version>) -> Option<Version> {
    since.filter(|since| baseline.is_none_or(|baseline| *since > baseline))
}

/// The version of the earliest field: before it the type was not there.
pub fn type_since(shape: &Shape) -> Option<Version> {
    match shape {
        Shape::Struct(fields) => fields.iter().filter_map(|field| field.since).min(),
        Shape::Enum(_) | Shape::Map(_) => None,
    }
}

/// A parameter, or what comes back.
pub struct Entry<'a> {
    pub label: String,
    pub docs: &'a Docs,
    /// First version that has it, where that is later than its function's.
    pub since: Option<Version>,
}

impl<'a> Entry<'a> {
    /// An entry that is as old as its function.
    pub fn new(label: String, docs: &'a Docs) -> Self {
        Entry {
            label,
            docs,
            since: None,
        }
    }

    /// An entry whose function needs `baseline` anyway.
    pub fn of_field(label: String, field: &'a Field, baseline: Option<Version>) -> Self {
        Entry {
            label,
            docs: &field.docs,
            since: later(field.since, baseline),
        }
    }

    fn lines(self) -> Lines {
        let Entry { label, docs, since } = self;
        let text = docs.0.replace('\n', "\n  ");
        let since = since.map(|since| format!("Since Navidrome {since}."));
        match (text.as_str(), since) {
            ("", None) => Lines::new(),
            ("", Some(since)) => paragraph(&format!("- {label}: {since}")),
            (text, None) => blocks::tidy(&format!("- {label}: {text}")),
            (text, Some(since)) => {
                let mut lines = blocks::tidy(&format!("- {label}: {text}"));
                lines.extend([String::new(), format!("  {since}")]);
                lines
            }
        }
    }
}

/// A list of what there is something to say about.
pub fn list<'a>(items: impl IntoIterator<Item = Entry<'a>>) -> Option<Lines> {
    let lines: Lines = items.into_iter().flat_map(Entry::lines).collect();
    (!lines.is_empty()).then_some(lines)
}

/// The description up to its first heading, the facts, and then the description's sections.
fn compose(docs: &Docs, facts: &Facts<'_>) -> Lines {
    let Facts {
        fallback,
        notes,
        permission,
        since,
        readable_since,
        errors,
    } = facts;
    let mut body = match (docs.0.as_str(), fallback) {
        ("", Some(fallback)) => paragraph(fallback),
        (text, _) => blocks::tidy(text),
    };
    let sections = body.split_off(blocks::first_heading(&body));
    while body.last().is_some_and(String::is_empty) {
        body.pop();
    }
    let has_errors = sections.iter().any(|line| line == ERRORS);
    let needs = needs(*permission, *since, *readable_since);
    let errors = errors.filter(|_| !has_errors);
    let errors =
        errors.map(|text| [vec![ERRORS.to_owned(), String::new()], paragraph(text)].concat());
    let parts = std::iter::once(body)
        .chain(notes.iter().cloned())
        .chain(needs.map(|needs| paragraph(&needs)))
        .chain([sections])
        .chain(errors)
        .filter(|part| !part.is_empty());
    parts.collect::<Vec<Lines>>().join(&String::new())
}

/// What has to be there for the item to work, in one sentence.
fn needs(
    permission: Option<&Permission>,
    since: Option<Version>,
    readable_since: Option<Version>,
) -> Option<String> {
    let permission = match permission {
        Some(Permission::Key(key)) => Some(format!(
            "Needs the {} permission in the manifest",
            code(key)
        )),
        Some(Permission::None) | None => None,
    };
    let version = readable_since.or(since);
    let sentence = match (permission, version) {
        (None, None) => return None,
        (Some(permission), None) => format!("{permission}."),
        (Some(permission), Some(version)) => {
            format!("{permission}, and Navidrome {version} or later.")
        }
        (None, Some(version)) => format!("Since Navidrome {version}."),
    };
    Some(match readable_since {
        Some(_) => format!("{sentence} Older versions answer in a form that cannot be read."),
        None => sentence,
    })
}
