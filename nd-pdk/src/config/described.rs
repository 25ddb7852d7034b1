//! The trait behind `#[derive(Config)]`, and the macro that puts the description into a plugin.
//!
//! What is described is in `tree`, how in `json`.

use serde::de::DeserializeOwned;

use super::tree::Field;
use crate::Error;

/// The settings of a plugin as a struct: the only place where they live. Derived, never written by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no struct of settings",
    note = "write `#[derive(nd_pdk::Config)]` above it"
)]
pub trait Config: DeserializeOwned {
    /// For generated code.
    #[doc(hidden)]
    const FIELDS: &'static [Field];

    /// What the settings are, as the JSON that [`register_config!`](crate::register_config) puts into the plugin; see
    /// [the format](crate::config#the-description).
    ///
    /// Costs nothing where nobody uses it.
    const DESCRIPTION: &'static str;

    /// Reads the settings, with the defaults of the struct for those that were never saved.
    ///
    /// # Errors
    ///
    /// Those of [`config::load`](super::load): a setting without default is missing, or one does not fit its field.
    fn load() -> Result<Self, Error> {
        super::load()
    }
}

/// Puts the description of the plugin's settings into its WebAssembly module, once in the crate.
///
/// `ndpgen build` makes the plugin's form of it and takes it out again: the plugin that is handed over is not larger. Natively the macro only
/// checks that the type derives [`Config`](crate::Config).
///
/// ```
/// use nd_pdk::Config;
///
/// #[derive(Debug, Config)]
/// struct Settings {
///     token: String,
/// }
///
/// nd_pdk::register_config!(Settings);
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! register_config {
    ($settings:ty $(,)?) => {
        // Collides with the one of another call beside it: a plugin has one struct of settings.
        #[allow(dead_code, non_camel_case_types)]
        enum nd_pdk_config {}

        const _: () = {
            const DESCRIPTION: &str = <$settings as $crate::Config>::DESCRIPTION;

            // Without `#[used]`: a static with a section is always there as the section, and nobody needs a second one in memory.
            #[cfg(target_family = "wasm")]
            #[unsafe(link_section = "nd-pdk:config")]
            static _SECTION: [u8; DESCRIPTION.len()] = $crate::config::tree::section(DESCRIPTION);
        };
    };
}
