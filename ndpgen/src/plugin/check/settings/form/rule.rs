//! The rules of elements: when they are shown or can be used. Must not know what the elements are.

use super::super::findings::{Reporter, shown};
use super::super::scopes;
use super::super::tree::Tree;
use crate::diag::advise;
use crate::plugin::code::Code;
use crate::plugin::json::{Member, Node};

const EFFECTS: [&str; 4] = ["HIDE", "SHOW", "ENABLE", "DISABLE"];
const RULE: &str = "write `{\"effect\": \"SHOW\", \"condition\": {\"scope\": \"#/properties/…\", \"schema\": {\"const\": true}}}`";

/// Whether a rule is sound.
pub(super) fn check<'a>(
    cx: &mut Reporter<'_>,
    tree: &Tree<'a>,
    base: &'a Node,
    rule: &Node,
) -> bool {
    if !rule.is_object() {
        let message = format!("a `rule` must be an object, but is {}", shown(rule));
        cx.report(Code::InvalidForm, &rule.span, message, RULE);
        return false;
    }
    let effect = effect(cx, rule);
    let Some(condition) = rule.get("condition") else {
        let message = "a `rule` has no `condition`, so it never applies";
        cx.report(Code::InvalidForm, &rule.span, message, RULE);
        return false;
    };
    condition_holds(cx, tree, base, &condition.node) && effect
}

fn effect(cx: &mut Reporter<'_>, rule: &Node) -> bool {
    let Some(Member { node, .. }) = rule.get("effect") else {
        let message = "a `rule` has no `effect`, so it does nothing";
        cx.report(Code::InvalidForm, &rule.span, message, RULE);
        return false;
    };
    let given = node.text().unwrap_or_default();
    if EFFECTS.contains(&given) {
        return true;
    }
    let nearest = EFFECTS
        .into_iter()
        .find(|it| it.eq_ignore_ascii_case(given));
    let message = format!("there is no effect {}", shown(node));
    let fix = advise(nearest, "effects", EFFECTS.into_iter());
    cx.report(Code::InvalidForm, &node.span, message, fix);
    false
}

/// A condition is about one scope, or joins others.
fn condition_holds<'a>(
    cx: &mut Reporter<'_>,
    tree: &Tree<'a>,
    base: &'a Node,
    condition: &Node,
) -> bool {
    if let Some(joined) = condition.get("conditions") {
        let mut sound = true;
        for condition in joined.node.elements() {
            sound &= condition_holds(cx, tree, base, condition);
        }
        return sound;
    }
    let scope = condition.get("scope").map(|it| &it.node);
    let Some((scope, given)) = scope.and_then(|it| Some((it, it.text()?))) else {
        let message = "the `condition` of a rule has no `scope`, so it never holds";
        cx.report(Code::InvalidForm, &condition.span, message, RULE);
        return false;
    };
    match scopes::resolve(tree, base, given) {
        Ok(_) => true,
        Err(_) if tree.has_lost_properties => false,
        Err(miss) => {
            let message = miss.message(given, "the rule does nothing");
            let fix = miss.fix(cx);
            cx.report(Code::UnknownScope, &scope.span, message, fix);
            false
        }
    }
}
