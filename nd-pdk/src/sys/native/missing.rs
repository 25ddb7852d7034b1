//! What to tell an author whose test calls a host function that nothing answers.
//!
//! Text only: what was called, with what, and the line to add.

use crate::wire::{Import, Place};

/// The whole message.
pub(super) fn explain(import: &Import, request: &[u8]) -> String {
    let Import { name, place } = import;
    let module = module_path(place);
    let called = format!(
        "`{module}::{}` was called in a test where nothing stands in for the host\n  \
         request of `{name}`: {}\n",
        place.function,
        arguments(request),
    );
    let everything = "\nor for a host with all its services:\n    \
                      let host = nd_pdk::testing::FakeHost::install();";
    let own_thread = "\nWhat stands in for the host counts for the thread that installed it.";
    match place.service.has_mock {
        true => format!(
            "{called}Add, for this function alone:\n{}{everything}{own_thread}",
            mock_line(&module, place)
        ),
        false => format!(
            "{called}Add what implements the functions of the module:\n    let _guard = {module}::install(…);{own_thread}"
        ),
    }
}

fn mock_line(module: &str, place: &Place) -> String {
    let arguments = vec!["_"; place.parameters.len()].join(", ");
    format!(
        "    let _mock = {module}::mock(|m| {{\n        m.expect_{}().returning(|{arguments}| Ok(Default::default()));\n    }});",
        place.function
    )
}

fn arguments(request: &[u8]) -> String {
    match request {
        [] => "nothing, it takes no arguments".to_owned(),
        request => String::from_utf8_lossy(request).into_owned(),
    }
}

/// The module as plugin code names it: the modules of this crate are passed on from where they are generated, and the imports are one level below.
fn module_path(place: &Place) -> String {
    let module = place.module.trim_end_matches("::imports");
    match module.split_once("::") {
        Some(("nd_pdk", rest)) => format!("nd_pdk::{}", rest.trim_start_matches("generated::")),
        Some((_, rest)) => format!("crate::{rest}"),
        None => module.to_owned(),
    }
}
