//! What Extism itself offers a plugin: its configuration and its variables.
//!
//! Thin on purpose: no parsing, no defaults, and nothing of Navidrome's host services.

/// The plugin's configuration as Extism hands it over: a flat map of strings, fixed for the duration of a call.
///
/// Whatever the user's configuration holds arrives as text: strings as they are, everything else as JSON (`30`, `true`, `["a","b"]`).
/// Defaults of the configuration schema are not filled in.
pub mod config {
    use crate::sys;

    /// The value of `key`.
    ///
    /// An **empty** value is `None` as well: the runtime cannot tell it from a missing one. [`host::config::get`] can.
    ///
    /// ```
    /// let url = nd_pdk::pdk::config::get("url").unwrap_or_else(|| "https://example.org".to_owned());
    /// assert_eq!(url, "https://example.org");
    /// ```
    ///
    /// [`host::config::get`]: crate::host::config::get
    #[must_use]
    pub fn get(key: impl AsRef<str>) -> Option<String> {
        sys::config(key.as_ref())
            .filter(|value| !value.is_empty())
            .map(|value| String::from_utf8_lossy(&value).into_owned())
    }
}

/// Extism's variables: bytes under a name, in the memory of the runtime.
///
/// They live as long as the plugin's instance, and Navidrome gives **every call a fresh instance**: nothing is carried from one call to the
/// next. Use [`host::cache`] or [`host::kvstore`] for that. All names and values of an instance together may have 1 MiB; beyond that
/// [`set`](var::set) ends the call with a trap, `Variable store is full`.
///
/// [`host::cache`]: crate::host::cache
/// [`host::kvstore`]: crate::host::kvstore
pub mod var {
    use crate::sys;

    /// The bytes stored under `key`, `None` if there are none.
    ///
    /// ```
    /// use nd_pdk::pdk::var;
    ///
    /// var::set("page", "7");
    /// assert_eq!(var::get("page").as_deref(), Some(&b"7"[..]));
    /// var::remove("page");
    /// assert_eq!(var::get("page"), None);
    /// ```
    #[must_use]
    pub fn get(key: impl AsRef<str>) -> Option<Vec<u8>> {
        sys::var(key.as_ref())
    }

    /// Stores `value` under `key`. An empty value removes the variable: the runtime knows no empty ones.
    pub fn set(key: impl AsRef<str>, value: impl AsRef<[u8]>) {
        sys::set_var(key.as_ref(), Some(value.as_ref()));
    }

    /// Removes the variable `key`, if there is one.
    pub fn remove(key: impl AsRef<str>) {
        sys::set_var(key.as_ref(), None);
    }
}
