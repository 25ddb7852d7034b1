//! Tokens to text: prettyplease lays them out, blank lines set items apart. What `cargo fmt` would still change is rustfmt's business, one step later.

use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::files::MARKER;

/// A whole file: the line that says where it comes from, then the items.
///
/// # Panics
///
/// When the tokens are not Rust items, which is a mistake in an emitter.
pub fn render_file(source: &str, tokens: TokenStream) -> String {
    let file: syn::File = syn::parse2(tokens).expect("emitters write Rust items");
    let items = separate_items(&prettyplease::unparse(&file));
    format!("// {MARKER} from {source}. Do not edit.\n\n{items}")
}

/// The text of a path, for attributes that take it as a string.
pub fn render_path(path: &impl ToTokens) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}

/// Sets an item apart from the one before it; imports stay together.
///
/// prettyplease writes one line after the other. An item begins with its documentation, an attribute or a keyword, and ends in a brace or a semicolon; no
/// statement that the emitters write begins like an item.
fn separate_items(text: &str) -> String {
    const STARTS: [&str; 12] = [
        "///",
        "#[",
        "pub ",
        "pub(",
        "use ",
        "fn ",
        "const ",
        "static ",
        "impl ",
        "mod ",
        "macro_rules!",
        "wire::",
    ];
    let mut separated = String::with_capacity(text.len() + text.len() / 16);
    let mut before = "";
    for line in text.lines() {
        let (start, end) = (line.trim_start(), before.trim_start());
        let is_level = line.len() - start.len() == before.len() - end.len();
        let is_code = !end.starts_with("///");
        let ends_item = end.ends_with(['}', ';']) && is_code;
        let ends_head = end.starts_with("//!") || end.starts_with("#![");
        let begins_item = STARTS.iter().any(|word| start.starts_with(word));
        if is_level && (ends_item || ends_head) && begins_item && !(is_line(start) && is_line(end))
        {
            separated.push('\n');
        }
        separated.push_str(line);
        separated.push('\n');
        before = line;
    }
    separated
}

/// An import, a declaration of a module, or the last line of a long import: they stand in blocks.
fn is_line(text: &str) -> bool {
    let item = text.strip_prefix("pub ").unwrap_or(text);
    let starts_line = item.starts_with("use ") || item.starts_with("mod ");
    text == "};" || starts_line && text.ends_with([';', '{'])
}
