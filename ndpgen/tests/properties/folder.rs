//! Random folders of schemas: most are accepted, and their names, types and descriptions are as awkward as may be. In the others names meet.

use crate::words::{any_description, name};
use ndpgen::source::Source;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

/// A type. `references` are the names it may mention, `depth` is how far lists and maps nest.
fn ty(references: Vec<String>, depth: u32) -> impl Strategy<Value = Value> {
    let scalar = select(vec![
        json!({"type": "string"}),
        json!({"type": "string", "format": "date-time"}),
        json!({"type": "string", "format": "byte"}),
        json!({"type": "integer"}),
        json!({"type": "integer", "format": "uint8"}),
        json!({"type": "number"}),
        json!({"type": "number", "format": "float"}),
        json!({"type": "boolean"}),
        json!({"type": "buffer"}),
        json!({"type": "object"}),
        json!({"type": "array"}),
    ]);
    let reference =
        select(references).prop_map(|name| json!({"$ref": format!("#/components/schemas/{name}")}));
    prop_oneof![3 => scalar, 1 => reference].prop_recursive(depth, 4, 1, |inner| {
        prop_oneof![
            inner
                .clone()
                .prop_map(|items| json!({"type": "array", "items": items})),
            inner.prop_map(|values| match values.get("additionalProperties") {
                // XTP has no maps of maps.
                Some(_) => json!({"type": "array", "items": values}),
                None => json!({"type": "object", "additionalProperties": values}),
            }),
        ]
    })
}

/// A property, parameter or result; the last two leave out what they cannot have.
fn property(references: Vec<String>, depth: u32) -> impl Strategy<Value = Value> {
    let deprecated = prop::option::weighted(0.1, any_description());
    let since = prop::option::weighted(0.2, 60..65_u32);
    (
        ty(references, depth),
        any::<bool>(),
        any_description(),
        deprecated,
        since,
    )
        .prop_map(|(mut ty, nullable, description, deprecated, since)| {
            ty["description"] = json!(description);
            if nullable {
                ty["nullable"] = json!(true);
            }
            if let Some(text) = deprecated.filter(|text| !text.trim().is_empty()) {
                ty["x-deprecated"] = json!(text);
            }
            if let Some(minor) = since {
                ty["x-since"] = json!(format!("v0.{minor}.0"));
            }
            ty
        })
}

/// Named properties.
fn properties(
    references: Vec<String>,
    depth: u32,
    count: std::ops::Range<usize>,
) -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::vec((name(), property(references, depth)), count)
        .prop_map(|properties| properties.into_iter().collect())
}

/// Schemas of all kinds that mention each other and those of another file.
fn schemas(shared: Vec<String>) -> impl Strategy<Value = Map<String, Value>> {
    let names = prop::collection::vec(name(), 1..6);
    names.prop_flat_map(move |names| {
        let all = [names.clone(), shared.clone()].concat();
        let schemas = names
            .into_iter()
            .map(move |name| (Just(name), schema(all.clone())));
        schemas
            .collect::<Vec<_>>()
            .prop_map(|schemas| schemas.into_iter().collect())
    })
}

fn schema(references: Vec<String>) -> impl Strategy<Value = Value> {
    let object = (
        properties(references, 2, 0..5),
        any::<Vec<Index>>(),
        any_description(),
    )
        .prop_map(|(properties, required, description)| {
            let names: Vec<&String> = properties.keys().collect();
            let mut required: Vec<&String> = if names.is_empty() {
                Vec::new()
            } else {
                required.iter().map(|it| *it.get(&names)).collect()
            };
            required.sort();
            required.dedup();
            json!({"description": description, "required": required, "properties": properties})
        });
    let values = prop::collection::vec(name(), 1..4).prop_map(|names| json!({"enum": names}));
    let map = ty(vec!["Leaf".to_owned()], 1).prop_filter_map("no map of maps", |values| {
        values
            .get("additionalProperties")
            .is_none()
            .then(|| json!({"additionalProperties": values}))
    });
    prop_oneof![4 => object, 1 => values, 1 => map]
}

/// The functions of a capability or a service.
fn functions<V: Strategy<Value = Value>>(function: V) -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::vec((name(), function), 1..5).prop_map(|functions| {
        let functions = functions.into_iter();
        functions
            .map(|(name, function)| (name.replace('$', ""), function))
            .collect()
    })
}

fn payload(references: Vec<String>) -> impl Strategy<Value = Value> {
    let text = || json!({"type": "string"});
    let block = prop_oneof![
        4 => ty(references, 2).prop_map(|ty| (ty, "application/json")),
        1 => Just((text(), "text/plain; charset=utf-8")),
        1 => Just((json!({"type": "buffer"}), "application/x-binary")),
    ];
    (block, any::<bool>(), any_description()).prop_map(
        |((mut ty, content_type), nullable, description)| {
            ty["contentType"] = json!(content_type);
            ty["nullable"] = json!(nullable);
            ty["description"] = json!(description);
            ty
        },
    )
}

fn export(references: &[String]) -> impl Strategy<Value = Value> + use<> {
    (direct(references), prop::option::of(60..65_u32)).prop_map(|(mut export, since)| {
        if let Some(minor) = since {
            export["x-since"] = json!(format!("v0.{minor}.0"));
        }
        export
    })
}

/// A function whose input and output are blocks.
fn direct(references: &[String]) -> impl Strategy<Value = Value> + use<> {
    let payload = || prop::option::of(payload(references.to_vec()));
    (any_description(), payload(), payload()).prop_map(|(description, input, output)| {
        let mut function = json!({"description": description});
        for (key, value) in [("input", input), ("output", output)] {
            if let Some(value) = value {
                function[key] = value;
            }
        }
        function
    })
}

/// A function in Navidrome's envelope.
fn envelope(references: Vec<String>) -> impl Strategy<Value = Value> {
    let params = properties(references.clone(), 2, 0..5);
    (any_description(), params, properties(references, 2, 0..3)).prop_map(
        |(description, params, mut results)| {
            let names: Vec<String> = results.keys().cloned().collect();
            if let [value, flag] = names.as_slice()
                && description.len() % 2 == 0
            {
                results[flag] = json!({"type": "boolean", "x-exists-for": value});
            }
            let mut import = json!({"description": description});
            for (key, mut properties) in [("x-params", params), ("x-results", results)] {
                for value in properties.values_mut().filter_map(Value::as_object_mut) {
                    value.remove("x-deprecated");
                }
                if !properties.is_empty() {
                    import[key] = Value::Object(properties);
                }
            }
            import
        },
    )
}

/// The error texts of a capability.
fn errors() -> impl Strategy<Value = Map<String, Value>> {
    let error = (any_description(), "[a-z]{1,9}")
        .prop_map(|(description, text)| json!({"text": text, "description": description}));
    let names = name().prop_map(|name| name.to_lowercase().replace('$', ""));
    prop::collection::vec((names, error), 1..4).prop_map(|errors| errors.into_iter().collect())
}

type Schemas = Map<String, Value>;

fn names_of(schemas: &[&Schemas]) -> Vec<String> {
    let names = schemas.iter().flat_map(|schemas| schemas.keys());
    names.cloned().collect()
}

fn capability(shared: Schemas) -> impl Strategy<Value = Value> {
    schemas(names_of(&[&shared])).prop_flat_map(move |schemas| {
        let names = names_of(&[&schemas, &shared]);
        let layout = select(&["all-required", "per-method"][..]);
        let exports = functions(export(&names));
        let errors = prop::option::of(errors());
        (exports, errors, any_description(), layout).prop_map(
            move |(exports, errors, description, layout)| {
                let head =
                    json!({"name": "Generated", "description": description, "traits": layout});
                let mut document = json!({
                    "version": "v1-draft",
                    "x-capability": head,
                    "exports": exports,
                    "components": {"schemas": schemas},
                });
                if let Some(errors) = errors {
                    document["x-errors"] = Value::Object(errors);
                }
                document
            },
        )
    })
}

fn service(shared: Schemas) -> impl Strategy<Value = Value> {
    schemas(names_of(&[&shared])).prop_flat_map(move |schemas| {
        let names = names_of(&[&schemas, &shared]);
        let import = prop_oneof![3 => envelope(names.clone()), 1 => direct(&names)];
        (functions(import), any_description(), any_description()).prop_map(
            move |(imports, description, permission)| {
                let permission = Some(permission).filter(|text| !text.trim().is_empty());
                let head = json!({"name": "Generated", "permission": permission, "description": description});
                json!({
                    "version": "v1-draft",
                    "x-service": head,
                    "imports": imports,
                    "components": {"schemas": schemas},
                })
            },
        )
    })
}

/// A folder with a capability, a service and shared types; the first two have types of their own.
pub(crate) fn folder() -> impl Strategy<Value = Vec<Source>> {
    let shared = schemas(vec!["Leaf".to_owned()]).prop_map(|mut schemas| {
        let leaf = json!({"required": ["x"], "properties": {"x": {"type": "string"}}});
        schemas.insert("Leaf".to_owned(), leaf);
        schemas
    });
    let documents = shared.prop_flat_map(|shared| {
        let types =
            json!({"version": "v1-draft", "exports": {}, "components": {"schemas": shared}});
        (Just(types), capability(shared.clone()), service(shared))
    });
    documents.prop_map(|(types, capability, service)| {
        let documents = [
            ("types.yaml", types),
            ("generated.yaml", capability),
            ("host/generated.yaml", service),
        ];
        // JSON is YAML.
        let sources = documents.map(|(path, document)| Source {
            path: path.to_owned(),
            text: document.to_string(),
        });
        sources.to_vec()
    })
}
