//! Whether a module can be set up: what it puts into its memory and tables before anything runs has to fit. Must not judge what it puts there.

use wasmparser::{
    ConstExpr, Data, DataKind, Element, ElementItems, ElementKind, Operator, Parser, Payload,
    TypeRef,
};

use crate::plugin::code::Code;
use crate::plugin::finding::{Findings, Place};
use crate::plugin::subject::Wasm;

/// A page of memory where a module does not say otherwise.
const PAGE: u64 = 64 * 1024;

/// What there is at the start; `None` for what is imported, which is no size that the module knows.
#[derive(Default)]
struct Sizes {
    /// In bytes.
    memories: Vec<Option<u64>>,
    /// In elements.
    tables: Vec<Option<u64>>,
}

/// Something that does not fit.
struct Misfit {
    what: &'static str,
    end: u64,
    size: u64,
}

pub(super) fn check(cx: &mut Findings, wasm: &Wasm) {
    // Of a module that breaks a rule of WebAssembly something else is said.
    for Misfit { what, end, size } in misfits(&wasm.bytes).unwrap_or_default() {
        let message = format!(
            "it puts {what} up to {end} where there is room up to {size} only, so the server does not load it"
        );
        let fix = "build it again; if a linker script or a tool behind the compiler sets addresses or the size of the memory, correct that";
        cx.report(Code::SegmentBounds, Place::Wasm, message, fix);
    }
}

fn misfits(wasm: &[u8]) -> wasmparser::Result<Vec<Misfit>> {
    let mut sizes = Sizes::default();
    let mut misfits = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    match import?.ty {
                        TypeRef::Memory(_) => sizes.memories.push(None),
                        TypeRef::Table(_) => sizes.tables.push(None),
                        TypeRef::Func(_)
                        | TypeRef::FuncExact(_)
                        | TypeRef::Global(_)
                        | TypeRef::Tag(_) => {}
                    }
                }
            }
            Payload::MemorySection(section) => {
                for memory in section {
                    let size = memory?.initial.checked_mul(PAGE);
                    sizes.memories.push(size);
                }
            }
            Payload::TableSection(section) => {
                for table in section {
                    sizes.tables.push(Some(table?.ty.initial));
                }
            }
            Payload::ElementSection(section) => {
                for element in section {
                    misfits.extend(sizes.element(&element?));
                }
            }
            Payload::DataSection(section) => {
                for data in section {
                    misfits.extend(sizes.data(&data?));
                }
            }
            // Nothing else is put anywhere.
            _ => {}
        }
    }
    Ok(misfits)
}

impl Sizes {
    fn data(&self, data: &Data<'_>) -> Option<Misfit> {
        let DataKind::Active {
            memory_index,
            offset_expr,
        } = &data.kind
        else {
            return None;
        };
        let size = (*self.memories.get(*memory_index as usize)?)?;
        let end = offset(offset_expr)?.checked_add(data.data.len() as u64)?;
        let what = "data into its memory";
        (end > size).then_some(Misfit { what, end, size })
    }

    fn element(&self, element: &Element<'_>) -> Option<Misfit> {
        let ElementKind::Active {
            table_index,
            offset_expr,
        } = &element.kind
        else {
            return None;
        };
        let count = match &element.items {
            ElementItems::Functions(items) => items.count(),
            ElementItems::Expressions(_, items) => items.count(),
        };
        let size = (*self.tables.get(table_index.unwrap_or(0) as usize)?)?;
        let end = offset(offset_expr)?.checked_add(u64::from(count))?;
        let what = "functions into its table";
        (end > size).then_some(Misfit { what, end, size })
    }
}

/// Where something is put, if that is a number and not something imported.
fn offset(expression: &ConstExpr<'_>) -> Option<u64> {
    let mut operators = expression.get_operators_reader();
    match operators.read().ok()? {
        // Addresses have no sign.
        Operator::I32Const { value } => Some(u64::from(value.cast_unsigned())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::subject;
    use super::*;

    fn messages(fields: &str) -> Vec<String> {
        let mut cx = Findings::default();
        check(&mut cx, &subject(fields).wasm.unwrap());
        let found = cx.into_sorted().into_iter();
        found.map(|it| it.message).collect()
    }

    #[test]
    fn what_fits_is_fine() {
        for fields in [
            r#"(memory 1) (data (i32.const 65535) "a") (data (i32.const 65536) "")"#,
            r#"(memory 0) (data "passive")"#,
            r#"(import "env" "memory" (memory 1)) (data (i32.const -1) "a")"#,
            r#"(import "env" "base" (global i32)) (memory 0) (data (global.get 0) "a")"#,
            "(table 1 funcref) (func $it) (elem (i32.const 0) $it) (elem (i32.const 1))",
            "(table 0 funcref) (func $it) (elem declare func $it) (elem func $it)",
        ] {
            assert_eq!(messages(fields), [""; 0], "{fields}");
        }
    }

    #[test]
    fn what_does_not_fit_is_found() {
        for (fields, what) in [
            (
                r#"(memory 1) (data (i32.const 65535) "ab")"#,
                "data into its memory up to 65537 where there is room up to 65536 only",
            ),
            (r#"(memory 1) (data (i32.const -1) "a")"#, "4294967296"),
            (r#"(memory 0) (data (i32.const 1) "")"#, "up to 1 where"),
            (
                "(table 1 funcref) (func $it) (elem (i32.const 0) $it $it)",
                "functions into its table up to 2 where there is room up to 1 only",
            ),
            (
                "(table 0 funcref) (elem (i32.const 0) funcref (ref.null func))",
                "functions into its table up to 1",
            ),
        ] {
            let [message] = &messages(fields)[..] else {
                panic!("{fields}");
            };
            assert!(message.contains(what), "{fields}: {message}");
        }
    }
}
