//! How the query parameters of a pattern and of a request differ.
//!
//! Must not decide whether the difference matters.

type Parameter = (String, String);

/// What is left when the parameters that both have are taken away, in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// Only the pattern has these.
    pub(super) missing: Vec<Parameter>,
    /// Only the request has these.
    pub(super) further: Vec<Parameter>,
}

impl Difference {
    pub(super) fn new(pattern: &[Parameter], mut request: Vec<Parameter>) -> Self {
        let mut missing = pattern.to_vec();
        missing.retain(|own| match request.iter().position(|other| other == own) {
            Some(position) => {
                request.remove(position);
                false
            }
            None => true,
        });
        Self {
            missing,
            further: request,
        }
    }
}

/// Parameters decoded, with quotes where their ends could not be seen otherwise.
pub(super) fn shown(parameters: &[Parameter]) -> String {
    if parameters.is_empty() {
        return "none".to_owned();
    }
    let shown = parameters
        .iter()
        .map(|(name, value)| format!("{}={value:?}", name_shown(name)));
    shown.collect::<Vec<_>>().join(", ")
}

fn name_shown(name: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._[]".contains(&byte);
    match !name.is_empty() && name.bytes().all(is_plain) {
        true => name.to_owned(),
        false => format!("{name:?}"),
    }
}
