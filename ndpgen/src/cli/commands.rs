//! The commands, one function each.

use super::arguments::{Dump, Generate, Kind, Schema, Stage, Xtp};
use super::{Failure, Outcome, complain, mount, print, repository};
use crate::compile::compile;
use crate::emit::{Target, emit_macro_table, emit_surface_table, emit_tree};
use crate::files::{Artifact, MARKER, Plan, compare};
use crate::json_schema;
use crate::load::load;
use crate::model::Api;
use crate::rustfmt;
use crate::schema::Document;
use serde_json::Value;
use std::path::{Path, PathBuf};

pub(super) fn generate(arguments: &Generate) -> Result<Outcome, Failure> {
    let Generate {
        check,
        schemas,
        out,
        mount,
        mocks,
    } = arguments;
    let (api, plan, mounted) = match (schemas, out) {
        (Some(schemas), Some(out)) => {
            let mount = mount::mount(out, mount.as_deref())?;
            let mounted = format!("; mounted at {}", mount::display(&mount));
            let (_, api) = read(schemas)?;
            let target = Target::Tree {
                mount,
                mocks: *mocks,
            };
            let artifacts = rustfmt::format(emit_tree(&api, &target), out)?;
            let plan = compare(out, &artifacts, &["", "capability", "host"])?;
            (api, plan, mounted)
        }
        (None | Some(_), None) | (None, Some(_)) => {
            let root = repository_root()?;
            let (_, api) = read(&root.join(repository::SCHEMAS))?;
            let plan = compare(&root, &repository_files(&api, &root)?, repository::FOLDERS)?;
            (api, plan, String::new())
        }
    };
    finish(&summary(&api), plan, &mounted, *check)
}

pub(super) fn dump(arguments: &Dump) -> Result<Outcome, Failure> {
    let (documents, api) = read(&schemas_folder(arguments.schemas.as_deref())?)?;
    let json = match arguments.stage {
        Stage::Schema => serde_json::to_string_pretty(&documents)?,
        Stage::Model => serde_json::to_string_pretty(&api)?,
    };
    print(&format!("{json}\n"))?;
    Ok(Outcome::Done)
}

pub(super) fn xtp(arguments: &Xtp) -> Result<Outcome, Failure> {
    let Xtp { out, schemas } = arguments;
    let (documents, _) = read(&schemas_folder(schemas.as_deref())?)?;
    let artifacts = crate::xtp::convert(&documents)?;
    let summary = counted(artifacts.len(), "document", "documents");
    finish(&summary, compare(out, &artifacts, &[""])?, "", false)
}

pub(super) fn schema(arguments: &Schema) -> Result<Outcome, Failure> {
    let schema = match arguments.kind {
        Kind::Capability => json_schema::capability_document(),
        Kind::Service => json_schema::service_document(),
    };
    print(&json_text(schema))?;
    Ok(Outcome::Done)
}

/// A JSON Schema as text. JSON has no comments: the mark is a key that JSON Schema reserves for them.
fn json_text(mut schema: Value) -> String {
    schema["$comment"] = Value::String(format!("{MARKER}. Do not edit."));
    format!("{schema:#}\n")
}

fn read(folder: &Path) -> Result<(Vec<Document>, Api), Failure> {
    Ok(compile(&load(folder)?)?)
}

fn schemas_folder(given: Option<&Path>) -> Result<PathBuf, Failure> {
    match given {
        Some(folder) => Ok(folder.to_owned()),
        None => Ok(repository_root()?.join(repository::SCHEMAS)),
    }
}

fn repository_root() -> Result<PathBuf, Failure> {
    let message =
        "this is not inside the nd-pdk repository: name a folder of schemas with --schemas";
    repository::find().ok_or_else(|| Failure::Usage(message.to_owned()))
}

/// The generated files of the repository.
fn repository_files(api: &Api, root: &Path) -> Result<Vec<Artifact>, Failure> {
    let mut artifacts = emit_tree(api, &Target::Library);
    for artifact in &mut artifacts {
        artifact.path = format!("{}/{}", repository::LIBRARY, artifact.path);
    }
    artifacts.push(emit_macro_table(api, repository::TABLE));
    artifacts.push(emit_surface_table(api, repository::SURFACE));
    let schemas = [
        (
            repository::CAPABILITY_SCHEMA,
            json_schema::capability_document(),
        ),
        (repository::SERVICE_SCHEMA, json_schema::service_document()),
    ];
    artifacts.extend(schemas.map(|(path, schema)| Artifact {
        path: path.to_owned(),
        contents: json_text(schema),
    }));
    Ok(rustfmt::format(artifacts, root)?)
}

/// What was generated, in numbers.
fn summary(api: &Api) -> String {
    let traits = api
        .capabilities
        .iter()
        .flat_map(|capability| &capability.traits);
    let exports = traits.map(|of_trait| of_trait.exports.len()).sum();
    let functions = api
        .services
        .iter()
        .map(|service| service.functions.len())
        .sum();
    let counts = [
        counted(api.capabilities.len(), "capability", "capabilities"),
        counted(exports, "export", "exports"),
        counted(api.services.len(), "service", "services"),
        counted(functions, "function", "functions"),
        counted(api.types.len(), "type", "types"),
    ];
    counts.join(", ")
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Writes the files and says so, with a remark at the end; or, to check, shows what would be written.
fn finish(summary: &str, plan: Plan, remark: &str, check: bool) -> Result<Outcome, Failure> {
    let (written, removed, unchanged) = (plan.written(), plan.removed(), plan.unchanged);
    match (check, plan.is_empty()) {
        (true, true) => print(&format!(
            "{summary}: all {unchanged} files are current{remark}\n"
        ))?,
        (true, false) => {
            print(&plan.diff())?;
            let stale = counted(written + removed, "file is", "files are");
            complain(format_args!(
                "{stale} not what the schemas say; ndpgen without --check writes them"
            ));
            return Ok(Outcome::Stale);
        }
        (false, _) => {
            plan.apply()?;
            let written = counted(written, "file written", "files written");
            let removed = match removed {
                0 => String::new(),
                removed => format!(", {removed} removed"),
            };
            print(&format!(
                "{summary}: {written}{removed}, {unchanged} unchanged{remark}\n"
            ))?;
        }
    }
    Ok(Outcome::Done)
}
