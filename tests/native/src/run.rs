//! Runs a scenario natively: the test guest in this process, over the fake host. Must not know single services.

use std::time::{Duration, SystemTime};

use nd_pdk::testing::{Delivery, FakeHost, HostCall, call_export};
use serde_json::{Value, json};

use crate::placeholder::Bindings;
use crate::scenario::{Advance, Call, Deed, Peer, Scenario, Step};

/// The export of the test guest that calls host functions.
pub const COMMANDS: &str = "call_host";

/// A call of a host function, everything written out.
#[derive(Debug, Clone, PartialEq)]
pub struct Performed {
    /// The command that made the plugin call it.
    pub command: Value,
    /// The function.
    pub function: &'static str,
    /// What the plugin sent; `null` for nothing.
    pub request: Value,
    /// What the host replied, with the numbers as the table writes them.
    pub reply: Value,
    /// What the plugin should get, as the command answers it.
    pub answer: Value,
}

/// Runs a scenario; gives the calls of host functions.
///
/// # Errors
/// The first step in which something is not as it should be.
pub fn run_natively(scenario: &Scenario) -> Result<Vec<Performed>, String> {
    let host = scenario.setup.install();
    let mut run = Run {
        began: host.now(),
        host,
        bindings: Bindings::default(),
        performed: Vec::new(),
    };
    for (index, step) in scenario.steps.iter().enumerate() {
        run.step(step)
            .map_err(|problem| format!("{}, step {}: {problem}", scenario.name, index + 1))?;
    }
    Ok(run.performed)
}

/// What the plugin should get from a reply, as the command answers it.
fn answer(call: &Call) -> Value {
    match call.reply.get("error") {
        Some(text) => json!({"err": text}),
        None => json!({"ok": call.ok}),
    }
}

struct Run {
    host: FakeHost,
    began: SystemTime,
    bindings: Bindings,
    performed: Vec<Performed>,
}

impl Run {
    fn step(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::Call(call) => self.call(call),
            Step::Advance(advance) => self.advance(advance),
            Step::Peer(Peer { peer, does }) => {
                let peer = self.bindings.fill(&json!(peer));
                self.peer(peer.as_str().unwrap_or_default(), does);
                Ok(())
            }
            Step::Reload(_) => {
                self.host.reload();
                Ok(())
            }
            Step::RemoveLibrary(library) => {
                self.host.library().remove(library.remove_library);
                Ok(())
            }
        }
    }

    fn call(&mut self, call: &Call) -> Result<(), String> {
        let before = self.host.calls().len();
        let command = self.command(call);
        let got = call_export(COMMANDS, command.to_string());
        let got = match got.failure(COMMANDS) {
            None => got.json(),
            Some(failure) => return Err(format!("{}: {failure}", call.call)),
        };
        let all: Vec<&Call> = call.meanwhile.iter().chain([call]).collect();
        self.crossed(before, &all)?;
        self.bindings
            .compare(&answer(call), &got)
            .map_err(|problem| format!("{}, result: {problem}", call.call))
    }

    fn command(&self, call: &Call) -> Value {
        let args = match &call.args {
            Value::Null => json!({}),
            args => self.bindings.fill(args),
        };
        json!({"function": call.call, "args": args})
    }

    /// Compares the calls since then with those expected.
    fn crossed(&mut self, before: usize, expected: &[&Call]) -> Result<(), String> {
        let crossed = self.host.calls().split_off(before);
        let functions = |all: Vec<&str>| all.join(", ");
        let (called, wanted) = (
            functions(crossed.iter().map(|crossed| crossed.function).collect()),
            functions(expected.iter().map(|call| call.call.as_str()).collect()),
        );
        if called != wanted {
            return Err(format!("the plugin called {called}, not {wanted}"));
        }
        for (call, crossed) in expected.iter().zip(&crossed) {
            self.bindings
                .compare(&call.reply, &crossed.reply)
                .map_err(|problem| format!("{}, reply: {problem}", call.call))?;
            self.perform(call, crossed);
        }
        Ok(())
    }

    fn perform(&mut self, call: &Call, crossed: &HostCall) {
        self.performed.push(Performed {
            command: self.command(call),
            function: crossed.function,
            request: crossed.request.clone(),
            reply: self.bindings.fill(&call.reply),
            answer: self.bindings.fill(&answer(call)),
        });
    }

    fn advance(&mut self, advance: &Advance) -> Result<(), String> {
        let before = self.host.calls().len();
        let delivered = self.host.advance(Duration::from_secs_f64(advance.advance));
        let delivered: Vec<Value> = delivered.iter().map(|call| self.show(call)).collect();
        let expected = advance.delivered.iter();
        let expected = expected
            .map(|call| json!({"at": call.at, "export": call.export, "input": call.input}))
            .collect();
        self.bindings.compare(&expected, &delivered.into())?;
        let meanwhile: Vec<&Call> = advance.meanwhile.iter().collect();
        self.crossed(before, &meanwhile)
    }

    fn show(&self, delivery: &Delivery) -> Value {
        let at = delivery.at.duration_since(self.began).unwrap_or_default();
        json!({"at": at.as_secs_f64(), "export": delivery.export, "input": delivery.input})
    }

    fn peer(&self, connection: &str, does: &Deed) {
        let peer = self.host.websocket();
        let peer = peer.peer(connection);
        match does {
            Deed::SendText(message) => {
                peer.send_text(message);
            }
            Deed::SendBinary(data) => {
                peer.send_binary(data);
            }
            Deed::Close(code, reason) => peer.close(*code, reason),
            Deed::Lose => peer.lose(),
        }
    }
}
