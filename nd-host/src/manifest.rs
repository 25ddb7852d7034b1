//! What a manifest says beyond permissions, and whether a configuration fits it. Must not read files.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, anyhow, ensure};
use jsonschema::{Draft, Validator};
use nd_rules::manifest::{Permissions, config_schema};
use serde_json::{Value, json};

/// A manifest that the server takes.
#[derive(Debug)]
pub(crate) struct Manifest {
    pub(crate) permissions: Permissions,
    /// What checks the configuration; `None` for a plugin that has nothing to configure.
    config: Option<Validator>,
}

impl Manifest {
    /// # Errors
    /// In the server's words for all that is wrong with it.
    pub(crate) fn read(text: &str) -> Result<Self> {
        let _: Value = serde_json::from_str(text).context("manifest.json")?;
        let permissions = Permissions::from_json(text).map_err(|problem| anyhow!(problem))?;
        let config = config_schema(text)
            .map(|schema| validator(&schema))
            .transpose()?;
        Ok(Self {
            permissions,
            config,
        })
    }

    /// The configuration as the plugin gets it; none at all for an empty text.
    ///
    /// # Errors
    /// The plugin has nothing to configure, or this is no JSON object, or it does not fit the schema: all that does not, joined by `; `.
    pub(crate) fn check_config(&self, config: &str) -> Result<BTreeMap<String, String>> {
        if config.is_empty() {
            return Ok(BTreeMap::new());
        }
        let validator = self
            .config
            .as_ref()
            .context("plugin has no configurable options")?;
        let value: Value = serde_json::from_str(config).context("the configuration is no JSON")?;
        let misfits = misfits(validator, &value);
        ensure!(
            misfits.is_empty(),
            "the configuration does not fit: {}",
            misfits.join("; ")
        );
        nd_rules::config::flatten(config).map_err(|problem| anyhow!(problem))
    }

    /// What an empty configuration leaves open. The server loads a plugin without any, whatever its schema asks for.
    pub(crate) fn left_open(&self) -> Vec<String> {
        let validator = self.config.as_ref();
        let left_open = validator.map(|validator| misfits(validator, &json!({})));
        left_open.unwrap_or_default()
    }
}

fn misfits(validator: &Validator, config: &Value) -> Vec<String> {
    let errors = validator.iter_errors(config);
    errors.map(|error| misfit(&error)).collect()
}

/// Where, and what: `users/0/token: …`.
fn misfit(error: &jsonschema::ValidationError<'_>) -> String {
    let path = error.instance_path().to_string();
    // The value itself may be a secret.
    let what = error.masked();
    match path.trim_start_matches('/') {
        "" => what.to_string(),
        path => format!("{path}: {what}"),
    }
}

/// Schemas are of draft 7 unless they say otherwise; what they refer to must be in them.
fn validator(schema: &Value) -> Result<Validator> {
    let built = jsonschema::options()
        .with_draft(Draft::Draft7)
        .build(schema);
    built.map_err(|error| {
        anyhow!(
            "validating manifest: invalid config schema: {}",
            misfit(&error)
        )
    })
}
