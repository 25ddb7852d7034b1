//! What a manifest must have whatever it permits. Must not know permissions.

use serde_json::Value;

use super::read::{Object, Reader, find};

/// The texts that a manifest must have, in the order in which the server looks for them.
const REQUIRED: [&str; 3] = ["author", "name", "version"];

/// Finds all that the server would refuse.
pub(super) fn check(reader: &mut Reader, manifest: &Object) {
    for key in REQUIRED {
        check_text(reader, manifest, key);
    }
    // Whether the schema itself holds together is up to a validator of JSON Schema.
    if let Some(config) = reader.object(manifest, "config", "config") {
        if !config.contains_key("schema") {
            reader
                .errors
                .push("field schema in ConfigDefinition: required".to_owned());
        }
    }
}

/// The server looks for the key as it is spelt, and then reads the value whatever the case of its key.
fn check_text(reader: &mut Reader, manifest: &Object, key: &str) {
    if !manifest.contains_key(key) {
        let problem = format!("field {key} in Manifest: required");
        reader.errors.push(problem);
        return;
    }
    match find(manifest, key) {
        Some(Value::String(text)) if !text.is_empty() => {}
        Some(Value::String(_)) | None => {
            let problem = format!("field {key} length: must be >= 1");
            reader.errors.push(problem);
        }
        Some(other) => {
            reader.refuse::<()>(key, "a string", other);
        }
    }
}
