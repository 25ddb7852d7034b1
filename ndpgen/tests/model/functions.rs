//! Capabilities, services and their functions; whole folders.

use std::path::Path;

use ndpgen::compile::compile;
use ndpgen::load::load;
use ndpgen::model::{
    Call, Capability, Encoding, Export, Function, Home, Obligation, Output, Permission, Presence,
    Type,
};

use super::{api, api_of, id, source, version};

fn capability(text: &str) -> Capability {
    api(&[("greeter.yaml", text)]).capabilities.remove(0)
}

fn function(text: &str) -> Function {
    let text = format!("x-service: {{permission: lamp}}\nx-since: v0.60.0\nimports:\n{text}");
    let mut service = api(&[("host/lamp.yaml", &text)]).services.remove(0);
    service.functions.remove(0)
}

fn exports(capability: &Capability) -> Vec<&Export> {
    capability
        .traits
        .iter()
        .flat_map(|it| &it.exports)
        .collect()
}

#[test]
fn the_schemas_of_navidrome_compile() {
    let sources = load(Path::new("../capabilities")).expect("the schemas can be read");
    let (documents, api) = compile(&sources).unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(documents.len(), 8 + 14 + 1);
    assert_eq!(api.capabilities.len(), 8);
    assert_eq!(api.capabilities.iter().flat_map(exports).count(), 25);
    assert_eq!(api.services.len(), 14);
    let functions = api.services.iter().flat_map(|it| &it.functions);
    assert_eq!(functions.count(), 51);
    assert_eq!(api.types.len(), 49);
}

#[test]
fn plain_xtp_names_everything_itself() {
    let capability = capability("exports:\n  countVowels: {}\n  move: {}\n");
    assert_eq!(capability.name, "Greeter");
    assert_eq!(capability.module, "greeter");
    assert_eq!(capability.traits[0].name, "Greeter");
    assert_eq!(capability.traits[0].register_macro, "register_greeter");
    let exports = exports(&capability);
    assert_eq!(exports[0].export, "countVowels");
    assert_eq!(exports[0].method.wire, "CountVowels");
    assert_eq!(exports[0].method.rust, "count_vowels");
    assert_eq!(exports[0].since, None);
    assert_eq!(exports[1].method.rust, "move");
}

#[test]
fn all_of_xtp_is_accepted() {
    let api = api_of(&[source("fruit.json.yaml", include_str!("../xtp/fruit.json"))]);
    let capability = &api.capabilities[0];
    assert_eq!(capability.module, "fruit_json");
    let payload = |export: usize| exports(capability)[export].input.as_ref();
    assert_eq!(payload(0), None);
    assert_eq!(payload(1).map(|it| it.encoding), Some(Encoding::Text));
    assert_eq!(payload(2).map(|it| it.encoding), Some(Encoding::Binary));
    assert_eq!(payload(2).map(|it| &it.ty), Some(&Type::Bytes));
    assert_eq!(payload(3).map(|it| it.nullable), Some(true));
    assert_eq!(api.services[0].permission, Permission::None);
    let Call::Direct { input, output } = &api.services[0].functions[0].call else {
        panic!("plain imports are called directly");
    };
    assert!(input.is_some() && output.is_some());
    // Types are the capability's; the service uses them from there.
    let home = Home::Capability("fruit_json".to_owned());
    let used = ["Kind", "Prices", "Fruit"].map(|name| id(home.clone(), name));
    assert_eq!(api.services[0].shared_types, used);
}

#[test]
fn one_trait_a_method() {
    let capability = capability(
        "x-capability: {name: Agent, module: metadata, traits: per-method}
exports:
  nd_get_url: {x-name: GetArtistURL}
  nd_on_init: {x-name: OnInit}
",
    );
    let traits: Vec<_> = capability
        .traits
        .iter()
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!(traits, ["ArtistURLProvider", "InitProvider"]);
    assert_eq!(
        capability.traits[0].register_macro,
        "register_metadata_artist_url"
    );
}

#[test]
fn younger_methods_have_a_default() {
    let capability = capability(
        "x-since: v0.60.0\nexports:\n  a: {}\n  b: {x-since: v0.62.0}\n  c: {x-since: v0.60.0}\n",
    );
    let obligations: Vec<_> = exports(&capability)
        .iter()
        .map(|it| it.obligation)
        .collect();
    let (required, defaulted) = (Obligation::Required, Obligation::Defaulted);
    assert_eq!(obligations, [required, defaulted, required]);
}

#[test]
fn a_provider_has_nothing_to_default() {
    let capability = capability(
        "x-capability: {traits: per-method}\nx-since: v0.60.0\nexports:\n  a: {}\n  b: {x-since: v0.62.0}\n",
    );
    assert!(
        exports(&capability)
            .iter()
            .all(|it| it.obligation == Obligation::Required)
    );
}

#[test]
fn values_have_the_version_of_their_function() {
    let function = function(
        "  lamp_on: {x-since: v0.61.0, x-params: {name: {type: string}}}\n  lamp_off: {}\n",
    );
    let Call::Envelope { params, .. } = &function.call else {
        panic!("functions of Navidrome have an envelope");
    };
    assert_eq!(params[0].since, version(0, 61, 0));
    assert_eq!(params[0].presence, Presence::Required);
}

fn output(results: &str) -> Output {
    match function(&format!("  lamp_get: {{x-results: {{{results}}}}}")).call {
        Call::Envelope { output, .. } => output,
        Call::Direct { .. } => panic!("functions of Navidrome have an envelope"),
    }
}

#[test]
fn results_become_one_output() {
    let without = function("  lamp_on: {}");
    assert_eq!(
        without.call,
        Call::Envelope {
            params: Vec::new(),
            output: Output::Unit
        }
    );
    assert!(matches!(output("a: {type: string}"), Output::Value(_)));
    assert!(
        matches!(output("a: {type: string}, b: {type: buffer}"), Output::Tuple(it) if it.len() == 2)
    );
    let found = output("has: {type: boolean, x-exists-for: a}, a: {type: string}");
    let Output::Found { value, exists } = found else {
        panic!("a value and its flag");
    };
    assert_eq!(
        (value.name.wire, exists.name.wire),
        ("a".to_owned(), "has".to_owned())
    );
}

#[test]
fn descriptions_are_trimmed() {
    let capability =
        capability("x-capability: {description: ' Greets. '}\nexports:\n  greet: {}\n");
    assert_eq!(capability.docs.0, "Greets.");
    assert_eq!(exports(&capability)[0].docs.0, "");
}

#[test]
fn errors_have_constants_and_variants() {
    let capability = capability(
        "x-errors:\n  retry_later: {text: greeter(retry_later)}\nexports:\n  greet: {}\n",
    );
    assert_eq!(capability.errors[0].constant, "GREETER_ERROR_RETRY_LATER");
    assert_eq!(capability.errors[0].variant, "RetryLater");
    assert_eq!(capability.errors[0].text, "greeter(retry_later)");
}

#[test]
fn capabilities_may_have_names_that_the_generated_code_needs() {
    for (path, name) in [
        ("error.yaml", "Error"),
        ("default.yaml", "Default"),
        ("string.yaml", "String"),
        ("result.yaml", "Result"),
        ("p.yaml", "P"),
    ] {
        let capability = api(&[(path, "exports:\n  greet: {}\n")])
            .capabilities
            .remove(0);
        assert_eq!(capability.name, name);
        assert_eq!(capability.traits[0].name, format!("{name}_"));
    }
    let capability = capability("x-capability: {name: Option}\nexports:\n  greet: {}\n");
    assert_eq!(capability.traits[0].name, "Option_");
}

#[test]
fn imports_that_differ_in_rust_may_look_alike_on_the_wire() {
    let text = "x-service: {permission: lamp}
imports:
  lamp_on: {x-name: First}
  lampOn: {x-name: Second}
";
    let service = api(&[("host/lamp.yaml", text)]).services.remove(0);
    let methods = service.functions.iter().map(|it| it.method.rust.as_str());
    assert_eq!(methods.collect::<Vec<_>>(), ["first", "second"]);
}
