//! Sizes as manifests and error texts write them.
