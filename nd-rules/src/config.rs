//! The plugin's configuration as the server hands it over: a flat map of texts. Must not know any key.
