//! Whether `uiSchema` is a form of JSON Forms that shows the settings. Must not judge what the settings are.

mod other_library;
mod rule;

use std::collections::HashSet;
use std::ptr::from_ref;

use super::findings::{Reporter, shown};
use super::scopes::{self, Target};
use super::tree::{Tree, escape, text};
use crate::diag::{advise, quote};
use crate::plugin::code::Code;
use crate::plugin::json::{Member, Node, Value};

/// What a form shows.
#[derive(Debug, Default)]
pub(super) struct Shown<'a> {
    /// The settings that are shown with all that is in them.
    pub(super) whole: Vec<&'a Member>,
    /// Whether that is all of them.
    pub(super) everything: bool,
    /// The settings whose characters are dots.
    pub(super) masked: HashSet<*const Node>,
}

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Layout,
    Categorization,
    Category,
    Control,
    Label,
}

const KINDS: [(&str, Kind); 8] = [
    ("VerticalLayout", Kind::Layout),
    ("HorizontalLayout", Kind::Layout),
    ("Group", Kind::Layout),
    ("Categorization", Kind::Categorization),
    ("Category", Kind::Category),
    ("Control", Kind::Control),
    ("ListWithDetail", Kind::Control),
    ("Label", Kind::Label),
];

const KEYS: [&str; 8] = [
    "type", "scope", "elements", "label", "text", "options", "rule", "i18n",
];

/// A form, or the part of one that is about the elements of a list.
struct Part<'a> {
    /// What scopes are relative to.
    base: &'a Node,
    names: HashSet<&'a str>,
    everything: bool,
    /// Whether all of it is understood.
    sound: bool,
}

/// Checks a form. None if it is none at all, or one of another library.
pub(super) fn check<'a>(cx: &mut Reporter<'_>, tree: &Tree<'a>, form: &Node) -> Option<Shown<'a>> {
    let is_other = other_library::check(cx, form);
    if is_other && form.get("type").is_none() {
        return None;
    }
    if !form.is_object() {
        let message = format!("`uiSchema` must be an object, but is {}", shown(form));
        cx.report(Code::InvalidForm, &form.span, message, LAYOUT);
        return None;
    }
    let mut checker = Checker {
        cx,
        tree,
        shown: Shown::default(),
        hidden: HashSet::new(),
    };
    let everything = checker.part(tree.root, form);
    checker.shown.everything = everything;
    Some(checker.shown)
}

const LAYOUT: &str = "write `{\"type\": \"VerticalLayout\", \"elements\": [{\"type\": \"Control\", \"scope\": \"#/properties/…\"}]}`";

struct Checker<'c, 'f, 't, 'a> {
    cx: &'c mut Reporter<'f>,
    tree: &'t Tree<'a>,
    shown: Shown<'a>,
    /// The settings that were found to be hidden, of which there can be more than one part.
    hidden: HashSet<*const Node>,
}

impl<'a> Checker<'_, '_, '_, 'a> {
    /// Checks a form, or the part about the elements of a list. Whether one element of it shows everything.
    fn part(&mut self, base: &'a Node, form: &Node) -> bool {
        let mut part = Part {
            base,
            names: HashSet::new(),
            everything: false,
            sound: true,
        };
        self.element(&mut part, form, None);
        if part.sound && !part.everything {
            self.hidden(&part);
        }
        part.everything
    }

    /// Settings that no control of this part shows. There is nothing to set where only one value fits.
    fn hidden(&mut self, part: &Part<'a>) {
        let form = match std::ptr::eq(part.base, self.tree.root) {
            true => "`uiSchema`",
            false => "the `detail` that shows its list or object",
        };
        for Member {
            key,
            key_span,
            node,
        } in self.tree.properties(part.base)
        {
            let is_shown = part.names.contains(key.as_str());
            if is_shown || node.get("const").is_some() || !self.hidden.insert(from_ref(node)) {
                continue;
            }
            let scope = format!("#/properties/{}", escape(key));
            self.cx.report(
                Code::HiddenSetting,
                key_span,
                format!("`uiSchema` does not show {}, so nobody can set it there", quote(key)),
                format!("add `{{\"type\": \"Control\", \"scope\": \"{scope}\"}}` to the `elements` of {form}, where it belongs"),
            );
        }
    }

    fn invalid(&mut self, part: &mut Part<'_>, node: &Node, message: String, fix: &str) {
        part.sound = false;
        self.cx.report(Code::InvalidForm, &node.span, message, fix);
    }

    fn element(&mut self, part: &mut Part<'a>, node: &Node, within: Option<Kind>) {
        if !node.is_object() {
            let message = format!("an element must be an object, but is {}", shown(node));
            let fix = "write `{\"type\": \"Control\", \"scope\": \"#/properties/…\"}`";
            return self.invalid(part, node, message, fix);
        }
        self.keys(node);
        let Some(kind) = self.kind(part, node) else {
            return;
        };
        if within == Some(Kind::Categorization)
            && !matches!(kind, Kind::Category | Kind::Categorization)
        {
            let message = "a Categorization shows nothing but its elements of the type `Category`";
            let fix = "put this element into the `elements` of `{\"type\": \"Category\", \"label\": \"…\", \"elements\": […]}`";
            self.invalid(part, node, message.to_owned(), fix);
        }
        if kind == Kind::Category && within != Some(Kind::Categorization) {
            let message = "a Category is shown only in a Categorization";
            let fix = "put it into the `elements` of `{\"type\": \"Categorization\", \"elements\": […]}`, or make it a `Group`";
            self.invalid(part, node, message.to_owned(), fix);
        }
        if let Some(rule) = node.get("rule") {
            part.sound &= rule::check(self.cx, self.tree, part.base, &rule.node);
        }
        match kind {
            Kind::Layout | Kind::Categorization | Kind::Category => self.layout(part, node, kind),
            Kind::Control => self.control(part, node),
            Kind::Label => {}
        }
    }

    fn keys(&mut self, node: &Node) {
        for Member { key, key_span, .. } in node.members() {
            if KEYS.contains(&key.as_str()) {
                continue;
            }
            if let Some(meant) = self.cx.slip(key, KEYS.into_iter()) {
                let message = format!(
                    "{} is no key of an element, so it is passed over",
                    quote(key)
                );
                let fix = format!("did you mean `{meant}`?");
                self.cx.report(Code::UnknownKey, key_span, message, fix);
            }
        }
    }

    fn kind(&mut self, part: &mut Part<'_>, node: &Node) -> Option<Kind> {
        let Some(member) = node.get("type") else {
            let message = "an element has no `type`, so nothing is shown for it";
            let fix = match node.get("scope") {
                Some(_) => "add `\"type\": \"Control\"`",
                None => LAYOUT,
            };
            self.invalid(part, node, message.to_owned(), fix);
            return None;
        };
        let Some(given) = member.node.text() else {
            let message = format!(
                "the `type` of an element must be a text, but is {}",
                shown(&member.node)
            );
            let fix = "write a type such as `\"Control\"`";
            self.invalid(part, &member.node, message, fix);
            return None;
        };
        if let Some((_, kind)) = KINDS.iter().find(|(name, _)| *name == given) {
            return Some(*kind);
        }
        part.sound = false;
        let names = || KINDS.iter().map(|(name, _)| *name);
        let nearest = self.cx.nearest(given, names());
        self.cx.report(
            Code::UnknownElement,
            &member.node.span,
            format!(
                "JSON Forms has no element of the type {}, so nothing is shown for it",
                quote(given)
            ),
            advise(nearest, "types", names()),
        );
        None
    }

    fn layout(&mut self, part: &mut Part<'a>, node: &Node, kind: Kind) {
        let name = text(node, "type").unwrap_or_default();
        match node.get("elements").map(|it| &it.node) {
            Some(Node {
                value: Value::List(elements),
                ..
            }) => {
                for element in elements {
                    self.element(part, element, Some(kind));
                }
            }
            Some(other) => {
                let message = format!(
                    "the `elements` of a {name} must be a list, but are {}",
                    shown(other)
                );
                self.invalid(part, other, message, "write a list: `[…]`");
            }
            None => {
                let message = format!("a {name} has no `elements`, so it shows nothing");
                self.invalid(
                    part,
                    node,
                    message,
                    "add `\"elements\": […]` with what it shows",
                );
            }
        }
    }

    fn control(&mut self, part: &mut Part<'a>, node: &Node) {
        let Some(scope) = node.get("scope") else {
            part.sound = false;
            let message = "a control does not say which setting it is for";
            let fix = "add `\"scope\": \"#/properties/…\"` with the name of the setting";
            return self.cx.report(Code::MissingScope, &node.span, message, fix);
        };
        let Some(given) = scope.node.text() else {
            part.sound = false;
            let message = format!(
                "the `scope` of a control must be a text, but is {}",
                shown(&scope.node)
            );
            let fix = "write `\"#/properties/…\"` with the name of the setting";
            return self
                .cx
                .report(Code::MissingScope, &scope.node.span, message, fix);
        };
        match scopes::resolve(self.tree, part.base, given) {
            Ok(Target::Everything) => part.everything = true,
            Ok(Target::Setting { first, members }) => {
                part.names.insert(first);
                self.setting(node, &members);
            }
            Err(miss) => {
                part.sound = false;
                if self.tree.has_lost_properties {
                    return;
                }
                let relative = match std::ptr::eq(part.base, self.tree.root) {
                    true => "",
                    false => "; scopes in a `detail` are relative to an element of the list",
                };
                let message = format!(
                    "{}{relative}",
                    miss.message(given, "the form cannot show one there")
                );
                let fix = miss.fix(self.cx);
                self.cx
                    .report(Code::UnknownScope, &scope.node.span, message, fix);
            }
        }
    }

    /// What the control shows of its setting.
    fn setting(&mut self, control: &Node, members: &[&'a Member]) {
        let options = control.get("options").map(|it| &it.node);
        let option = |name| options.and_then(|it| it.get(name)).map(|it| &it.node);
        if option("format").and_then(Node::text) == Some("password") {
            for member in members {
                let alternatives = self.tree.alternatives(&member.node).into_iter();
                self.shown.masked.extend(alternatives.map(from_ref));
            }
        }
        let Some(detail) = option("detail").filter(|it| it.is_object()) else {
            self.shown.whole.extend(members);
            return;
        };
        let alternatives = members.iter();
        let mut alternatives = alternatives.flat_map(|it| self.tree.alternatives(&it.node));
        let items = alternatives.find_map(|it| it.get("items").map(|items| &items.node));
        let base = items.or(members.first().map(|it| &it.node));
        if base.is_some_and(|base| self.part(base, detail)) {
            self.shown.whole.extend(members);
        }
    }
}
