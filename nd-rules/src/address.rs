//! Which addresses a plugin may reach. Must not resolve names or open connections.
