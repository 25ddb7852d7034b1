//! Random folders of schemas: nearly all are accepted, and their names, types and descriptions are as awkward as may be.

use ndpgen::source::Source;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

/// Names of all kinds; a number behind makes them differ.
fn name() -> impl Strategy<Value = String> {
    let words = [
        "a",
        "type",
        "self",
        "Id",
        "URL",
        "HTTPServer",
        "snake_case",
        "SHOUT",
        "mixedURLCase",
        "match",
        "artistMusicBrainzIdentifier",
        "getSimilarSongsByAlbumArtistAndTrackTitle",
        "similarSongsByArtistRequest",
        "x_y_z",
        "_hidden",
        "dollar$",
        "n2m",
        "Vec",
        "Error",
        "default",
    ];
    select(words.to_vec()).prop_map(str::to_owned)
}

/// Descriptions with everything that Markdown and rustdoc care for.
fn description() -> impl Strategy<Value = String> {
    let parts = [
        "word",
        "`code`",
        "[link]",
        "[a](https://example.org)",
        "https://example.org/a_(b)",
        "<tag>",
        "Vec<T>",
        "*/",
        "/*",
        "\n",
        "\n\n",
        "\n- item",
        "\n1. item",
        "\n```\ncode\n```\n",
        "\n    indented",
        "# Heading",
        "\n# Errors\n",
        "`",
        "\\",
        "\t",
        "\u{202e}",
        "ä",
        "\"",
        "{x}",
        "|",
        "> quote",
        "---",
        "&amp;",
        "a-very-long-word-that-cannot-be-broken-anywhere-at-all",
    ];
    prop::collection::vec(select(parts.to_vec()), 0..30).prop_map(|parts| parts.join(" "))
}

/// A description, or any characters at all.
fn any_description() -> impl Strategy<Value = String> {
    prop_oneof![description(), "\\PC{0,60}"]
}

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

/// Named properties, all different.
fn properties(
    references: Vec<String>,
    depth: u32,
    count: std::ops::Range<usize>,
) -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::vec((name(), property(references, depth)), count).prop_map(|properties| {
        let properties = properties.into_iter().enumerate();
        properties
            .map(|(at, (name, property))| (format!("{name}{at}"), property))
            .collect()
    })
}

/// Schemas of all kinds that mention each other.
fn schemas() -> impl Strategy<Value = Map<String, Value>> {
    let names = prop::collection::vec(name(), 1..6);
    let names = names.prop_map(|names| {
        let names = names.into_iter().enumerate();
        names
            .map(|(at, name)| format!("{name}{at}"))
            .collect::<Vec<_>>()
    });
    names.prop_flat_map(|names| {
        let all = names.clone();
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
    let values = prop::collection::vec(name(), 1..4).prop_map(|names| {
        let names = names.into_iter().enumerate();
        json!({"enum": names.map(|(at, name)| format!("{name}{at}")).collect::<Vec<_>>()})
    });
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
        let functions = functions.into_iter().enumerate();
        functions
            .map(|(at, (name, function))| (format!("{}{at}", name.replace('$', "")), function))
            .collect()
    })
}

fn payload(references: Vec<String>) -> impl Strategy<Value = Value> {
    (ty(references, 2), any::<bool>(), any_description()).prop_map(
        |(mut ty, nullable, description)| {
            ty["contentType"] = json!("application/json");
            ty["nullable"] = json!(nullable);
            ty["description"] = json!(description);
            ty
        },
    )
}

fn export(references: &[String]) -> impl Strategy<Value = Value> + use<> {
    let payload = || prop::option::of(payload(references.to_vec()));
    (
        any_description(),
        payload(),
        payload(),
        prop::option::of(60..65_u32),
    )
        .prop_map(|(description, input, output, since)| {
            let mut export = json!({"description": description});
            for (key, value) in [("input", input), ("output", output)] {
                if let Some(value) = value {
                    export[key] = value;
                }
            }
            if let Some(minor) = since {
                export["x-since"] = json!(format!("v0.{minor}.0"));
            }
            export
        })
}

fn import(references: Vec<String>) -> impl Strategy<Value = Value> {
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

/// A folder with a capability and a service, each with types of its own.
pub(crate) fn folder() -> impl Strategy<Value = Vec<Source>> {
    let leaf = || json!({"required": ["x"], "properties": {"x": {"type": "string"}}});
    let capability = schemas().prop_flat_map(move |mut schemas| {
        schemas.insert("Leaf".to_owned(), leaf());
        let names: Vec<String> = schemas.keys().cloned().collect();
        let layout = select(&["all-required", "per-method"][..]);
        (functions(export(&names)), any_description(), layout, Just(schemas)).prop_map(|(exports, description, layout, schemas)| {
            json!({
                "version": "v1-draft",
                "x-capability": {"name": "Generated", "description": description, "traits": layout},
                "exports": exports,
                "components": {"schemas": schemas},
            })
        })
    });
    let service = schemas().prop_flat_map(move |mut schemas| {
        schemas.insert("Leaf".to_owned(), leaf());
        let names: Vec<String> = schemas.keys().cloned().collect();
        (functions(import(names)), any_description(), Just(schemas)).prop_map(|(imports, description, schemas)| {
            json!({
                "version": "v1-draft",
                "x-service": {"name": "Generated", "module": "generated", "permission": "generated", "description": description},
                "imports": imports,
                "components": {"schemas": schemas},
            })
        })
    });
    (capability, service).prop_map(|(capability, service)| {
        // JSON is YAML.
        vec![
            Source {
                path: "generated.yaml".to_owned(),
                text: capability.to_string(),
            },
            Source {
                path: "host/generated.yaml".to_owned(),
                text: service.to_string(),
            },
        ]
    })
}
