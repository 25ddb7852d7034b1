//! Tokens on one line, spaced as rustfmt spaces them. Knows the tokens that the emitters write, not all of Rust: no comparisons, no bit operations, no casts.

use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

/// The tokens as one line of text.
pub fn flat(tokens: &impl ToTokens) -> String {
    let mut line = Line::default();
    line.stream(tokens.to_token_stream());
    line.text
}

/// The pattern of a macro's rule, where `$name:kind` has no space.
pub(super) fn flat_pattern(tokens: TokenStream) -> String {
    let mut line = Line {
        is_pattern: true,
        ..Line::default()
    };
    line.stream(tokens);
    line.text
}

/// Items as a comma-separated line.
pub(super) fn flat_list<'a, T: ToTokens + 'a>(items: impl IntoIterator<Item = &'a T>) -> String {
    items.into_iter().map(flat).collect::<Vec<_>>().join(", ")
}

#[derive(Default)]
struct Line {
    text: String,
    before: Before,
    /// Inside the parameter bars of a closure.
    in_closure_head: bool,
    is_pattern: bool,
}

/// What stands before the next token, as far as spacing depends on it.
#[derive(Clone, Copy, Default, PartialEq)]
enum Before {
    /// Something that the next token touches: nothing, `(`, `.`, `&` …
    #[default]
    Glue,
    /// An identifier, a keyword or a literal.
    Word,
    /// The end of a group or of generic arguments.
    End,
    /// Something that wants a space after it: `,`, `=`, `->` …
    Gap,
}

impl Line {
    fn stream(&mut self, tokens: TokenStream) {
        let mut joined = None;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    self.word(&ident.to_string());
                    if joined == Some('\'') {
                        self.before = Before::Gap;
                    }
                }
                TokenTree::Literal(literal) => self.word(&literal.to_string()),
                TokenTree::Group(group) => self.group(&group),
                TokenTree::Punct(punct) => {
                    self.punct(&punct, joined);
                    joined = (punct.spacing() == Spacing::Joint).then(|| punct.as_char());
                    continue;
                }
            }
            joined = None;
        }
    }

    fn word(&mut self, word: &str) {
        self.open(matches!(
            self.before,
            Before::Word | Before::End | Before::Gap
        ));
        self.text.push_str(word);
        self.before = Before::Word;
    }

    fn group(&mut self, group: &Group) {
        let (open, close, inner_space) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")", false),
            Delimiter::Bracket => ("[", "]", false),
            Delimiter::Brace => ("{", "}", !group.stream().is_empty()),
            Delimiter::None => ("", "", false),
        };
        let is_brace = group.delimiter() == Delimiter::Brace;
        self.open(self.before == Before::Gap || (is_brace && self.before != Before::Glue));
        self.text.push_str(open);
        self.before = if inner_space {
            Before::Gap
        } else {
            Before::Glue
        };
        self.stream(group.stream());
        self.open(inner_space);
        self.text.push_str(close);
        self.before = Before::End;
    }

    fn punct(&mut self, punct: &Punct, joined: Option<char>) {
        let (space_before, before) = match (joined, punct.as_char()) {
            (Some('-' | '='), '>') => (false, Before::Gap),
            (Some(':'), ':') => (false, Before::Glue),
            (None, ':') if punct.spacing() == Spacing::Joint => {
                (self.before == Before::Gap, Before::Glue)
            }
            (_, ':') if self.is_pattern => (false, Before::Glue),
            (_, ',' | ';' | ':') => (false, Before::Gap),
            (_, '-' | '=') if punct.spacing() == Spacing::Joint => (true, Before::Glue),
            (_, '=' | '+') => (true, Before::Gap),
            (_, '|') => {
                self.in_closure_head = !self.in_closure_head;
                let opens = self.in_closure_head;
                (
                    opens && self.before != Before::Glue,
                    if opens { Before::Glue } else { Before::Gap },
                )
            }
            (_, '>') => (false, Before::End),
            (_, '&' | '\'' | '$') => (
                matches!(self.before, Before::Word | Before::Gap),
                Before::Glue,
            ),
            (_, '<') => (self.before == Before::Gap, Before::Glue),
            (_, '?') => (false, Before::End),
            _ => (self.before == Before::Gap, Before::Glue),
        };
        self.open(space_before);
        self.text.push(punct.as_char());
        self.before = before;
    }

    fn open(&mut self, space: bool) {
        if space && !self.text.is_empty() {
            self.text.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{flat, flat_pattern};
    use quote::quote;

    #[test]
    fn spaces_tokens_as_rustfmt_does() {
        let cases = [
            (
                quote!(fn get(&self, key: &str) -> Result<Option<String>, Error>),
                "fn get(&self, key: &str) -> Result<Option<String>, Error>",
            ),
            (
                quote!(pub fn nd_x<P: Scrobbler + Default>() -> i32),
                "pub fn nd_x<P: Scrobbler + Default>() -> i32",
            ),
            (
                quote!(wire::export::<(), ()>(|()| T::on_init(&P::default()))),
                "wire::export::<(), ()>(|()| T::on_init(&P::default()))",
            ),
            (
                quote!(wire::call(imports::X, params)?.found::<wire::Plain, _>("value", "exists")),
                "wire::call(imports::X, params)?.found::<wire::Plain, _>(\"value\", \"exists\")",
            ),
            (
                quote!(let params: &[(&str, &dyn wire::Encode)] = &[("key", &key)]),
                "let params: &[(&str, &dyn wire::Encode)] = &[(\"key\", &key)]",
            ),
            (
                quote!(#[serde(default, rename_all = "camelCase")]),
                "#[serde(default, rename_all = \"camelCase\")]",
            ),
            (
                quote!(pub(crate) static A: &'static [T] = &[]),
                "pub(crate) static A: &'static [T] = &[]",
            ),
            (
                quote!(
                    fn r#type(&self, x: <P as Default>::Out) {}
                ),
                "fn r#type(&self, x: <P as Default>::Out) {}",
            ),
            (
                quote!(T {
                    a: 1,
                    b: ::std::vec::Vec::new()
                }),
                "T { a: 1, b: ::std::vec::Vec::new() }",
            ),
            (quote!({ $expand("a", input) }), "{ $expand(\"a\", input) }"),
        ];
        for (tokens, text) in cases {
            assert_eq!(flat(&tokens), text);
        }
        assert_eq!(
            flat_pattern(quote!($plugin:ty, $of:path)),
            "$plugin:ty, $of:path"
        );
    }
}
