//! A document in XML, from the data of its JSON: objects and lists are elements, everything else is an attribute. Must not know what it says.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use serde_json::{Map, Value};

const NAMESPACE: &str = "http://subsonic.org/restapi";
/// The key of what is the text of an element.
const TEXT: &str = "value";

/// The document with this element.
pub(super) fn document(name: &str, content: &Map<String, Value>) -> Vec<u8> {
    let mut content = content.clone();
    content.insert("xmlns".to_owned(), NAMESPACE.into());
    let mut writer = Writer::new(Vec::new());
    let declaration = Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None));
    let written = writer.write_event(declaration);
    let written = written.and_then(|()| object(&mut writer, name, &content));
    written.expect("memory takes everything");
    writer.into_inner()
}

fn object<W: Write>(
    writer: &mut Writer<W>,
    name: &str,
    content: &Map<String, Value>,
) -> io::Result<()> {
    let attributes = content.iter().filter(|(key, _)| key.as_str() != TEXT);
    let attributes: Vec<_> = attributes
        .filter_map(|(key, value)| Some((key.as_str(), scalar(value)?)))
        .collect();
    let attributes = attributes.iter().map(|(key, value)| (*key, value.as_str()));
    let element = writer.create_element(name).with_attributes(attributes);
    element.write_inner_content(|writer| {
        if let Some(text) = content.get(TEXT).and_then(scalar) {
            writer.write_event(Event::Text(BytesText::new(&text)))?;
        }
        let mut nested = content.iter();
        nested.try_for_each(|(key, value)| element_of(writer, key, value))
    })?;
    Ok(())
}

/// The elements of a value; none if it is an attribute.
fn element_of<W: Write>(writer: &mut Writer<W>, name: &str, value: &Value) -> io::Result<()> {
    match value {
        Value::Object(content) => object(writer, name, content),
        Value::Array(items) => items.iter().try_for_each(|item| match scalar(item) {
            Some(text) => {
                let text = BytesText::new(&text);
                writer.create_element(name).write_text_content(text)?;
                Ok(())
            }
            None => element_of(writer, name, item),
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

/// The text of what is neither an object nor a list; `None` for `null`, too.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(value) => Some(value.to_string()),
        Value::String(value) => Some(value.clone()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(content: &Value) -> String {
        let content = content.as_object().unwrap().clone();
        let document = String::from_utf8(document("r", &content)).unwrap();
        let rest = document.strip_prefix(r#"<?xml version="1.0" encoding="UTF-8"?>"#);
        rest.unwrap()
            .replace(r#" xmlns="http://subsonic.org/restapi""#, "")
    }

    #[test]
    fn plain_values_are_attributes_and_the_rest_are_elements() {
        assert_eq!(
            written(&json!({"b": true, "n": 1, "none": null, "s": "a"})),
            r#"<r b="true" n="1" s="a"></r>"#
        );
        assert_eq!(
            written(&json!({"list": {"item": [{"id": "1"}, {"id": "2"}]}})),
            r#"<r><list><item id="1"></item><item id="2"></item></list></r>"#
        );
        assert_eq!(
            written(&json!({"genre": {"songCount": 2, "value": "Jazz"}, "isrc": ["A", "B"]})),
            r#"<r><genre songCount="2">Jazz</genre><isrc>A</isrc><isrc>B</isrc></r>"#
        );
    }

    #[test]
    fn what_means_something_in_xml_is_escaped() {
        assert_eq!(
            written(&json!({"title": "<R&B> \"x\"", "genre": ["R&B"]})),
            r#"<r title="&lt;R&amp;B&gt; &quot;x&quot;"><genre>R&amp;B</genre></r>"#
        );
    }
}
