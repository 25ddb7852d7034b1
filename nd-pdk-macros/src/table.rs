//! What the macros know about capabilities: the shape of the generated table.
//!
//! Data only; what to do with it is decided elsewhere.

/// A group of traits that the host knows under one name.
pub(crate) struct Capability {
    /// Name as the host spells it: `MetadataAgent`.
    pub(crate) name: &'static str,
    /// Module in `nd_pdk`: `metadata`.
    pub(crate) module: &'static str,
    pub(crate) traits: &'static [Trait],
}

/// A trait that a plugin implements.
pub(crate) struct Trait {
    pub(crate) name: &'static str,
    /// The macro for this trait alone.
    pub(crate) register: &'static str,
    /// Functions in the module `exports` beside the trait, named like the exports they are for.
    pub(crate) exports: &'static [&'static str],
}
