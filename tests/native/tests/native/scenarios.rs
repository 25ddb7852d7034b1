//! Scenarios over the fake host: its replies are those of the server, and so is what the plugin gets. Must not name single services.

use std::collections::BTreeSet;

use nd_native_tests::run::run_natively;
use nd_native_tests::scenario::{self, Scenario, Step};
use nd_native_tests::tables;
use serde_json::json;

/// The name that the functions of a service begin with.
fn service_of(function: &str) -> &str {
    function.split('_').next().unwrap_or(function)
}

fn functions(scenario: &Scenario) -> impl Iterator<Item = &str> {
    scenario.steps.iter().filter_map(|step| match step {
        Step::Call(call) => Some(call.call.as_str()),
        Step::Advance(_) | Step::Peer(_) | Step::Reload(_) | Step::RemoveLibrary(_) => None,
    })
}

#[test]
fn the_fake_host_replies_what_the_server_replies() {
    let all = scenario::all();
    let all = all.values().flatten();
    let problems: Vec<String> = all
        .filter_map(|scenario| run_natively(scenario).err())
        .collect();
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

/// The scenario with something in one step that is not so; none where nothing is expected.
fn spoiled(scenario: &Scenario, step: usize) -> Vec<Scenario> {
    let unexpected = || json!({"unexpected": true});
    let spoil = |change: &dyn Fn(&mut Step)| {
        let mut spoiled = scenario.clone();
        change(&mut spoiled.steps[step]);
        spoiled
    };
    let reply = spoil(&|step| {
        if let Step::Call(call) = step {
            call.reply = unexpected();
        }
    });
    let result = spoil(&|step| {
        if let Step::Call(call) = step {
            call.ok = unexpected();
        }
    });
    let delivered = spoil(&|step| {
        if let Step::Advance(advance) = step {
            advance.delivered.pop();
        }
    });
    match &scenario.steps[step] {
        Step::Call(call) if call.reply.get("error").is_some() => vec![reply],
        Step::Call(_) => vec![reply, result],
        Step::Advance(advance) if !advance.delivered.is_empty() => vec![delivered],
        Step::Advance(_) | Step::Peer(_) | Step::Reload(_) | Step::RemoveLibrary(_) => Vec::new(),
    }
}

#[test]
fn whatever_differs_is_noticed() {
    for (service, scenarios) in scenario::all() {
        // One of each service: enough to hold the tests above to it, and quick.
        let Some(scenario) = scenarios.first() else {
            panic!("{service} has no scenarios")
        };
        for step in 0..scenario.steps.len() {
            for spoiled in spoiled(scenario, step) {
                let problem = run_natively(&spoiled).expect_err(&scenario.name);
                let place = format!("{}, step {}: ", scenario.name, step + 1);
                assert!(problem.starts_with(&place), "{problem}");
            }
        }
    }
}

#[test]
fn every_host_function_is_in_a_scenario_of_its_service() {
    let all = scenario::all();
    let mut called = BTreeSet::new();
    for (service, scenarios) in &all {
        for function in scenarios.iter().flat_map(functions) {
            assert_eq!(service_of(function), service);
            called.insert(function.to_owned());
        }
    }
    assert_eq!(called, tables::surface().host_functions);
}
