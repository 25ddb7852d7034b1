//! Named types, fields and the types of values.

use ndpgen::model::{Field, Home, Presence, Scalar, Shape, Type, TypeDef};

use super::{api, greeter, id, version};

/// The fields of the first schema, an object.
fn fields(schemas: &str) -> Vec<Field> {
    let text = format!("exports: {{}}\ncomponents:\n  schemas:\n{schemas}");
    let api = api(&[("greeter.yaml", &text)]);
    match &api.types[0].shape {
        Shape::Struct(fields) => fields.clone(),
        shape => panic!("no struct: {shape:?}"),
    }
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
fn aliases_stand_for_their_anchors() {
    let fields = fields("    Song: {properties: {a: &text {type: string}, b: *text}}\n");
    assert_eq!(fields[0].ty, fields[1].ty);
}
