//! The description of settings as JSON, written when compiling: it is counted first, then filled in.
//!
//! Knows the format, and nothing about where the description goes.

use super::tree::{Choice, Constant, Field, Integer, Kind, List, Number, Text};

/// How many bytes the description takes.
pub const fn length(fields: &[Field]) -> usize {
    let mut json = Writer::<0>::new();
    json.document(fields);
    json.length
}

/// The description; `N` is its [`length`].
pub const fn bytes<const N: usize>(fields: &[Field]) -> [u8; N] {
    let mut json = Writer::<N>::new();
    json.document(fields);
    assert!(json.length == N, "a description has one length");
    json.bytes
}

/// The description as text.
pub const fn text(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("a description is made of texts"),
    }
}

/// The bytes of a text of that length.
pub const fn section<const N: usize>(text: &str) -> [u8; N] {
    match text.as_bytes().first_chunk() {
        Some(bytes) => *bytes,
        None => panic!("a section is as long as its text"),
    }
}

/// Keeps the first `N` bytes, and counts all.
struct Writer<const N: usize> {
    bytes: [u8; N],
    length: usize,
    /// Whether something stands before what comes next in a list or an object.
    follows: bool,
}

impl<const N: usize> Writer<N> {
    const fn new() -> Self {
        Self {
            bytes: [0; N],
            length: 0,
            follows: false,
        }
    }

    const fn byte(&mut self, byte: u8) {
        if self.length < N {
            self.bytes[self.length] = byte;
        }
        self.length += 1;
    }

    /// What is JSON already.
    const fn raw(&mut self, json: &str) {
        self.copy(json.as_bytes(), 0, json.len());
    }

    /// A part of a text, all at once: a call for each byte would make compiling slow.
    const fn copy(&mut self, text: &[u8], from: usize, to: usize) {
        let mut index = from;
        while index < to && self.length + (index - from) < N {
            self.bytes[self.length + (index - from)] = text[index];
            index += 1;
        }
        self.length += to - from;
    }

    const fn open(&mut self, bracket: u8) {
        self.byte(bracket);
        self.follows = false;
    }

    const fn close(&mut self, bracket: u8) {
        self.byte(bracket);
        self.follows = true;
    }

    /// The place of the next element.
    const fn element(&mut self) {
        if self.follows {
            self.byte(b',');
        }
        self.follows = true;
    }

    const fn key(&mut self, key: &str) {
        self.element();
        self.string(key);
        self.byte(b':');
    }

    const fn string(&mut self, text: &str) {
        let bytes = text.as_bytes();
        self.byte(b'"');
        let (mut plain, mut index) = (0, 0);
        while index < bytes.len() {
            let byte = bytes[index];
            if byte < 0x20 || byte == b'"' || byte == b'\\' {
                self.copy(bytes, plain, index);
                self.escaped(byte);
                plain = index + 1;
            }
            index += 1;
        }
        self.copy(bytes, plain, index);
        self.byte(b'"');
    }

    const fn escaped(&mut self, byte: u8) {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        self.byte(b'\\');
        match byte {
            0x08 => self.byte(b'b'),
            0x0c => self.byte(b'f'),
            b'\n' => self.byte(b'n'),
            b'\r' => self.byte(b'r'),
            b'\t' => self.byte(b't'),
            0..0x20 => {
                self.raw("u00");
                self.byte(HEX[(byte >> 4) as usize]);
                self.byte(HEX[(byte & 0xf) as usize]);
            }
            other => self.byte(other),
        }
    }

    const fn integer(&mut self, number: i128) {
        if number < 0 {
            self.byte(b'-');
        }
        let number = number.unsigned_abs();
        let mut place = 1;
        while number / place >= 10 {
            place *= 10;
        }
        while place > 0 {
            self.byte(b'0' + (number / place % 10) as u8);
            place /= 10;
        }
    }

    const fn boolean(&mut self, value: bool) {
        self.raw(if value { "true" } else { "false" });
    }

    const fn optional_string(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.key(key);
            self.string(text);
        }
    }

    const fn optional_raw(&mut self, key: &str, json: Option<&str>) {
        if let Some(json) = json {
            self.key(key);
            self.raw(json);
        }
    }

    const fn optional_integer(&mut self, key: &str, number: Option<i128>) {
        if let Some(number) = number {
            self.key(key);
            self.integer(number);
        }
    }

    const fn optional_count(&mut self, key: &str, count: Option<u32>) {
        if let Some(count) = count {
            self.key(key);
            self.integer(count as i128);
        }
    }

    const fn optional_flag(&mut self, key: &str, value: bool) {
        if value {
            self.key(key);
            self.boolean(true);
        }
    }

    const fn document(&mut self, fields: &[Field]) {
        self.open(b'{');
        self.key("format");
        self.integer(1);
        self.key("settings");
        self.fields(fields);
        self.close(b'}');
    }

    const fn fields(&mut self, fields: &[Field]) {
        self.open(b'[');
        let mut index = 0;
        while index < fields.len() {
            self.element();
            self.field(&fields[index]);
            index += 1;
        }
        self.close(b']');
    }

    const fn field(&mut self, field: &Field) {
        self.open(b'{');
        self.key("name");
        self.string(field.name);
        self.key("label");
        self.string(field.label);
        self.optional_string("help", field.help);
        self.key("required");
        self.boolean(field.required);
        if let Some(default) = &field.default {
            self.key("default");
            self.constant(default);
        }
        self.optional_string("group", field.group);
        self.key("kind");
        self.kind(&field.kind);
        self.close(b'}');
    }

    const fn kind(&mut self, kind: &Kind) {
        self.open(b'{');
        self.key(match kind {
            Kind::Text(_) => "text",
            Kind::Boolean => "boolean",
            Kind::Integer(_) => "integer",
            Kind::Number(_) => "number",
            Kind::Choice(_) => "choice",
            Kind::List(_) => "list",
            Kind::Map(_) => "map",
            Kind::Object(_) => "object",
        });
        self.open(b'{');
        match kind {
            Kind::Text(text) => self.text(text),
            Kind::Boolean => {}
            Kind::Integer(Integer { min, max }) => {
                self.optional_integer("min", *min);
                self.optional_integer("max", *max);
            }
            Kind::Number(Number { min, max }) => {
                self.optional_raw("min", *min);
                self.optional_raw("max", *max);
            }
            Kind::Choice(choices) => self.choices(choices),
            Kind::List(list) => self.list(list),
            Kind::Map(of) => {
                self.key("of");
                self.kind(of);
            }
            Kind::Object(fields) => {
                self.key("fields");
                self.fields(fields);
            }
        }
        self.close(b'}');
        self.close(b'}');
    }

    const fn text(&mut self, text: &Text) {
        self.optional_flag("secret", text.secret);
        self.optional_flag("multiline", text.multiline);
        self.optional_flag("url", text.url);
        self.optional_string("pattern", text.pattern);
        self.optional_count("minLength", text.min_length);
        self.optional_count("maxLength", text.max_length);
    }

    const fn choices(&mut self, choices: &[Choice]) {
        self.key("options");
        self.open(b'[');
        let mut index = 0;
        while index < choices.len() {
            self.element();
            self.open(b'{');
            self.key("name");
            self.string(choices[index].name);
            self.key("label");
            self.string(choices[index].label);
            self.close(b'}');
            index += 1;
        }
        self.close(b']');
    }

    const fn list(&mut self, list: &List) {
        self.key("of");
        self.kind(list.of);
        self.optional_string("labelBy", list.label_by);
        self.optional_count("minItems", list.min_items);
        self.optional_count("maxItems", list.max_items);
    }

    const fn constant(&mut self, constant: &Constant) {
        match constant {
            Constant::Text(text) => self.string(text),
            Constant::Boolean(value) => self.boolean(*value),
            Constant::Integer(number) => self.integer(*number),
            Constant::Number(json) => self.raw(json),
            Constant::List(elements) => {
                self.open(b'[');
                let mut index = 0;
                while index < elements.len() {
                    self.element();
                    self.constant(&elements[index]);
                    index += 1;
                }
                self.close(b']');
            }
            Constant::Object(entries) => {
                self.open(b'{');
                let mut index = 0;
                while index < entries.len() {
                    self.key(entries[index].0);
                    self.constant(&entries[index].1);
                    index += 1;
                }
                self.close(b'}');
            }
        }
    }
}
