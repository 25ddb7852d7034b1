//! Tokens to text: what `rustfmt` would make of it, so that generated files pass `cargo fmt --check` and read as if written by hand.
//!
//! Not a formatter for all of Rust: each kind of item and expression that the emitters write has its layout here, with rustfmt's own limits for when a
//! line is broken. (prettyplease, the usual printer, breaks lines at 89 columns and knows none of these limits: rustfmt would rewrite its output.)

mod attr;
mod expr;
mod flat;
mod imports;
mod item;
mod macros;

use crate::files::MARKER;
pub use flat::flat;
use proc_macro2::TokenStream;

/// rustfmt's `max_width` in this repository.
const MAX_WIDTH: usize = 100;
const INDENT: usize = 4;

/// A whole file: the line that says where it comes from, then the items.
///
/// # Panics
///
/// When the tokens are not Rust items, which is a mistake in an emitter.
pub fn render_file(source: &str, tokens: TokenStream) -> String {
    let file: syn::File = syn::parse2(tokens).expect("emitters write Rust items");
    let head = attr::render_inner_attributes(&file.attrs, 0);
    let items = item::render_items(&file.items, 0);
    let parts = [head, items].into_iter().filter(|part| !part.is_empty());
    let body = parts.collect::<Vec<_>>().join("\n");
    format!("// {MARKER} from {source}. Do not edit.\n\n{body}")
}

fn pad(indent: usize) -> String {
    " ".repeat(indent)
}
