//! Texts and JSON with placeholders such as `{artist}`. What is filled in stays what it is: titles and names of players come from strangers, and none of
//! them may add a parameter to a query or a key to an object. Must not know where it is sent.

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as UnknownName;
use serde_json::{Map, Value};

use crate::play::{Field, Play};

/// A text with placeholders. `{{` and `}}` stand for braces.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Text(Vec<Part>);

#[derive(Debug, Clone, PartialEq)]
enum Part {
    Verbatim(String),
    Placeholder(Field),
}

/// JSON whose texts have placeholders. It is read as JSON before it is filled, and written as JSON after, so nothing has to be escaped by hand. The keys
/// of objects have no placeholders.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) enum Json {
    Text(Text),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
    /// A number, `true`, `false` or `null`.
    Constant(Value),
}

impl Text {
    /// # Errors
    /// A brace that is open, or one that stands for nothing, with the names there are.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (mut parts, mut verbatim) = (Vec::new(), String::new());
        let mut rest = text;
        while let Some(brace) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(brace);
            verbatim.push_str(before);
            if let Some(after) = from.strip_prefix("{{") {
                verbatim.push('{');
                rest = after;
            } else if let Some(after) = from.strip_prefix("}}") {
                verbatim.push('}');
                rest = after;
            } else {
                let (name, after) = from
                    .strip_prefix('{')
                    .and_then(|from| from.split_once('}'))
                    .ok_or("a brace without its other half; a brace itself is written twice")?;
                parts.push(Part::Verbatim(std::mem::take(&mut verbatim)));
                parts.push(Part::Placeholder(field(name)?));
                rest = after;
            }
        }
        verbatim.push_str(rest);
        parts.push(Part::Verbatim(verbatim));
        parts.retain(|part| *part != Part::Verbatim(String::new()));
        Ok(Self(parts))
    }

    /// Fills the placeholders, each with what `escape` makes of its text. What an event does not have is empty.
    pub(crate) fn fill(&self, play: &Play<'_>, escape: fn(&str) -> String) -> String {
        let parts = self.0.iter().map(|part| match part {
            Part::Verbatim(text) => text.clone(),
            Part::Placeholder(field) => match play.value(*field) {
                Value::Null => String::new(),
                Value::String(text) => escape(&text),
                other => escape(&other.to_string()),
            },
        });
        parts.collect()
    }

    /// A text that is one placeholder and nothing else keeps its type: a number stays a number.
    fn value(&self, play: &Play<'_>) -> Value {
        match self.0[..] {
            [Part::Placeholder(field)] => play.value(field),
            _ => Value::String(self.fill(play, str::to_owned)),
        }
    }
}

impl Json {
    pub(crate) fn fill(&self, play: &Play<'_>) -> Value {
        match self {
            Self::Text(text) => text.value(play),
            Self::List(list) => list.iter().map(|item| item.fill(play)).collect(),
            Self::Object(entries) => {
                let entries = entries.iter();
                let filled = entries.map(|(key, value)| (key.clone(), value.fill(play)));
                Value::Object(filled.collect::<Map<_, _>>())
            }
            Self::Constant(constant) => constant.clone(),
        }
    }

    fn parse(value: Value) -> Result<Self, String> {
        Ok(match value {
            Value::String(text) => Self::Text(Text::parse(&text)?),
            Value::Array(list) => {
                let list = list.into_iter().map(Self::parse);
                Self::List(list.collect::<Result<_, _>>()?)
            }
            Value::Object(entries) => {
                let entries = entries
                    .into_iter()
                    .map(|(key, value)| Ok((key, Self::parse(value)?)));
                Self::Object(entries.collect::<Result<_, String>>()?)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => Self::Constant(value),
        })
    }
}

impl TryFrom<String> for Json {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let value = serde_json::from_slice(text.as_bytes());
        let value = value.map_err(|error| format!("not JSON: {error}"))?;
        Self::parse(value)
    }
}

fn field(name: &str) -> Result<Field, String> {
    let name: serde::de::value::StrDeserializer<'_, UnknownName> = name.into_deserializer();
    Field::deserialize(name).map_err(|error| error.to_string())
}
