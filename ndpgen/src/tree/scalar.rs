//! What a scalar of YAML 1.2's core schema means: null, boolean, number or text. Knows no collections.

use serde_yaml::granit_parser::{ScalarStyle, Tag};

use crate::diag::{Code, Diagnostic, quote};
use crate::source::Span;

use super::{NodeKind, Stop};

/// Quoted and block scalars are text; plain ones are looked at, unless a tag says what they are.
pub(super) fn scalar(
    text: &str,
    style: ScalarStyle,
    tag: Option<&Tag>,
    place: Span,
) -> Result<NodeKind, Stop> {
    let is_text = match tag {
        Some(_) => core_tag(tag, &["str"], place).map(|()| true)?,
        None => style != ScalarStyle::Plain,
    };
    Ok(match text {
        _ if is_text => NodeKind::Text(text.to_owned()),
        "" | "~" | "null" | "Null" | "NULL" => NodeKind::Null,
        "true" | "True" | "TRUE" => NodeKind::Bool(true),
        "false" | "False" | "FALSE" => NodeKind::Bool(false),
        text if is_number(text) => NodeKind::Number,
        text => NodeKind::Text(text.to_owned()),
    })
}

/// Accepts no tag, or one that says what the node is anyway.
pub(super) fn core_tag(tag: Option<&Tag>, accepted: &[&str], place: Span) -> Result<(), Stop> {
    let Some(tag) = tag else { return Ok(()) };
    match tag.core_suffix() {
        Some(suffix) if accepted.contains(&suffix) => Ok(()),
        Some(_) | None => {
            let message = format!("the tag {} has no meaning here", quote(&tag.to_string()));
            let error = Diagnostic::new(Code::YamlSyntax, place, message);
            Err(Box::new(error.help("leave the tag out")))
        }
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']);
    let radix = |prefix, radix| {
        let rest: Option<&str> = digits.strip_prefix(prefix);
        rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_digit(radix)))
    };
    let decimal = || digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let special = || matches!(digits, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN");
    special() || radix("0x", 16) || radix("0o", 8) || decimal() && text.parse::<f64>().is_ok()
}
