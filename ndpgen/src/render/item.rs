//! Items: modules, imports, types, traits, functions, macros, each laid out as rustfmt does.

use super::attr::{render_inner_attributes, render_outer_attributes};
use super::expr::{Place, render_block, render_expr};
use super::flat::flat;
use super::macros::render_macro;
use super::{INDENT, MAX_WIDTH, pad};
use quote::quote;
use syn::{Block, Expr, Field, FnArg, Generics, ImplItem, Item, Signature, TraitItem, Variant};

/// Items with a blank line between them; runs of imports and of module declarations stay together.
pub(super) fn render_items(items: &[Item], indent: usize) -> String {
    let mut text = String::new();
    for (position, item) in items.iter().enumerate() {
        if position > 0 && !stay_together(&items[position - 1], item) {
            text.push('\n');
        }
        text.push_str(&render_item(item, indent));
    }
    text
}

fn stay_together(first: &Item, second: &Item) -> bool {
    match (first, second) {
        (Item::Use(first), Item::Use(second)) => flat(&first.vis) == flat(&second.vis),
        (Item::Mod(first), Item::Mod(second)) => {
            first.content.is_none() && second.content.is_none() && second.attrs.is_empty()
        }
        _ => false,
    }
}

fn render_item(item: &Item, indent: usize) -> String {
    match item {
        Item::Use(item) => super::imports::render_use(item, indent),
        Item::Mod(item) => {
            let head = format!("{}mod {}", visibility(&item.vis), item.ident);
            let body = item
                .content
                .as_ref()
                .map(|(_, items)| render_items(items, indent + INDENT));
            let inner = render_inner_attributes(&item.attrs, indent + INDENT);
            let end = match body {
                None => ";".to_owned(),
                Some(items) => body_braces(&format!("{inner}{items}"), indent),
            };
            declaration(&item.attrs, indent, &format!("{head}{end}"))
        }
        Item::Struct(item) => {
            let head = format!("{}struct {}", visibility(&item.vis), item.ident);
            let fields = item
                .fields
                .iter()
                .map(|field| render_field(field, indent + INDENT));
            let body = body_braces(&fields.collect::<String>(), indent);
            declaration(&item.attrs, indent, &format!("{head}{body}"))
        }
        Item::Enum(item) => {
            let head = format!("{}enum {}", visibility(&item.vis), item.ident);
            let variants = item
                .variants
                .iter()
                .map(|item| render_variant(item, indent + INDENT));
            let body = body_braces(&variants.collect::<String>(), indent);
            declaration(&item.attrs, indent, &format!("{head}{body}"))
        }
        Item::Trait(item) => {
            let head = format!("{}trait {}", visibility(&item.vis), item.ident);
            let functions = item
                .items
                .iter()
                .map(|item| render_trait_item(item, indent + INDENT));
            let body = body_braces(&functions.collect::<Vec<_>>().join("\n"), indent);
            declaration(&item.attrs, indent, &format!("{head}{body}"))
        }
        Item::Impl(item) => {
            let of = item
                .trait_
                .as_ref()
                .map(|(path, _)| format!("{} for ", flat(path)));
            let head = format!("impl {}{}", of.unwrap_or_default(), flat(&item.self_ty));
            let functions = item
                .items
                .iter()
                .map(|item| render_impl_item(item, indent + INDENT));
            let body = body_braces(&functions.collect::<Vec<_>>().join("\n"), indent);
            declaration(&item.attrs, indent, &format!("{head}{body}"))
        }
        Item::Fn(item) => {
            let head = visibility(&item.vis);
            let text = render_function(&head, &item.sig, Some(&item.block), indent);
            declaration(&item.attrs, indent, &text)
        }
        Item::Const(item) => {
            let (vis, ident, ty) = (visibility(&item.vis), &item.ident, flat(&item.ty));
            let text = render_value(&format!("{vis}const {ident}: {ty} ="), &item.expr, indent);
            declaration(&item.attrs, indent, &text)
        }
        Item::Static(item) => {
            let (vis, ident, ty) = (visibility(&item.vis), &item.ident, flat(&item.ty));
            let text = render_value(&format!("{vis}static {ident}: {ty} ="), &item.expr, indent);
            declaration(&item.attrs, indent, &text)
        }
        Item::Macro(item) => {
            let text = render_macro(item.ident.as_ref(), &item.mac, indent);
            let end = if item.semi_token.is_some() { ";" } else { "" };
            declaration(&item.attrs, indent, &format!("{text}{end}"))
        }
        Item::Type(item) => {
            let head = format!("{}type {} =", visibility(&item.vis), item.ident);
            declaration(
                &item.attrs,
                indent,
                &after_equals(&head, &flat(&item.ty), indent),
            )
        }
        _ => format!("{}{}\n", pad(indent), flat(item)),
    }
}

/// Attributes, then the text that follows them, on lines of their own.
fn declaration(attributes: &[syn::Attribute], indent: usize, text: &str) -> String {
    format!(
        "{}{}{text}\n",
        render_outer_attributes(attributes, indent),
        pad(indent)
    )
}

fn body_braces(body: &str, indent: usize) -> String {
    if body.is_empty() {
        return " {}".to_owned();
    }
    format!(" {{\n{body}{}}}", pad(indent))
}

fn visibility(vis: &syn::Visibility) -> String {
    let text = flat(vis);
    if text.is_empty() {
        text
    } else {
        format!("{text} ")
    }
}

fn render_field(field: &Field, indent: usize) -> String {
    let head = field.ident.as_ref().map(|ident| format!("{ident}: "));
    let text = format!(
        "{}{}{},",
        visibility(&field.vis),
        head.unwrap_or_default(),
        flat(&field.ty)
    );
    declaration(&field.attrs, indent, &text)
}

fn render_variant(variant: &Variant, indent: usize) -> String {
    let Variant {
        attrs,
        ident,
        fields,
        ..
    } = variant;
    declaration(attrs, indent, &flat(&quote!(#ident #fields,)))
}

fn render_trait_item(item: &TraitItem, indent: usize) -> String {
    match item {
        TraitItem::Fn(item) => {
            let text = render_function("", &item.sig, item.default.as_ref(), indent);
            declaration(&item.attrs, indent, &text)
        }
        _ => format!("{}{}\n", pad(indent), flat(item)),
    }
}

fn render_impl_item(item: &ImplItem, indent: usize) -> String {
    match item {
        ImplItem::Fn(item) => {
            let head = visibility(&item.vis);
            let text = render_function(&head, &item.sig, Some(&item.block), indent);
            declaration(&item.attrs, indent, &text)
        }
        _ => format!("{}{}\n", pad(indent), flat(item)),
    }
}

/// A function: on one line up to its brace where that fits, else one parameter a line.
fn render_function(head: &str, sig: &Signature, body: Option<&Block>, indent: usize) -> String {
    let line = format!("{head}{}", flat(sig));
    let width = indent + line.len();
    let Some(body) = body else {
        let line = if width < MAX_WIDTH {
            line
        } else {
            broken_signature(head, sig, indent)
        };
        return format!("{line};");
    };
    let block = render_block(body, indent);
    if width + " {".len() <= MAX_WIDTH {
        return format!("{line} {block}");
    }
    if width <= MAX_WIDTH && sig.inputs.is_empty() {
        return format!("{line}\n{}{block}", pad(indent));
    }
    format!("{} {block}", broken_signature(head, sig, indent))
}

fn broken_signature(head: &str, sig: &Signature, indent: usize) -> String {
    let Signature {
        ident,
        generics,
        inputs,
        output,
        ..
    } = sig;
    let generics = render_generics(generics, !inputs.is_empty(), indent);
    let inner = pad(indent + INDENT);
    let params = inputs
        .iter()
        .map(|input: &FnArg| format!("{inner}{},\n", flat(input)));
    let params = match inputs.is_empty() {
        true => String::new(),
        false => format!("\n{}{}", params.collect::<String>(), pad(indent)),
    };
    format!("{head}fn {ident}{generics}({params}) {}", flat(output))
}

fn render_generics(generics: &Generics, has_inputs: bool, indent: usize) -> String {
    if has_inputs || generics.params.is_empty() {
        return flat(generics);
    }
    let inner = pad(indent + INDENT);
    let params = generics
        .params
        .iter()
        .map(|param| format!("{inner}{},\n", flat(param)));
    format!("<\n{}{}>", params.collect::<String>(), pad(indent))
}

fn render_value(head: &str, value: &Expr, indent: usize) -> String {
    let place = Place {
        indent,
        before: indent + head.len() + 1,
        after: 1,
    };
    match value {
        Expr::Lit(_) | Expr::Path(_) => after_equals(head, &flat(value), indent),
        _ => format!("{head} {};", render_expr(value, place)),
    }
}

fn after_equals(head: &str, value: &str, indent: usize) -> String {
    if indent + head.len() + 1 + value.len() < MAX_WIDTH {
        return format!("{head} {value};");
    }
    format!("{head}\n{}{value};", pad(indent + INDENT))
}
