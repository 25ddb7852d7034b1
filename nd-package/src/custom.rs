//! A module without its custom sections. Must not touch what runs.

use anyhow::{Context as _, Result, ensure};

use crate::module::Module;

/// The magic number and the version.
const HEADER: usize = 8;

/// The module without its custom sections: names, debug information, what it was made with. It runs as before.
///
/// # Errors
/// The bytes are no wasm module, or are cut off.
pub fn without_custom_sections(wasm: &[u8]) -> Result<Vec<u8>> {
    let module = Module::read(wasm)?;
    let mut kept = wasm.get(..HEADER).unwrap_or_default().to_vec();
    // Sections follow each other without gaps: one begins, with its number and size, where the last one ended.
    let mut start = HEADER;
    for section in &module.sections {
        let end = usize::try_from(section.range.end)?;
        let whole = wasm.get(start..end).context("a section is cut off")?;
        if !section.is_custom {
            kept.extend_from_slice(whole);
        }
        start = end;
    }
    ensure!(
        start == wasm.len(),
        "there is something behind the last section"
    );
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODULE: &str = r#"(module
        (@custom "first" (before first) "one")
        (import "extism:host/user" "config_get" (func $get (param i64) (result i64)))
        (memory (export "memory") 1)
        (@custom "nd-pdk:config" (after memory) "{}")
        (global $g (mut i32) (i32.const 7))
        (func $init (export "nd_on_init") (result i32) (drop (call $get (i64.const 0))) (global.get $g))
        (data (i32.const 0) "hello"))"#;

    fn module() -> Vec<u8> {
        wat::parse_str(MODULE).unwrap()
    }

    #[test]
    fn what_runs_stays_and_the_rest_goes() {
        let wasm = module();
        let stripped = without_custom_sections(&wasm).unwrap();
        wasmparser::validate(&stripped).unwrap();
        let (before, after) = (
            Module::read(&wasm).unwrap(),
            Module::read(&stripped).unwrap(),
        );
        let running = before.sections.iter().filter(|it| !it.is_custom);
        let names = |it: &crate::module::Section| it.name.clone();
        assert_eq!(
            after.sections.iter().map(names).collect::<Vec<_>>(),
            running.map(names).collect::<Vec<_>>()
        );
        assert_eq!(
            (after.imports, after.exports),
            (before.imports, before.exports)
        );
        assert!(stripped.len() + 30 < wasm.len());
        assert_eq!(without_custom_sections(&stripped).unwrap(), stripped);
    }

    #[test]
    fn what_is_cut_off_is_an_error_wherever_it_is_cut() {
        let wasm = module();
        let whole = without_custom_sections(&wasm).unwrap();
        for end in 0..wasm.len() {
            // Cut between two sections it is a module, though a shorter one.
            match without_custom_sections(&wasm[..end]) {
                Ok(kept) => assert!(whole.starts_with(&kept), "{end}"),
                Err(_) => continue,
            }
        }
        assert!(without_custom_sections(&wasm[..wasm.len() - 1]).is_err());
    }
}
