//! Reading the permissions out of the text of a manifest. Must not fill in anything but the defaults of the server.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Declared, Permission, Permissions, identity};
use crate::size;

pub(super) type Object = Map<String, Value>;

pub(super) fn permissions(manifest: &str) -> Result<Permissions, String> {
    let manifest: Value = serde_json::from_str(manifest).map_err(|error| error.to_string())?;
    let Value::Object(manifest) = &manifest else {
        return Err("the manifest is no JSON object".to_owned());
    };
    let mut reader = Reader::default();
    identity::check(&mut reader, manifest);
    let permissions = reader.permissions(manifest);
    if reader.errors.is_empty() {
        return Ok(permissions);
    }
    Err(reader.errors.join("; "))
}

pub(super) fn permissions_leniently(manifest: &str) -> Permissions {
    let manifest: Object = serde_json::from_str(manifest).unwrap_or_default();
    Reader::default().permissions(&manifest)
}

pub(super) fn config_schema(manifest: &str) -> Option<Value> {
    let manifest: Object = serde_json::from_str(manifest).ok()?;
    let config = find(&manifest, "config")?.as_object()?;
    config.get("schema").cloned()
}

pub(super) fn unknown_permissions(manifest: &str) -> Vec<String> {
    let manifest: Object = serde_json::from_str(manifest).unwrap_or_default();
    let permissions = find(&manifest, "permissions").and_then(Value::as_object);
    let is_known = |key: &str| {
        let mut known = Permission::ALL.into_iter().map(Permission::key);
        known.any(|known| known.eq_ignore_ascii_case(key))
    };
    let keys = permissions.into_iter().flat_map(Map::keys);
    keys.filter(|key| !is_known(key)).cloned().collect()
}

/// Reads on after an error, so that all of them are found.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) errors: Vec<String>,
}

impl Reader {
    fn permissions(&mut self, manifest: &Object) -> Permissions {
        let mut permissions = Permissions::none();
        let Some(all) = self.object(manifest, "permissions", "permissions") else {
            return permissions;
        };
        let mut declared = BTreeSet::new();
        for permission in Permission::ALL {
            let path = format!("permissions.{}", permission.key());
            if let Some(entry) = self.object(all, permission.key(), &path) {
                declared.insert(permission);
                self.permission(permission, entry, &mut permissions);
            }
        }
        permissions.declared = Declared::Only(declared);
        permissions
    }

    /// What the entry of a permission says beyond being there.
    fn permission(
        &mut self,
        permission: Permission,
        entry: &Object,
        permissions: &mut Permissions,
    ) {
        match permission {
            Permission::Http => permissions.http_hosts = self.hosts(permission, entry),
            Permission::WebSocket => permissions.websocket_hosts = self.hosts(permission, entry),
            Permission::KvStore => {
                if let Some(size) = self.size(entry) {
                    permissions.kvstore_max_size = size;
                }
            }
            Permission::Library => permissions.library_filesystem = self.filesystem(entry),
            Permission::TaskQueue => {
                if let Some(limit) = self.concurrency(entry) {
                    permissions.task_max_concurrency = limit;
                }
            }
            Permission::Artwork
            | Permission::Cache
            | Permission::Matcher
            | Permission::Scheduler
            | Permission::ScrobbleRetriever
            | Permission::Storage
            | Permission::SubsonicApi
            | Permission::Users => {}
        }
    }

    pub(super) fn object<'a>(
        &mut self,
        parent: &'a Object,
        key: &str,
        path: &str,
    ) -> Option<&'a Object> {
        match find(parent, key)? {
            Value::Object(object) => Some(object),
            other => self.refuse(path, "an object", other),
        }
    }

    fn hosts(&mut self, permission: Permission, entry: &Object) -> Vec<String> {
        let path = format!("permissions.{}.requiredHosts", permission.key());
        let list = match find(entry, "requiredHosts") {
            None => return Vec::new(),
            Some(Value::Array(list)) => list,
            Some(other) => {
                return self.refuse(&path, "a list", other).unwrap_or_default();
            }
        };
        let host = |host: &Value| match host {
            Value::String(host) => Some(host.clone()),
            Value::Null => Some(String::new()),
            other => self.refuse(&path, "a list of strings", other),
        };
        list.iter().filter_map(host).collect()
    }

    fn size(&mut self, entry: &Object) -> Option<i64> {
        const PATH: &str = "permissions.kvstore.maxSize";
        match find(entry, "maxSize")? {
            Value::String(text) if text.is_empty() => None,
            Value::String(text) => match size::parse(text) {
                Ok(size) => Some(size),
                Err(error) => {
                    self.errors.push(format!(
                        "creating KVStore service: invalid maxSize: {error}"
                    ));
                    None
                }
            },
            other => self.refuse(PATH, "a string", other),
        }
    }

    fn filesystem(&mut self, entry: &Object) -> bool {
        match find(entry, "filesystem") {
            None => false,
            Some(Value::Bool(filesystem)) => *filesystem,
            Some(other) => self
                .refuse("permissions.library.filesystem", "true or false", other)
                .unwrap_or_default(),
        }
    }

    fn concurrency(&mut self, entry: &Object) -> Option<i32> {
        const PATH: &str = "permissions.taskqueue.maxConcurrency";
        let value = find(entry, "maxConcurrency")?;
        match value.as_i64() {
            Some(limit) if limit < 1 => {
                self.errors
                    .push("field maxConcurrency: must be >= 1".to_owned());
                None
            }
            // More than fits cannot be used up either.
            Some(limit) => Some(i32::try_from(limit).unwrap_or(i32::MAX)),
            None => self.refuse(PATH, "a whole number", value),
        }
    }

    pub(super) fn refuse<T>(&mut self, path: &str, expected: &str, found: &Value) -> Option<T> {
        self.errors
            .push(format!("{path} must be {expected}, but is {found}"));
        None
    }
}

/// The value of a key in whatever case, `null` being as good as none; the exact spelling is preferred.
pub(super) fn find<'a>(object: &'a Object, key: &str) -> Option<&'a Value> {
    let in_any_case = || {
        let mut entries = object.iter();
        entries
            .find(|(other, _)| other.eq_ignore_ascii_case(key))
            .map(|(_, value)| value)
    };
    let value = object.get(key).or_else(in_any_case)?;
    (!value.is_null()).then_some(value)
}
