//! HTTP header names the way the server writes them.
