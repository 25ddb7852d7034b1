//! From names to traits and exports, by the generated table; all mistakes of a macro call at once.
//!
//! Nothing is written here.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote_spanned};
use strsim::levenshtein;
use syn::spanned::Spanned;
use syn::{Ident, Path, Type};

use crate::generated::CAPABILITIES;
use crate::parse;
use crate::table::{Capability, Trait};

/// What one macro call exports.
pub(crate) struct Registration {
    pub(crate) plugin: Type,
    pub(crate) targets: Vec<Target>,
}

/// A trait and its exports.
pub(crate) struct Target {
    /// Path of the trait.
    pub(crate) implemented: TokenStream,
    /// Path of the module with a function for each export.
    pub(crate) module: TokenStream,
    pub(crate) exports: Vec<Ident>,
}

/// The one trait that the macro called `register` is for.
pub(crate) fn single(register: &str, input: parse::Plugin) -> syn::Result<Registration> {
    let span = input.plugin.span();
    let targets: Vec<_> = CAPABILITIES
        .iter()
        .flat_map(|capability| {
            capability
                .traits
                .iter()
                .map(move |entry| (capability, entry))
        })
        .filter(|(_, entry)| entry.register == register)
        .map(|(capability, entry)| target(capability, entry, span))
        .collect();
    Ok(Registration {
        plugin: input.plugin,
        targets,
    })
}

/// Capabilities and traits by name.
pub(crate) fn capabilities(input: parse::Capabilities) -> syn::Result<Registration> {
    let mut targets = Targets::default();
    for path in &input.capabilities {
        match find(path) {
            Ok(found) => {
                let span = path
                    .segments
                    .last()
                    .map_or_else(Span::call_site, |name| name.ident.span());
                for (capability, entry) in found {
                    targets.add(target(capability, entry, span), path);
                }
            }
            Err(error) => targets.errors.push(error),
        }
    }
    targets.finish(input.plugin)
}

/// A trait with its exports spelled out.
pub(crate) fn exports(input: parse::Exports) -> Registration {
    let parse::Exports {
        plugin,
        implemented,
        module,
        exports,
    } = input;
    let target = Target {
        implemented: quote_spanned!(implemented.span()=> #implemented),
        module: quote_spanned!(module.span()=> #module),
        exports: exports.into_iter().map(generated_name).collect(),
    };
    Registration {
        plugin,
        targets: vec![target],
    }
}

/// Keeps `r#`: an export may be called like a keyword.
fn generated_name(mut export: Ident) -> Ident {
    export.set_span(generated_at(export.span()));
    export
}

/// Targets without repetition, and what is wrong with the others.
#[derive(Default)]
struct Targets {
    targets: Vec<Target>,
    errors: Vec<syn::Error>,
}

impl Targets {
    /// Adds a target that the author wrote as `path`. A trait is known by its exports: it may be named in several ways.
    fn add(&mut self, target: Target, path: &Path) {
        let taken = self.targets.iter().find_map(|other| {
            other
                .exports
                .iter()
                .find(|export| target.exports.contains(export))
        });
        match taken {
            Some(export) => {
                let message = format!(
                    "`{}` is registered twice: `{export}` can be exported only once",
                    display(path)
                );
                self.errors.push(syn::Error::new_spanned(path, message));
            }
            None => self.targets.push(target),
        }
    }

    fn finish(self, plugin: Type) -> syn::Result<Registration> {
        let all_errors = self.errors.into_iter().reduce(|mut all, error| {
            all.combine(error);
            all
        });
        match all_errors {
            Some(errors) => Err(errors),
            None => Ok(Registration {
                plugin,
                targets: self.targets,
            }),
        }
    }
}

/// The target for a trait of the table, as written at `span`.
fn target(capability: &Capability, entry: &Trait, span: Span) -> Target {
    let span = generated_at(span);
    let module = Ident::new(capability.module, span);
    let name = Ident::new(entry.name, span);
    Target {
        implemented: quote_spanned!(span=> ::nd_pdk::#module::#name),
        module: quote_spanned!(span=> ::nd_pdk::#module::exports),
        exports: entry
            .exports
            .iter()
            .map(|export| format_ident!("{export}", span = span))
            .collect(),
    }
}

/// A place the author wrote, for code that the author did not write: errors point there, lints of the plugin do not apply.
fn generated_at(span: Span) -> Span {
    span.resolved_at(Span::call_site())
}

type Found = Vec<(&'static Capability, &'static Trait)>;

/// `Capability` stands for all its traits, `module::Trait` for one, also when it is written as a path of this crate.
fn find(path: &Path) -> syn::Result<Found> {
    let segments: Vec<&Ident> = path.segments.iter().map(|segment| &segment.ident).collect();
    match (path.leading_colon, segments.as_slice()) {
        (None, [name]) => find_capability(name),
        (None, [module, name]) => find_trait(module, name),
        (_, [root, module, name]) if *root == "nd_pdk" => find_trait(module, name),
        _ => {
            let message = "expected a capability such as `Scrobbler`, or one of its traits such as `metadata::ArtistBiographyProvider`";
            Err(syn::Error::new_spanned(path, message))
        }
    }
}

fn find_capability(name: &Ident) -> syn::Result<Found> {
    if let Some(capability) = CAPABILITIES
        .iter()
        .find(|capability| name == capability.name)
    {
        return Ok(capability
            .traits
            .iter()
            .map(|entry| (capability, entry))
            .collect());
    }
    let capabilities = || CAPABILITIES.iter().map(|capability| capability.name);
    let traits = CAPABILITIES.iter().flat_map(|capability| {
        capability
            .traits
            .iter()
            .map(move |entry| (entry.name, format!("{}::{}", capability.module, entry.name)))
    });
    let candidates = capabilities()
        .map(|name| (name, name.to_owned()))
        .chain(traits);
    Err(unknown(
        name,
        &format!("no capability is called `{name}`"),
        candidates,
        capabilities(),
    ))
}

fn find_trait(module: &Ident, name: &Ident) -> syn::Result<Found> {
    let Some(capability) = CAPABILITIES
        .iter()
        .find(|capability| module == capability.module)
    else {
        let modules = || CAPABILITIES.iter().map(|capability| capability.module);
        let candidates = modules().map(|module| (module, module.to_owned()));
        return Err(unknown(
            module,
            &format!("no module of traits is called `{module}`"),
            candidates,
            modules(),
        ));
    };
    if let Some(entry) = capability.traits.iter().find(|entry| name == entry.name) {
        return Ok(vec![(capability, entry)]);
    }
    let traits = || capability.traits.iter().map(|entry| entry.name);
    let candidates = traits().map(|name| (name, name.to_owned()));
    Err(unknown(
        name,
        &format!("`{module}` has no trait `{name}`"),
        candidates,
        traits(),
    ))
}

/// Says what is known instead of `name`. A candidate is a name to compare with, and how to write it.
fn unknown<'a>(
    name: &Ident,
    problem: &str,
    candidates: impl Iterator<Item = (&'a str, String)>,
    known: impl Iterator<Item = &'a str>,
) -> syn::Error {
    unknown_at(name.span(), &name.to_string(), problem, candidates, known)
}

/// The same for a name that is no identifier.
pub(crate) fn unknown_at<'a>(
    span: Span,
    text: &str,
    problem: &str,
    candidates: impl Iterator<Item = (&'a str, String)>,
    known: impl Iterator<Item = &'a str>,
) -> syn::Error {
    // A name of one or two letters begins too many others.
    let begins = |candidate: &str| text.len() > 2 && candidate.starts_with(text);
    let hint = candidates
        .map(|(candidate, written)| (levenshtein(text, candidate), begins(candidate), written))
        .filter(|(distance, begins, _)| *begins || *distance <= text.len() / 3)
        .min_by_key(|(distance, _, _)| *distance)
        .map_or_else(String::new, |(_, _, written)| {
            format!("; did you mean `{written}`?")
        });
    let known: Vec<_> = known.collect();
    syn::Error::new(
        span,
        format!("{problem}{hint} (known: {})", known.join(", ")),
    )
}

fn display(path: &Path) -> String {
    let segments: Vec<_> = path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect();
    let root = if path.leading_colon.is_some() {
        "::"
    } else {
        ""
    };
    format!("{root}{}", segments.join("::"))
}
