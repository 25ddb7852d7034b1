//! Reading the permissions out of the text of a manifest. Must not fill in anything but the defaults of the server.

use serde_json::{Map, Value};

use super::{Declared, Permissions};
use crate::size;

/// The permissions there are.
const KEYS: [&str; 13] = [
    "artwork",
    "cache",
    "http",
    "kvstore",
    "library",
    "matcher",
    "scheduler",
    "scrobbleRetriever",
    "storage",
    "subsonicapi",
    "taskqueue",
    "users",
    "websocket",
];

type Object = Map<String, Value>;

pub(super) fn permissions(manifest: &str) -> Result<Permissions, String> {
    let manifest: Value = serde_json::from_str(manifest).map_err(|error| error.to_string())?;
    let Value::Object(manifest) = &manifest else {
        return Err("the manifest is no JSON object".to_owned());
    };
    let mut reader = Reader::default();
    let permissions = reader.permissions(manifest);
    if reader.errors.is_empty() {
        return Ok(permissions);
    }
    Err(reader.errors.join("; "))
}

/// Reads on after an error, so that all of them are found.
#[derive(Default)]
struct Reader {
    errors: Vec<String>,
}

impl Reader {
    fn permissions(&mut self, manifest: &Object) -> Permissions {
        let mut permissions = Permissions::none();
        let Some(all) = self.object(manifest, "permissions", "permissions") else {
            return permissions;
        };
        let mut declared = Vec::new();
        for key in KEYS {
            let path = format!("permissions.{key}");
            if let Some(permission) = self.object(all, key, &path) {
                declared.push(key.to_owned());
                self.permission(key, permission, &mut permissions);
            }
        }
        permissions.declared = Declared::Only(declared);
        permissions
    }

    /// What the permission with this key says beyond being there.
    fn permission(&mut self, key: &str, permission: &Object, permissions: &mut Permissions) {
        match key {
            "http" => permissions.http_hosts = self.hosts(permission, key),
            "websocket" => permissions.websocket_hosts = self.hosts(permission, key),
            "kvstore" => {
                if let Some(size) = self.size(permission) {
                    permissions.kvstore_max_size = size;
                }
            }
            "library" => permissions.library_filesystem = self.filesystem(permission),
            "taskqueue" => {
                if let Some(limit) = self.concurrency(permission) {
                    permissions.task_max_concurrency = limit;
                }
            }
            _ => {}
        }
    }

    fn object<'a>(&mut self, parent: &'a Object, key: &str, path: &str) -> Option<&'a Object> {
        match find(parent, key)? {
            Value::Object(object) => Some(object),
            other => self.refuse(path, "an object", other),
        }
    }

    fn hosts(&mut self, permission: &Object, key: &str) -> Vec<String> {
        let path = format!("permissions.{key}.requiredHosts");
        let list = match find(permission, "requiredHosts") {
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

    fn size(&mut self, permission: &Object) -> Option<i64> {
        const PATH: &str = "permissions.kvstore.maxSize";
        match find(permission, "maxSize")? {
            Value::String(text) if text.is_empty() => None,
            Value::String(text) => match size::parse(text) {
                Ok(size) => Some(size),
                Err(error) => {
                    self.errors.push(format!("{PATH}: {error}"));
                    None
                }
            },
            other => self.refuse(PATH, "a string", other),
        }
    }

    fn filesystem(&mut self, permission: &Object) -> bool {
        match find(permission, "filesystem") {
            None => false,
            Some(Value::Bool(filesystem)) => *filesystem,
            Some(other) => self
                .refuse("permissions.library.filesystem", "true or false", other)
                .unwrap_or_default(),
        }
    }

    fn concurrency(&mut self, permission: &Object) -> Option<i32> {
        const PATH: &str = "permissions.taskqueue.maxConcurrency";
        let value = find(permission, "maxConcurrency")?;
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

    fn refuse<T>(&mut self, path: &str, expected: &str, found: &Value) -> Option<T> {
        self.errors
            .push(format!("{path} must be {expected}, but is {found}"));
        None
    }
}

/// The value of a key in whatever case, `null` being as good as none; the exact spelling is preferred.
fn find<'a>(object: &'a Object, key: &str) -> Option<&'a Value> {
    let in_any_case = || {
        let mut entries = object.iter();
        entries
            .find(|(other, _)| other.eq_ignore_ascii_case(key))
            .map(|(_, value)| value)
    };
    let value = object.get(key).or_else(in_any_case)?;
    (!value.is_null()).then_some(value)
}
