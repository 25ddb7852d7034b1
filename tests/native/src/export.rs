//! Calls of exports, whether natively or as wasm. Must not know single exports.

use nd_pdk::testing::{self, FakeHost};

/// The host function that a plugin may call meanwhile; it is refused.
pub const REFUSED: &str = "cache_has";

/// With this text.
pub const REFUSAL: &str = "no cache today";

/// What came of a call of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// What the server makes of it.
    pub outcome: Outcome,
    /// What the export returned.
    pub exit_code: i32,
    /// The texts it logged.
    pub log: Vec<String>,
}

/// What the server makes of a call of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It succeeded with this output, as text.
    Ok(String),
    /// It set an error text.
    Failed(String),
    /// It returned -2 without an error text.
    NotImplemented,
    /// It returned another code without an error text.
    ExitCode(u32),
}

/// Calls an export of the test guest natively, the guest configured like this.
///
/// # Panics
/// When the plugin does, and when its output is no text.
#[must_use]
pub fn run_natively(name: &str, input: &str, config: &[(&str, &str)]) -> Ran {
    let host = config
        .iter()
        .fold(FakeHost::builder(), |host, (key, value)| {
            host.config(*key, *value)
        });
    let host = host.install();
    let _refusing = testing::answer_raw(|function, _| {
        assert_eq!(function, REFUSED);
        serde_json::json!({"error": REFUSAL})
            .to_string()
            .into_bytes()
    });
    let called = testing::call_export(name, input);
    Ran {
        exit_code: called.code,
        outcome: outcome(called),
        log: host.logs().into_iter().map(|line| line.message).collect(),
    }
}

fn outcome(called: testing::Outcome) -> Outcome {
    match (called.error, called.code) {
        (Some(text), _) if !text.is_empty() => Outcome::Failed(text),
        (_, 0) => Outcome::Ok(text(called.output.unwrap_or_default())),
        (_, -2) => Outcome::NotImplemented,
        (_, code) => Outcome::ExitCode(code as u32),
    }
}

fn text(output: Vec<u8>) -> String {
    String::from_utf8(output).expect("the output is text")
}
