//! What authors write between the parentheses of the macros.
//!
//! Form only: whether a capability exists is not asked here.

use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, Ident, Path, Token, Type, bracketed};

/// `MyPlugin`
pub(crate) struct Plugin {
    pub(crate) plugin: Type,
}

/// `MyPlugin: Scrobbler, metadata::ArtistBiographyProvider`
pub(crate) struct Capabilities {
    pub(crate) plugin: Type,
    pub(crate) capabilities: Punctuated<Path, Token![,]>,
}

/// `MyPlugin, path::Trait, path::exports, [nd_a, nd_b]`
pub(crate) struct Exports {
    pub(crate) plugin: Type,
    pub(crate) implemented: Path,
    pub(crate) module: Path,
    pub(crate) exports: Punctuated<Ident, Token![,]>,
}

impl Parse for Plugin {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let plugin = plugin(input, "MyPlugin")?;
        input.parse::<Option<Token![,]>>()?;
        if input.is_empty() {
            Ok(Self { plugin })
        } else {
            Err(input.error(
                "expected nothing after the plugin's type; `register!` takes several capabilities",
            ))
        }
    }
}

impl Parse for Capabilities {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        const EXAMPLE: &str = "MyPlugin: Scrobbler, SchedulerCallback";
        let plugin = plugin(input, EXAMPLE)?;
        colon(input, &plugin, EXAMPLE)?;
        let capabilities =
            input.call(|input| Punctuated::parse_terminated_with(input, Path::parse_mod_style))?;
        if capabilities.is_empty() {
            return Err(syn::Error::new(
                plugin.span(),
                format!("no capabilities given: expected `{EXAMPLE}`"),
            ));
        }
        Ok(Self {
            plugin,
            capabilities,
        })
    }
}

impl Parse for Exports {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let plugin = plugin(input, "MyPlugin, path::Trait, path::exports, [nd_a, nd_b]")?;
        input.parse::<Token![,]>()?;
        let implemented = input.call(Path::parse_mod_style)?;
        input.parse::<Token![,]>()?;
        let module = input.call(Path::parse_mod_style)?;
        input.parse::<Token![,]>()?;
        let names;
        bracketed!(names in input);
        let exports = Punctuated::parse_terminated(&names)?;
        if exports.is_empty() {
            return Err(syn::Error::new(
                names.span(),
                "expected the names of the exports",
            ));
        }
        Ok(Self {
            plugin,
            implemented,
            module,
            exports,
        })
    }
}

fn plugin(input: ParseStream<'_>, example: &str) -> syn::Result<Type> {
    if input.is_empty() {
        return Err(syn::Error::new(
            input.span(),
            format!("expected the plugin's type: `{example}`"),
        ));
    }
    // `MyPlugin::default()` would pass for a type, like `Fn()`, until the compiler says something odd about it.
    match input.fork().parse() {
        Ok(value @ (Expr::Call(_) | Expr::MethodCall(_) | Expr::Struct(_))) => {
            let message = format!(
                "expected the plugin's type, not a value: `{example}`. Each call makes a value of its own, with `Default`"
            );
            Err(syn::Error::new_spanned(value, message))
        }
        Ok(_) | Err(_) => input.parse(),
    }
}

/// The end of the input has no token to point at, so a colon missing there is reported at the plugin.
fn colon(input: ParseStream<'_>, plugin: &Type, example: &str) -> syn::Result<()> {
    let message = format!("expected `:` after the plugin's type: `{example}`");
    if input.is_empty() {
        return Err(syn::Error::new(plugin.span(), message));
    }
    match input.parse::<Token![:]>() {
        Ok(_) => Ok(()),
        Err(error) => Err(syn::Error::new(error.span(), message)),
    }
}
