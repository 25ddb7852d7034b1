//! Scenarios on the local host: the test guest as wasm, and the services themselves. Must not name what single scenarios are about.

mod setup;

use std::time::{Duration, SystemTime};

use nd_host::{Delivery, Music, Outcome};
use nd_native_tests::placeholder::Bindings;
use nd_native_tests::run::COMMANDS;
use nd_native_tests::scenario::{self, Advance, Call, RemoveLibrary, Scenario, Step};
use serde_json::{Value, json};

use self::setup::Host;

/// What needs others to play along, such as the other ends of connections, and what is told to call the host in every export: when it is loaded, too.
/// Of both the local host has tests of its own.
fn is_played_elsewhere(scenario: &Scenario) -> bool {
    let elsewhere = |step: &Step| matches!(step, Step::Peer(_));
    let config = scenario.setup.config.as_ref();
    let calls_always = config.is_some_and(|config| config["mode"] == "call_host");
    calls_always || scenario.setup.is_scripted() || scenario.steps.iter().any(elsewhere)
}

#[test]
fn the_local_host_replies_as_the_tables_say() {
    let mut played = 0;
    for (service, scenarios) in scenario::all() {
        for scenario in scenarios
            .iter()
            .filter(|scenario| !is_played_elsewhere(scenario))
        {
            eprintln!("{service}: {}", scenario.name);
            play(scenario).unwrap_or_else(|problem| panic!("{service}: {problem}"));
            played += 1;
        }
    }
    assert!(played > 60, "{played} scenarios");
}

fn play(scenario: &Scenario) -> Result<(), String> {
    let host = setup::install(scenario);
    let mut run = Run {
        began: host.plugin.now(),
        host,
        bindings: Bindings::default(),
    };
    for (index, step) in scenario.steps.iter().enumerate() {
        run = run
            .step(step)
            .map_err(|problem| format!("{}, step {}: {problem}", scenario.name, index + 1))?;
    }
    Ok(())
}

struct Run {
    host: Host,
    began: SystemTime,
    bindings: Bindings,
}

impl Run {
    fn step(mut self, step: &Step) -> Result<Self, String> {
        match step {
            Step::Call(call) => self.call(call)?,
            Step::Advance(advance) => self.advance(advance)?,
            Step::Reload(_) => self.host = self.host.reload(),
            Step::RemoveLibrary(RemoveLibrary { remove_library }) => {
                let change = |music: &mut Music| music.remove_library(*remove_library);
                self.host.server.change_music(change);
            }
            Step::Peer(_) => return Err("is played elsewhere".to_owned()),
        }
        Ok(self)
    }

    fn call(&mut self, call: &Call) -> Result<(), String> {
        let args = match &call.args {
            Value::Null => json!({}),
            args => self.bindings.fill(args),
        };
        let command = json!({"function": call.call, "args": args});
        let got = match self.host.plugin.call(COMMANDS, command.to_string()).outcome {
            Outcome::Ok(output) => {
                serde_json::from_slice(&output).map_err(|error| error.to_string())?
            }
            outcome => return Err(format!("{}: {outcome:?}", call.call)),
        };
        let expected = match call.reply.get("error") {
            Some(text) => json!({"err": text}),
            None => json!({"ok": call.ok}),
        };
        self.bindings
            .compare(&expected, &got)
            .map_err(|problem| format!("{}: {problem}", call.call))
    }

    fn advance(&mut self, advance: &Advance) -> Result<(), String> {
        let delivered = self
            .host
            .plugin
            .advance(Duration::from_secs_f64(advance.advance));
        let delivered: Vec<Value> = delivered.iter().map(|call| self.show(call)).collect();
        let expected = advance.delivered.iter();
        let expected = expected
            .map(|call| json!({"at": call.at, "export": call.export, "input": call.input}))
            .collect();
        self.bindings.compare(&expected, &delivered.into())
    }

    fn show(&self, delivery: &Delivery) -> Value {
        let at = delivery.at.duration_since(self.began).unwrap_or_default();
        let input: Value = serde_json::from_slice(&delivery.input).unwrap_or_default();
        json!({"at": at.as_secs_f64(), "export": delivery.export, "input": input})
    }
}

impl Host {
    fn reload(self) -> Self {
        let Self {
            plugin,
            server,
            package,
            settings,
        } = self;
        drop(plugin);
        let plugin = server
            .load(&package, &settings)
            .unwrap_or_else(|error| panic!("{error:#}"));
        Self {
            plugin,
            server,
            package,
            settings,
        }
    }
}
