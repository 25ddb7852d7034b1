//! WebAssembly made smaller by Binaryen. A module that it cannot make better stays what it was.

use wasmparser::{Validator, WasmFeatures};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Optimised {
    /// A smaller module that does the same.
    Smaller(Vec<u8>),
    /// Nothing was gained.
    NotSmaller,
    /// It did not work out, for this reason.
    Failed(String),
    /// This program was built without the optimiser.
    Unavailable,
}

/// Whether this program was built with the optimiser.
pub const IS_AVAILABLE: bool = cfg!(feature = "optimise");

/// What the server's runtime has: WebAssembly 2.0.
const SERVER: WasmFeatures = WasmFeatures::WASM2;

/// Optimises a module for size.
pub fn optimise(wasm: &[u8]) -> Optimised {
    match run(wasm) {
        None => Optimised::Unavailable,
        Some(Err(error)) => Optimised::Failed(error),
        Some(Ok(smaller)) => judge(wasm, smaller),
    }
}

fn judge(before: &[u8], after: Vec<u8>) -> Optimised {
    if after.len() >= before.len() {
        return Optimised::NotSmaller;
    }
    match Validator::new_with_features(SERVER).validate_all(&after) {
        Ok(_) => Optimised::Smaller(after),
        Err(error) => Optimised::Failed(format!("what it wrote is not valid: {error}")),
    }
}

#[cfg(not(feature = "optimise"))]
fn run(_: &[u8]) -> Option<Result<Vec<u8>, String>> {
    None
}

#[cfg(feature = "optimise")]
fn run(wasm: &[u8]) -> Option<Result<Vec<u8>, String>> {
    Some(through_files(wasm).map_err(|error| format!("{error:#}")))
}

#[cfg(feature = "optimise")]
fn through_files(wasm: &[u8]) -> anyhow::Result<Vec<u8>> {
    use wasm_opt::{Feature, FileType, OptimizationOptions};
    let folder = tempfile::tempdir()?;
    let [before, after] = ["before.wasm", "after.wasm"].map(|name| folder.path().join(name));
    std::fs::write(&before, wasm)?;
    let mut options = OptimizationOptions::new_optimize_for_size();
    options
        .mvp_features_only()
        .reader_file_type(FileType::Wasm)
        .writer_file_type(FileType::Wasm);
    for feature in [
        Feature::MutableGlobals,
        Feature::SignExt,
        Feature::TruncSat,
        Feature::Multivalue,
        Feature::BulkMemory,
        Feature::ReferenceTypes,
        Feature::Simd,
    ] {
        options.enable_feature(feature);
    }
    options.run(&before, &after)?;
    Ok(std::fs::read(&after)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_smaller_and_valid_is_taken() {
        let module =
            wat::parse_str("(module (func (export \"f\") (result i32) (i32.const 1)))").unwrap();
        let empty = wat::parse_str("(module)").unwrap();
        assert_eq!(judge(&module, module.clone()), Optimised::NotSmaller);
        assert_eq!(judge(&empty, module.clone()), Optimised::NotSmaller);
        assert_eq!(judge(&module, empty.clone()), Optimised::Smaller(empty));
        let cut = module[..module.len() - 1].to_vec();
        assert!(matches!(judge(&module, cut), Optimised::Failed(_)));
    }

    #[cfg(feature = "optimise")]
    #[test]
    fn what_nobody_can_reach_is_gone() {
        let text = "(module (func (export \"f\") (result i32) (i32.add (i32.const 1) (i32.const 2))) (func $lost (result i64) (i64.const 7)))";
        let module = wat::parse_str(text).unwrap();
        let Optimised::Smaller(smaller) = optimise(&module) else {
            panic!("not smaller");
        };
        assert_eq!(smaller, optimised_again(&module), "the same every time");
        let shown = nd_package::Module::read(&smaller).unwrap();
        assert_eq!(shown.exported_functions().collect::<Vec<_>>(), ["f"]);
    }

    #[cfg(feature = "optimise")]
    fn optimised_again(module: &[u8]) -> Vec<u8> {
        match optimise(module) {
            Optimised::Smaller(smaller) => smaller,
            other => panic!("{other:?}"),
        }
    }

    #[cfg(feature = "optimise")]
    #[test]
    fn what_the_server_does_not_have_is_a_failure_and_not_an_end() {
        let threads = "(module (memory 1 1 shared) (func (export \"f\") (result i32) (i32.atomic.load (i32.const 0))))";
        let module = wat::parse_str(threads).unwrap();
        assert!(matches!(optimise(&module), Optimised::Failed(_)));
        assert!(matches!(optimise(b"no module"), Optimised::Failed(_)));
    }
}
