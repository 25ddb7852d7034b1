//! Prefixes of keys as SQL's LIKE understands them.
