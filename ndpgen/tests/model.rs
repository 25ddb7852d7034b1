//! What schemas mean: one document a test, and the part of the model it is about.

use std::path::Path;

use ndpgen::compile::compile;
use ndpgen::load::load;
use ndpgen::model::{
    Api, Call, Capability, Encoding, Export, Field, Function, Home, Obligation, Output, Permission,
    Presence, Scalar, Shape, Type, TypeDef, TypeId, Version,
};
use ndpgen::source::Source;

fn source(path: &str, text: &str) -> Source {
    Source {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

/// Compiles documents, of which the version is left out.
fn api(files: &[(&str, &str)]) -> Api {
    let versioned = |text| format!("version: v1-draft\n{text}");
    let files = files
        .iter()
        .map(|(path, text)| source(path, &versioned(text)));
    api_of(&files.collect::<Vec<_>>())
}

fn api_of(sources: &[Source]) -> Api {
    match compile(sources) {
        Ok((_, api)) => api,
        Err(report) => panic!("{report}"),
    }
}

fn capability(text: &str) -> Capability {
    api(&[("greeter.yaml", text)]).capabilities.remove(0)
}

fn function(text: &str) -> Function {
    let text = format!("x-service: {{permission: lamp}}\nx-since: v0.60.0\nimports:\n{text}");
    let mut service = api(&[("host/lamp.yaml", &text)]).services.remove(0);
    service.functions.remove(0)
}

/// The fields of the first schema, an object.
fn fields(schemas: &str) -> Vec<Field> {
    let text = format!("exports: {{}}\ncomponents:\n  schemas:\n{schemas}");
    let api = api(&[("greeter.yaml", &text)]);
    match &api.types[0].shape {
        Shape::Struct(fields) => fields.clone(),
        shape => panic!("no struct: {shape:?}"),
    }
}

fn exports(capability: &Capability) -> Vec<&Export> {
    capability
        .traits
        .iter()
        .flat_map(|it| &it.exports)
        .collect()
}

const fn version(major: u32, minor: u32, patch: u32) -> Option<Version> {
    Some(Version {
        major,
        minor,
        patch,
    })
}

fn id(home: Home, name: &str) -> TypeId {
    TypeId {
        home,
        name: name.to_owned(),
    }
}

fn greeter(name: &str) -> TypeId {
    id(Home::Capability("greeter".to_owned()), name)
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
    let api = api_of(&[source("fruit.json.yaml", include_str!("xtp/fruit.json"))]);
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
fn presence_of_fields() {
    let fields = fields(
        "    Song:
      required: [always, orNull]
      properties:
        always: {type: string}
        orNull: {type: string, nullable: true}
        unlessEmpty: {type: string, x-omit-empty: true}
        perhaps: {type: integer, format: int32}
        perhapsNull: {type: string, nullable: true}
",
    );
    let text = Type::Scalar(Scalar::String);
    let found: Vec<_> = fields.iter().map(|it| (it.presence, &it.ty)).collect();
    assert_eq!(
        found,
        [
            (Presence::Required, &text),
            (Presence::Required, &Type::Nullable(Box::new(text.clone()))),
            (Presence::OmitEmpty, &text),
            (Presence::Optional, &Type::Scalar(Scalar::I32)),
            (Presence::Optional, &text),
        ]
    );
}

#[test]
fn types_of_values() {
    let fields = fields(
        "    Song:
      properties:
        a: {type: integer}
        b: {type: number}
        c: {type: number, format: float}
        d: {type: integer, format: uint32}
        e: {type: string, format: date-time}
        f: {type: string, format: byte}
        g: {type: buffer}
        h: {type: object}
        i: {type: array}
        j: {type: array, items: {type: string, nullable: true}}
        k: {type: object, additionalProperties: {type: buffer}}
        l: {$ref: '#/components/schemas/Moods'}
        m: {type: object, additionalProperties: {type: object}}
    Moods: {additionalProperties: {$ref: '#/components/schemas/Mood'}}
    Mood: {enum: [calm]}
",
    );
    let types: Vec<&Type> = fields.iter().map(|it| &it.ty).collect();
    let scalar = Type::Scalar;
    let list = |inner| Type::List(Box::new(inner));
    let map = |inner| Type::Map(Box::new(inner));
    let expected = [
        scalar(Scalar::I64),
        scalar(Scalar::F64),
        scalar(Scalar::F32),
        scalar(Scalar::U32),
        scalar(Scalar::DateTime),
        Type::Bytes,
        Type::Bytes,
        Type::Any,
        list(Type::Any),
        list(Type::Nullable(Box::new(scalar(Scalar::String)))),
        map(Type::Bytes),
        Type::Named(greeter("Moods")),
        map(Type::Any),
    ];
    assert_eq!(types, expected.iter().collect::<Vec<_>>());
}

#[test]
fn versions_are_inherited_from_the_nearest() {
    let text = "x-since: v0.60.0
exports: {}
components:
  schemas:
    Old:
      properties:
        a: {type: string}
        b: {type: string, x-since: v0.62.0}
    New:
      x-since: v0.61.0
      properties:
        a: {type: string}
        b: {type: string, x-since: v0.62.0}
";
    let api = api(&[("greeter.yaml", text)]);
    let since = |def: &TypeDef| match &def.shape {
        Shape::Struct(fields) => fields.iter().map(|it| it.since).collect::<Vec<_>>(),
        Shape::Enum(_) | Shape::Map(_) => Vec::new(),
    };
    assert_eq!(since(&api.types[0]), [version(0, 60, 0), version(0, 62, 0)]);
    assert_eq!(since(&api.types[1]), [version(0, 61, 0), version(0, 62, 0)]);
}

#[test]
fn values_have_the_version_of_their_function() {
    let function = function("  lamp_on: {x-since: v0.61.0, x-params: {name: {type: string}}}");
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
fn cycles_through_options_are_boxed() {
    let fields = fields(
        "    Node:
      required: [parent, children, leaf]
      properties:
        next: {$ref: '#/components/schemas/Node'}
        parent: {$ref: '#/components/schemas/Node', nullable: true}
        children: {type: array, items: {$ref: '#/components/schemas/Node'}}
        leaf: {$ref: '#/components/schemas/Leaf'}
        other: {$ref: '#/components/schemas/Leaf'}
    Leaf: {properties: {}}
",
    );
    let node = greeter("Node");
    assert_eq!(fields[0].ty, Type::Boxed(node.clone()));
    assert_eq!(
        fields[1].ty,
        Type::Nullable(Box::new(Type::Boxed(node.clone())))
    );
    assert_eq!(fields[2].ty, Type::List(Box::new(Type::Named(node))));
    assert_eq!(fields[3].ty, Type::Named(greeter("Leaf")));
    assert_eq!(fields[4].ty, Type::Named(greeter("Leaf")));
}

#[test]
fn a_ring_is_boxed_where_it_may_end() {
    let fields = fields(
        "    Hen:
      required: [egg]
      properties: {egg: {$ref: '#/components/schemas/Egg'}}
    Egg:
      properties: {hen: {$ref: '#/components/schemas/Hen'}}
",
    );
    assert_eq!(fields[0].ty, Type::Named(greeter("Egg")));
}

#[test]
fn shared_types_are_found_through_others() {
    let types = "exports: {}
components:
  schemas:
    Unused: {properties: {}}
    Artist: {properties: {}}
    Track: {properties: {artists: {type: array, items: {$ref: '#/components/schemas/Artist'}}}}
";
    let greeter = "exports: {}
components:
  schemas:
    Request: {properties: {track: {$ref: '#/components/schemas/Track'}}}
";
    let api = api(&[("greeter.yaml", greeter), ("types.yaml", types)]);
    let shared = |name| id(Home::Shared, name);
    assert_eq!(
        api.capabilities[0].shared_types,
        [shared("Artist"), shared("Track")]
    );
    assert!(api.capabilities[0].traits.is_empty());
}

#[test]
fn names_that_rust_or_the_generated_code_needs() {
    let text = "exports: {}
components:
  schemas:
    Error: {properties: {type: {type: string}, $id: {type: string}, self: {type: string}}}
";
    let api = api(&[("greeter.yaml", text)]);
    assert_eq!(api.types[0].id, greeter("Error_"));
    let Shape::Struct(fields) = &api.types[0].shape else {
        panic!("an object is a struct");
    };
    let names: Vec<_> = fields.iter().map(|it| it.name.rust.as_str()).collect();
    assert_eq!(names, ["type", "id", "self"]);
    assert_eq!(fields[1].name.wire, "$id");
}

#[test]
fn a_schema_hides_nothing_of_other_files() {
    let song = "exports: {}\ncomponents: {schemas: {Song: {properties: {}}}}\n";
    let api = api(&[("album.yaml", song), ("greeter.yaml", song)]);
    assert_eq!(api.types.len(), 2);
}

#[test]
fn descriptions_are_trimmed() {
    let capability =
        capability("x-capability: {description: ' Greets. '}\nexports:\n  greet: {}\n");
    assert_eq!(capability.docs.0, "Greets.");
    assert_eq!(exports(&capability)[0].docs.0, "");
}

#[test]
fn aliases_stand_for_their_anchors() {
    let fields = fields("    Song: {properties: {a: &text {type: string}, b: *text}}\n");
    assert_eq!(fields[0].ty, fields[1].ty);
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
