//! What was built, as a text to read. Must not find anything out.

use nd_rules::size;

use super::Built;
use crate::plugin::facts::{Facts, summary};

/// The file and how large it was before it was optimised, then what is known of the plugin.
pub fn text(built: &Built) -> String {
    let path = built.path.display();
    let facts = Facts::of(&built.subject);
    let [before, after] = [Some(built.compiled), facts.weight.wasm];
    let optimised = match before == after {
        true => String::new(),
        false => {
            let [before, after] = [before, after].map(bytes);
            format!(", optimised from {before} to {after}")
        }
    };
    format!("{path}{optimised}\n{}", summary(&facts))
}

fn bytes(bytes: Option<usize>) -> String {
    size::show(
        bytes
            .and_then(|it| i64::try_from(it).ok())
            .unwrap_or_default(),
    )
}
