//! Names in emitted code: those that share a scope differ. What the compiler would say, without running it for each folder.

use std::collections::BTreeSet;
use syn::visit::{Visit, visit_file, visit_item_enum, visit_item_impl, visit_item_mod};
use syn::visit::{visit_item_struct, visit_item_trait, visit_signature};
use syn::{FnArg, Ident, ImplItem, Item, Pat, Signature, TraitItem, UseTree};

/// What is called the same in a scope of the file.
pub(crate) fn repeated(file: &syn::File) -> Vec<String> {
    let mut scopes = Scopes::default();
    scopes.visit_file(file);
    scopes.repeated
}

#[derive(Default)]
struct Scopes {
    repeated: Vec<String>,
}

impl Scopes {
    fn claim<'n>(&mut self, scope: &str, names: impl IntoIterator<Item = &'n Ident>) {
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(name) {
                self.repeated.push(format!("{name} in {scope}"));
            }
        }
    }

    fn items(&mut self, scope: &str, items: &[Item]) {
        let made: BTreeSet<&Ident> = items.iter().filter_map(macro_name).collect();
        let types = items.iter().flat_map(type_names);
        // Besides the import of a macro that has just been made.
        let types: Vec<_> = types.filter(|name| !made.contains(name)).collect();
        self.claim(&format!("the types of {scope}"), &types);
        self.claim(
            &format!("the values of {scope}"),
            items.iter().filter_map(value_name),
        );
        self.claim(
            &format!("the macros of {scope}"),
            items.iter().filter_map(macro_name),
        );
    }
}

impl<'ast> Visit<'ast> for Scopes {
    fn visit_file(&mut self, file: &'ast syn::File) {
        self.items("the file", &file.items);
        visit_file(self, file);
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let items = module.content.as_ref().map(|(_, items)| items.as_slice());
        self.items(&module.ident.to_string(), items.unwrap_or_default());
        visit_item_mod(self, module);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        let variants = item.variants.iter().map(|variant| &variant.ident);
        self.claim(&item.ident.to_string(), variants);
        visit_item_enum(self, item);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        let fields = item.fields.iter().filter_map(|field| field.ident.as_ref());
        self.claim(&item.ident.to_string(), fields);
        visit_item_struct(self, item);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        let methods = item.items.iter().filter_map(|item| match item {
            TraitItem::Fn(method) => Some(&method.sig.ident),
            _ => None,
        });
        self.claim(&item.ident.to_string(), methods);
        visit_item_trait(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let methods = item.items.iter().filter_map(|item| match item {
            ImplItem::Fn(method) => Some(&method.sig.ident),
            _ => None,
        });
        self.claim("an impl", methods);
        visit_item_impl(self, item);
    }

    fn visit_signature(&mut self, signature: &'ast Signature) {
        let params = signature.inputs.iter().filter_map(|param| match param {
            FnArg::Typed(param) => match &*param.pat {
                Pat::Ident(pattern) => Some(&pattern.ident),
                _ => None,
            },
            FnArg::Receiver(_) => None,
        });
        self.claim(&format!("the parameters of {}", signature.ident), params);
        visit_signature(self, signature);
    }
}

fn type_names(item: &Item) -> Vec<Ident> {
    match item {
        Item::Enum(item) => vec![item.ident.clone()],
        Item::Mod(item) => vec![item.ident.clone()],
        Item::Struct(item) => vec![item.ident.clone()],
        Item::Trait(item) => vec![item.ident.clone()],
        Item::Type(item) => vec![item.ident.clone()],
        Item::Use(item) => imported(&item.tree, None),
        // The constants of a service's imports are in a module of their own.
        Item::Macro(item) => {
            let name = item.mac.path.segments.last().map(|name| name.ident.clone());
            name.into_iter().filter(|name| name == "imports").collect()
        }
        _ => Vec::new(),
    }
}

fn imported(tree: &UseTree, parent: Option<&Ident>) -> Vec<Ident> {
    match tree {
        UseTree::Path(path) => imported(&path.tree, Some(&path.ident)),
        UseTree::Group(group) => {
            let trees = group.items.iter();
            trees.flat_map(|tree| imported(tree, parent)).collect()
        }
        UseTree::Name(name) if name.ident == "self" => parent.cloned().into_iter().collect(),
        UseTree::Name(name) => vec![name.ident.clone()],
        UseTree::Rename(rename) => vec![rename.rename.clone()],
        _ => Vec::new(),
    }
}

fn value_name(item: &Item) -> Option<&Ident> {
    match item {
        Item::Fn(item) => Some(&item.sig.ident),
        Item::Const(item) => Some(&item.ident),
        Item::Static(item) => Some(&item.ident),
        _ => None,
    }
}

fn macro_name(item: &Item) -> Option<&Ident> {
    match item {
        Item::Macro(item) => item.ident.as_ref(),
        _ => None,
    }
}

#[test]
fn names_that_meet_are_found() {
    let text = "use a::{self, B}; struct B { x: u8, x: u8 } enum C { D, D } fn e(f: u8, f: u8) {} const e: u8 = 0; \
        trait G { fn h(); fn h(); } mod i { use super::{J, J}; }";
    let found = repeated(&syn::parse_str(text).unwrap());
    let expected = [
        "B in the types of the file",
        "e in the values of the file",
        "x in B",
        "D in C",
        "f in the parameters of e",
        "h in G",
        "J in the types of i",
    ];
    assert_eq!(found, expected);
}
