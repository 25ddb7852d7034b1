mod bounds;
mod forms;
mod schemas;

use nd_rules::manifest::Permissions;
use serde_json::{Value as Json, json};

use super::*;
use crate::plugin::finding::Report;
use crate::plugin::json::Document;
use crate::plugin::subject::{Manifest, Subject};

fn report(manifest: &str) -> Report {
    let document = Document::parse(manifest.to_owned()).unwrap();
    let permissions = Permissions::none();
    let mut subject = Subject::new("hello");
    subject.manifest = Some(Manifest {
        document,
        permissions,
    });
    let mut findings = Findings::default();
    check(&mut findings, &subject);
    Report::new("hello", Some(manifest), findings)
}

fn of_config(config: &Json) -> Report {
    report(&json!({ "config": config }).to_string())
}

/// The codes of the findings about a schema without a form.
fn of_schema(schema: &Json) -> Vec<&'static str> {
    codes(&of_config(&json!({ "schema": schema })))
}

/// The codes of the findings about the schema of one setting.
fn of_setting(schema: &Json) -> Vec<&'static str> {
    of_schema(&json!({"type": "object", "properties": {"a": schema}}))
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.findings().map(|it| it.code.name()).collect()
}

/// The codes of the findings about a form for a few settings.
fn of_form(form: &Json) -> Vec<&'static str> {
    let user = json!({"type": "object", "properties": {"name": {"type": "string"}, "token": {"type": "string"}}});
    let schema = json!({
        "type": "object",
        "properties": {
            "url": {"type": "string"},
            "users": {"type": "array", "items": {"$ref": "#/definitions/user"}},
        },
        "definitions": {"user": user},
    });
    codes(&of_config(&json!({"schema": schema, "uiSchema": form})))
}

#[test]
fn no_example_has_a_finding() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let mut seen = 0;
    for folder in std::fs::read_dir(root).unwrap() {
        let path = folder.unwrap().path().join("manifest.json");
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let report = report(&text);
        assert_eq!(report.to_string(), "", "{}", path.display());
        seen += 1;
    }
    assert!(seen > 5);
}
