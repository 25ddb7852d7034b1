//! The two files of a plugin, out of their bytes. Must not know where the bytes come from.

use nd_package::Module;
use nd_rules::manifest::Permissions;
use wasmparser::Parser;

use super::super::code::Code;
use super::super::finding::{Findings, Place};
use super::super::json::{Document, SyntaxError};
use super::{Manifest, Subject, Wasm};

/// What an editor may put before a text, and no reader of JSON expects.
const BYTE_ORDER_MARK: char = '\u{feff}';
/// What serde_json says of a text that is nested too deep, which is no mistake of JSON.
const TOO_DEEP: &str = "recursion limit exceeded";

/// Reads `manifest.json` into the subject.
pub fn read_manifest(subject: &mut Subject, bytes: &[u8], cx: &mut Findings) {
    let text = text(bytes, cx);
    let syntax_error = match Document::parse(text.clone()) {
        Ok(document) if document.root.is_object() => {
            let permissions = Permissions::from_json(&document.text)
                .unwrap_or_else(|_| Permissions::from_json_leniently(&document.text));
            subject.manifest = Some(Manifest {
                document,
                permissions,
            });
            return;
        }
        Ok(document) => SyntaxError {
            message: format!("it is {}, and has to be an object", document.root.kind()),
            span: document.root.span,
        },
        Err(error) => error,
    };
    report_syntax(&text, syntax_error, cx);
    subject.malformed_manifest = Some(text);
}

fn report_syntax(text: &str, error: SyntaxError, cx: &mut Findings) {
    let SyntaxError { message, span } = error;
    let (message, fix) = match message.as_str() {
        TOO_DEEP => (
            "it is nested more than 127 levels deep",
            "nest it less deep: no manifest needs more than a dozen levels",
        ),
        message if text.trim().is_empty() => (
            message,
            "write a manifest: { \"name\": …, \"author\": …, \"version\": … }",
        ),
        message => (
            message,
            "write plain JSON: an object, texts and keys in double quotes, no comments, no comma after the last entry",
        ),
    };
    let message = format!("the manifest is no JSON object: {message}");
    cx.report(Code::ManifestSyntax, Place::Manifest(span), message, fix);
}

/// The bytes as text; of what is no text, as much as can be shown.
fn text(bytes: &[u8], cx: &mut Findings) -> String {
    let mut report = |message: String| {
        let fix = "save the file as UTF-8 without a byte order mark";
        cx.report(
            Code::ManifestNotUtf8,
            Place::Entry("manifest.json".to_owned()),
            message,
            fix,
        );
    };
    let text = match String::from_utf8(bytes.to_vec()) {
        Ok(text) => text,
        Err(_) if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") => {
            report("the manifest is UTF-16, which the server does not read".to_owned());
            return utf16(bytes);
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count();
            report(format!(
                "the manifest is no UTF-8 text: the byte {:#04x} in line {line} does not fit",
                bytes[at]
            ));
            String::from_utf8_lossy(bytes).into_owned()
        }
    };
    match text.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => {
            report(
                "the manifest begins with a byte order mark, which the server takes for a mistake"
                    .to_owned(),
            );
            rest.to_owned()
        }
        None => text,
    }
}

fn utf16(bytes: &[u8]) -> String {
    let is_little_endian = bytes.starts_with(b"\xff\xfe");
    let unit = |pair: &[u8]| match (is_little_endian, [pair[0], pair[1]]) {
        (true, pair) => u16::from_le_bytes(pair),
        (false, pair) => u16::from_be_bytes(pair),
    };
    let units: Vec<u16> = bytes.chunks_exact(2).skip(1).map(unit).collect();
    String::from_utf16_lossy(&units)
}

/// Reads `plugin.wasm` into the subject.
pub fn read_wasm(subject: &mut Subject, bytes: Vec<u8>, cx: &mut Findings) {
    match Module::read(&bytes) {
        Ok(_) if Parser::is_component(&bytes) => report_component(cx),
        Ok(module) => subject.wasm = Some(Wasm { bytes, module }),
        Err(_) if Parser::is_component(&bytes) => report_component(cx),
        Err(error) => {
            let (message, fix) = match bytes.starts_with(b"\0asm") {
                true => (
                    format!("plugin.wasm is damaged or cut off: {}", root_cause(&error)),
                    "build it again, and compare the size of the copy with that of the original",
                ),
                false => (
                    format!("plugin.wasm is no WebAssembly: {}", beginning(&bytes)),
                    "build the plugin for wasm32-wasip1, as `ndpgen build` does",
                ),
            };
            cx.report(Code::MalformedWasm, Place::Wasm, message, fix);
        }
    }
}

fn report_component(cx: &mut Findings) {
    cx.report(
        Code::Component,
        Place::Wasm,
        "plugin.wasm is a component, and the server runs plain modules only",
        "build for wasm32-wasip1 instead of wasm32-wasip2, without wasm-tools or cargo-component behind it",
    );
}

fn root_cause(error: &anyhow::Error) -> String {
    error.root_cause().to_string()
}

/// What a file is that is no WebAssembly, by its first bytes.
fn beginning(bytes: &[u8]) -> &'static str {
    match bytes {
        [] => "it is empty",
        [b'P', b'K', 3, 4, ..] => "it is a zip archive",
        [0x1f, 0x8b, ..] => "it is packed with gzip",
        [0x7f, b'E', b'L', b'F', ..] => "it is a program or library for Linux",
        [b'M', b'Z', ..] => "it is a program or library for Windows",
        [0xcf, 0xfa, 0xed, 0xfe, ..] => "it is a program or library for macOS",
        [b'(', ..] => "it looks like WebAssembly as text",
        _ => "it does not begin with \\0asm",
    }
}
