//! Macros: calls in braces, which rustfmt leaves as they are, and `macro_rules!` definitions, whose bodies it formats like any code.

use super::flat::{flat, flat_pattern};
use super::item::render_items;
use super::{INDENT, pad};
use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use std::collections::BTreeSet;
use syn::{Macro, MacroDelimiter};

/// Stands for `$` while the body of a rule is parsed. rustfmt itself puts a `z`, so that widths stay the same.
const DOLLAR: &str = "z";

pub(super) fn render_macro(name: Option<&Ident>, mac: &Macro, indent: usize) -> String {
    let path = flat(&mac.path);
    match (name, &mac.delimiter) {
        (Some(name), _) => format!(
            "{path}! {name} {{\n{}{}}}",
            render_rules(mac.tokens.clone(), indent + INDENT),
            pad(indent)
        ),
        (None, MacroDelimiter::Brace(_)) => {
            format!("{path}! {}", render_braces(mac.tokens.clone(), indent))
        }
        (None, _) => flat(mac),
    }
}

/// `(pattern) => { body };`, one rule after the other.
fn render_rules(tokens: TokenStream, indent: usize) -> String {
    let mut text = String::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                let pattern = flat_pattern(group.stream());
                text.push_str(&format!("{}({pattern}) => ", pad(indent)));
            }
            TokenTree::Group(group) => {
                let body = render_body(&group, indent + INDENT);
                text.push_str(&format!("{{\n{body}{}}};\n", pad(indent)));
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    text
}

/// The body of a rule: items, as rustfmt sees them too, with identifiers in place of the variables.
fn render_body(body: &Group, indent: usize) -> String {
    let mut variables = BTreeSet::new();
    let tokens = without_dollars(body.stream(), &mut variables);
    let Ok(file) = syn::parse2::<syn::File>(tokens) else {
        return format!("{}{}\n", pad(indent), flat(&body.stream()));
    };
    let text = render_items(&file.items, indent);
    variables.iter().fold(text, |text, name| {
        text.replace(&format!("{DOLLAR}{name}"), &format!("${name}"))
    })
}

fn without_dollars(tokens: TokenStream, variables: &mut BTreeSet<String>) -> TokenStream {
    let mut replaced = Vec::new();
    let mut after_dollar = false;
    for token in tokens {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '$' => after_dollar = true,
            TokenTree::Ident(ident) if after_dollar => {
                variables.insert(ident.to_string());
                let ident = Ident::new(&format!("{DOLLAR}{ident}"), ident.span());
                replaced.push(TokenTree::Ident(ident));
                after_dollar = false;
            }
            TokenTree::Group(group) => {
                let inner = without_dollars(group.stream(), variables);
                replaced.push(TokenTree::Group(Group::new(group.delimiter(), inner)));
            }
            other => replaced.push(other),
        }
    }
    replaced.into_iter().collect()
}

/// What stands in braces, one comma-separated part a line; braces at the end of a part open the next level.
fn render_braces(tokens: TokenStream, indent: usize) -> String {
    let mut parts = vec![Vec::new()];
    for token in tokens {
        let ends = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',');
        match parts.last_mut() {
            Some(part) if !ends => part.push(token),
            _ => parts.push(Vec::new()),
        }
    }
    parts.retain(|part| !part.is_empty());
    // A single part is no list.
    let end = if parts.len() > 1 { "," } else { "" };
    let inner = pad(indent + INDENT);
    let lines = parts.into_iter().map(|part| {
        let part = render_part(part, indent + INDENT);
        format!("{inner}{part}{end}\n")
    });
    format!("{{\n{}{}}}", lines.collect::<String>(), pad(indent))
}

fn render_part(mut part: Vec<TokenTree>, indent: usize) -> String {
    let braces = match part.pop() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            format!(" {}", render_braces(group.stream(), indent))
        }
        last => {
            part.extend(last);
            String::new()
        }
    };
    format!(
        "{}{braces}",
        flat(&part.into_iter().collect::<TokenStream>())
    )
}
