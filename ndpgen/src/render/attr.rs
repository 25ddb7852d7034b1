//! Attributes, and documentation as comments.

use super::flat::flat;
use super::{INDENT, MAX_WIDTH, pad};
use proc_macro2::{TokenStream, TokenTree};
use syn::{AttrStyle, Attribute, Expr, Lit, Meta};

/// rustfmt's limit for what stands between the parentheses of an attribute on one line.
const LIST_WIDTH: usize = 70;

pub(super) fn render_outer_attributes(attributes: &[Attribute], indent: usize) -> String {
    render_attributes(attributes, "///", "#", indent, |style| {
        matches!(style, AttrStyle::Outer)
    })
}

pub(super) fn render_inner_attributes(attributes: &[Attribute], indent: usize) -> String {
    render_attributes(attributes, "//!", "#!", indent, |style| {
        matches!(style, AttrStyle::Inner(_))
    })
}

fn render_attributes(
    attributes: &[Attribute],
    comment: &str,
    sign: &str,
    indent: usize,
    belongs: impl Fn(&AttrStyle) -> bool,
) -> String {
    let mut text = String::new();
    for attribute in attributes
        .iter()
        .filter(|attribute| belongs(&attribute.style))
    {
        text.push_str(&pad(indent));
        match doc_line(&attribute.meta) {
            Some(line) => text.push_str(format!("{comment}{line}").trim_end()),
            None => {
                text.push_str(sign);
                text.push_str(&render_meta(&attribute.meta, indent, indent + sign.len()));
            }
        }
        text.push('\n');
    }
    text
}

/// The text of `#[doc = "…"]`.
fn doc_line(meta: &Meta) -> Option<String> {
    let Meta::NameValue(pair) = meta else {
        return None;
    };
    match &pair.value {
        Expr::Lit(literal) if pair.path.is_ident("doc") => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

fn render_meta(meta: &Meta, indent: usize, before: usize) -> String {
    let line = format!("[{}]", flat(meta));
    let Meta::List(list) = meta else { return line };
    let items = split_at_commas(list.tokens.clone());
    let width = items.iter().map(String::len).sum::<usize>() + 2 * items.len().saturating_sub(1);
    if width <= LIST_WIDTH && before + line.len() <= MAX_WIDTH {
        return line;
    }
    let inner = pad(indent + INDENT);
    format!(
        "[{}(\n{inner}{}\n{})]",
        flat(&list.path),
        items.join(&format!(",\n{inner}")),
        pad(indent)
    )
}

fn split_at_commas(tokens: TokenStream) -> Vec<String> {
    let mut items = vec![TokenStream::new()];
    for token in tokens {
        match (&token, items.last_mut()) {
            (TokenTree::Punct(punct), _) if punct.as_char() == ',' => {
                items.push(TokenStream::new());
            }
            (_, Some(item)) => item.extend([token]),
            (_, None) => {}
        }
    }
    items
        .iter()
        .map(flat)
        .filter(|item| !item.is_empty())
        .collect()
}
