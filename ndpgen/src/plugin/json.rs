//! JSON with the place of every value. Must not know what a manifest is.

use std::ops::Range;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged as _;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use serde_json::Number;

use crate::source::{LineIndex, Position};

/// A text that is JSON.
#[derive(Debug)]
pub struct Document {
    pub text: String,
    pub root: Node,
}

/// A value and its bytes in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub span: Range<usize>,
    pub value: Value,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    /// In the order of the text, and with keys that are there twice.
    Object(Vec<Member>),
}

/// An entry of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    pub key: String,
    pub key_span: Range<usize>,
    pub node: Node,
}

/// Why a text is no JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    pub message: String,
    pub span: Range<usize>,
}

impl Document {
    /// Reads a text strictly: no comments, no trailing commas, nested at most 127 levels deep.
    ///
    /// # Errors
    /// The first place at which it is no JSON.
    pub fn parse(text: String) -> Result<Self, SyntaxError> {
        // Two readers: this one has the strictness and the messages, the other one the places.
        if let Err(error) = serde_json::from_str::<serde_json::Value>(&text) {
            return Err(strict_error(&text, &error));
        }
        let (collect, options) = (CollectOptions::default(), ParseOptions::default());
        let ast = parse_to_ast(&text, &collect, &options);
        let error = |message: String, span| SyntaxError { message, span };
        let ast =
            ast.map_err(|it| error(it.kind().to_string(), it.range().start..it.range().end))?;
        let ast = ast
            .value
            .ok_or_else(|| error("nothing in it".to_owned(), 0..0))?;
        let root = node(&ast);
        Ok(Self { text, root })
    }
}

impl Node {
    /// The members of an object; none of anything else.
    pub fn members(&self) -> &[Member] {
        match &self.value {
            Value::Object(members) => members,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => {
                &[]
            }
        }
    }

    /// The elements of a list; none of anything else.
    pub fn elements(&self) -> &[Node] {
        match &self.value {
            Value::List(elements) => elements,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Object(_) => {
                &[]
            }
        }
    }

    /// The member of an object with exactly this key; the last one, as for whoever reads JSON into a struct.
    pub fn get(&self, key: &str) -> Option<&Member> {
        self.members().iter().rfind(|member| member.key == key)
    }

    /// The member that the server reads for a key: whatever its case, though best spelt like this.
    pub fn get_in_any_case(&self, key: &str) -> Option<&Member> {
        let in_any_case = || {
            let mut members = self.members().iter();
            members.rfind(|member| member.key.eq_ignore_ascii_case(key))
        };
        self.get(key).or_else(in_any_case)
    }

    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Object(_) => {
                None
            }
        }
    }

    pub fn is_object(&self) -> bool {
        matches!(self.value, Value::Object(_))
    }

    /// What kind of value it is, with its article: `a text`.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        }
    }

    /// The node at a JSON pointer such as `/permissions/http`; the deepest one on the way if there is none.
    pub fn nearest(&self, pointer: &str) -> &Node {
        let mut node = self;
        for step in pointer.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
            let next = match &node.value {
                Value::Object(_) => node.get(&step).map(|member| &member.node),
                Value::List(elements) => step.parse().ok().and_then(|at: usize| elements.get(at)),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => None,
            };
            match next {
                Some(next) => node = next,
                None => break,
            }
        }
        node
    }

    /// Without the places.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(number) => number.clone().into(),
            Value::Text(text) => text.as_str().into(),
            Value::List(elements) => elements.iter().map(Node::to_json).collect(),
            Value::Object(members) => {
                let members = members.iter();
                members
                    .map(|it| (it.key.clone(), it.node.to_json()))
                    .collect()
            }
        }
    }
}

fn strict_error(text: &str, error: &serde_json::Error) -> SyntaxError {
    let lines = LineIndex::new(text);
    let position = Position {
        line: error.line().max(1),
        column: error.column().max(1),
    };
    // Columns of serde_json are bytes from 1, and lines are lines.
    let at = (lines.start(position.line) + position.column - 1).min(text.len());
    let at = (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let message = error.to_string();
    let message = match message.rsplit_once(" at line ") {
        Some((message, _)) => message.to_owned(),
        None => message,
    };
    SyntaxError {
        message,
        span: at..at,
    }
}

fn node(ast: &ast::Value<'_>) -> Node {
    let range = ast.range();
    let value = match ast {
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::BooleanLit(literal) => Value::Bool(literal.value),
        // Whatever serde_json has taken it takes again.
        ast::Value::NumberLit(literal) => match literal.value.parse() {
            Ok(number) => Value::Number(number),
            Err(_) => Value::Text(literal.value.to_owned()),
        },
        ast::Value::StringLit(literal) => Value::Text(literal.value.clone().into_owned()),
        ast::Value::Array(array) => Value::List(array.elements.iter().map(node).collect()),
        ast::Value::Object(object) => Value::Object(object.properties.iter().map(member).collect()),
    };
    Node {
        span: range.start..range.end,
        value,
    }
}

fn member(property: &ast::ObjectProp<'_>) -> Member {
    let range = property.name.range();
    Member {
        key: property.name.as_str().to_owned(),
        key_span: range.start..range.end,
        node: node(&property.value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Document {
        Document::parse(text.to_owned()).unwrap()
    }

    #[test]
    fn every_value_knows_its_place() {
        let text = r#"{"a": [1, "ä", null], "b": {"c": true}}"#;
        let document = parse(text);
        let at = |pointer| &document.text[document.root.nearest(pointer).span.clone()];
        assert_eq!(at(""), text);
        assert_eq!(at("/a/1"), r#""ä""#);
        assert_eq!(at("/b/c"), "true");
        assert_eq!(at("/b/c/d"), "true", "the deepest one on the way");
        let key = &document.root.members()[1].key_span;
        assert_eq!(&document.text[key.clone()], r#""b""#);
    }

    #[test]
    fn a_document_is_what_other_readers_make_of_it() {
        let text = r#"{"a": [1, -2.5, 1e300, "\u00e4\"\\", null, true], "b": {}, "a/b~c": 1}"#;
        let expected: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(parse(text).root.to_json(), expected);
        assert_eq!(parse(text).root.nearest("/a~1b~0c").to_json(), 1);
    }

    #[test]
    fn of_a_key_that_is_there_twice_both_are_kept_and_the_last_one_counts() {
        let document = parse(r#"{"a": 1, "a": 2}"#);
        assert_eq!(document.root.members().len(), 2);
        assert_eq!(document.root.get("a").unwrap().node.to_json(), 2);
    }

    #[test]
    fn what_is_no_json_is_an_error_at_its_place() {
        for (text, at) in [
            ("", 0),
            ("{", 0),
            ("{\"a\": 1,}", 8),
            ("{\n  // no\n}", 4),
            ("{'a': 1}", 1),
            ("[1 2]", 3),
            ("\u{feff}{}", 0),
            ("{} {}", 3),
        ] {
            let error = Document::parse(text.to_owned()).unwrap_err();
            assert_eq!(error.span.start, at, "{text:?}: {error:?}");
        }
        let deep = "[".repeat(100_000);
        assert!(Document::parse(deep).is_err());
    }
}
