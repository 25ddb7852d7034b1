//! WebAssembly read so far that its rules can be applied. Must not look into what it imports and exports.

use nd_package::Module;

use crate::plugin::code::Code;
use crate::plugin::finding::{Findings, Place};
use crate::plugin::subject::Wasm;

const MAGIC: &[u8] = b"\0asm";
/// What follows the magic number in a module.
const MODULE: &[u8] = &[1, 0, 0, 0];
/// The second half of the same in a component: what kind of binary it is.
const COMPONENT: &[u8] = &[1, 0];

const BUILD: &str = "build the plugin for the target wasm32-wasip1, with `ndpgen build`";

/// Reads `plugin.wasm`, or says why it cannot be read.
pub fn read(cx: &mut Findings, bytes: Vec<u8>) -> Option<Wasm> {
    if is_component(&bytes) {
        cx.report(
            Code::Component,
            Place::Wasm,
            "it is a component, and the server loads modules only",
            format!("{BUILD}; wasm32-wasip2 and tools such as cargo-component make components"),
        );
        return None;
    }
    match Module::read(&bytes) {
        Ok(module) => Some(Wasm { bytes, module }),
        Err(error) => {
            let (message, fix) = malformed(&bytes, &error);
            cx.report(Code::MalformedWasm, Place::Wasm, message, fix);
            None
        }
    }
}

fn is_component(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC) && bytes.get(6..8) == Some(COMPONENT)
}

fn malformed(bytes: &[u8], error: &anyhow::Error) -> (String, String) {
    let build = BUILD.to_owned();
    if bytes.is_empty() {
        return ("it is empty".to_owned(), build);
    }
    if !bytes.starts_with(MAGIC) {
        let what = match bytes.trim_ascii_start().starts_with(b"(") {
            true => "it is WebAssembly as text, and the server loads the binary form only",
            false => "it is no WebAssembly: the first four bytes are not those of it",
        };
        return (what.to_owned(), build);
    }
    if bytes.get(4..8) != Some(MODULE) {
        let what = "it is cut off, or of a version of WebAssembly that no server knows";
        return (what.to_owned(), build);
    }
    let cause = error.root_cause();
    let what = format!("it cannot be read to its end, because it is cut off or damaged: {cause}");
    (what, format!("{BUILD}, or copy the file again"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(bytes: &[u8]) -> Vec<Code> {
        let mut cx = Findings::default();
        let read = read(&mut cx, bytes.to_vec());
        let codes: Vec<Code> = cx.into_sorted().iter().map(|it| it.code).collect();
        assert_eq!(read.is_some(), codes.is_empty());
        codes
    }

    #[test]
    fn a_module_is_read() {
        assert_eq!(codes(b"\0asm\x01\0\0\0"), []);
    }

    #[test]
    fn a_component_is_told_from_a_module() {
        let component = wat::parse_str("(component)").unwrap();
        assert_eq!(codes(&component), [Code::Component]);
    }

    #[test]
    fn whatever_is_cut_off_is_malformed() {
        let module = wat::parse_str(
            r#"(module (import "a" "f" (func)) (memory 1) (func (export "g")) (data (i32.const 0) "hello"))"#,
        )
        .unwrap();
        let ends = (0..module.len()).filter(|end| codes(&module[..*end]) != [Code::MalformedWasm]);
        // Between two sections nothing tells that there were more.
        let whole: Vec<usize> = ends.collect();
        for end in whole {
            assert!(Module::read(&module[..end]).is_ok(), "{end}");
        }
        for bytes in [
            &b""[..],
            b"\0",
            b"\0asm",
            b"(module)",
            b"PK\x03\x04",
            b"\0asm\x02\0\0\0",
        ] {
            assert_eq!(codes(bytes), [Code::MalformedWasm], "{bytes:?}");
        }
    }
}
