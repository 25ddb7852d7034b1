//! What a manifest says beyond permissions, and whether a configuration fits it. Must not read files.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use nd_rules::manifest::Permissions;

/// A manifest that the server takes.
#[derive(Debug)]
pub(crate) struct Manifest {
    pub(crate) permissions: Permissions,
}

impl Manifest {
    /// # Errors
    /// In the server's words for all that is wrong with it.
    pub(crate) fn read(text: &str) -> Result<Self> {
        let permissions = Permissions::from_json(text).map_err(|problem| anyhow!(problem))?;
        Ok(Self { permissions })
    }

    /// The configuration as the plugin gets it.
    ///
    /// # Errors
    /// It is no JSON object, or does not fit the schema.
    pub(crate) fn check_config(&self, config: &str) -> Result<BTreeMap<String, String>> {
        let config = if config.is_empty() { "{}" } else { config };
        nd_rules::config::flatten(config).map_err(|problem| anyhow!(problem))
    }
}
