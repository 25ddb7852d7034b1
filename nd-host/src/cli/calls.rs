//! Calls that arrive on standard input while a plugin runs. Must not decide how long it runs.

use std::io::BufRead;

use nd_host::{Handle, Surface};

use super::show;

/// The input of a call that has none of its own: what exports without input get from the server.
const NO_INPUT: &str = "{}";

/// A line such as `nd_get_artist_url {"id":"1","name":"Nina Simone"}`.
#[derive(Debug, PartialEq, Eq)]
struct Call<'a> {
    export: &'a str,
    input: &'a str,
}

impl<'a> Call<'a> {
    /// `None` for a line without anything.
    fn read(line: &'a str) -> Option<Self> {
        let line = line.trim();
        let (export, input) = match line.split_once(char::is_whitespace) {
            Some((export, input)) => (export, input.trim_start()),
            None => (line, NO_INPUT),
        };
        (!export.is_empty()).then_some(Self { export, input })
    }
}

/// Makes the calls one after the other, until there are no more lines, or the plugin is unloaded. A call that fails is told and ends nothing.
pub(super) fn make(lines: impl BufRead, plugin: &Handle, surface: &Surface) {
    for line in lines.lines() {
        let line = match line {
            Ok(line) => line,
            Err(error) => {
                eprintln!("nd-host: no more calls from standard input: {error}");
                return;
            }
        };
        let Some(Call { export, input }) = Call::read(&line) else {
            continue;
        };
        let Some(outcome) = plugin.call(export, input) else {
            return;
        };
        show::outcome(surface, export, &outcome);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_an_export_and_its_input() {
        let call = |export, input| Some(Call { export, input });
        assert_eq!(
            Call::read(r#"nd_a {"b": "c d"}"#),
            call("nd_a", r#"{"b": "c d"}"#)
        );
        assert_eq!(Call::read("  nd_a\t [1]  "), call("nd_a", "[1]"));
        assert_eq!(Call::read("nd_a"), call("nd_a", NO_INPUT));
        assert_eq!(Call::read("   "), None);
    }
}
