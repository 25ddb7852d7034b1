//! A set of names that must differ. Knows nothing about what is named.

use std::collections::HashMap;

use crate::diag::{Code, Collector, Diagnostic, quote};
use crate::source::{Span, Spanned};

/// Rust names, each with what has it and where.
pub(super) struct Scope {
    /// What two things with one name would be, such as "two fields of `Song`".
    clash: String,
    taken: HashMap<String, Owner>,
}

struct Owner {
    /// The name in the schema, or what else the name is derived from.
    origin: String,
    span: Span,
}

impl Scope {
    pub(super) fn new(clash: impl Into<String>) -> Self {
        Self {
            clash: clash.into(),
            taken: HashMap::new(),
        }
    }

    /// Gives a name to a thing, and says whether it could: another one may have it.
    pub(super) fn claim(&mut self, cx: &Collector, rust: String, thing: &Spanned<String>) -> bool {
        self.claim_for(cx, rust, quote(&thing.value), thing.span)
    }

    /// The same for a thing that is described otherwise than by its name in the schema.
    pub(super) fn claim_for(
        &mut self,
        cx: &Collector,
        rust: String,
        origin: String,
        span: Span,
    ) -> bool {
        if let Some(first) = self.taken.get(&rust) {
            cx.report(self.collision(&rust, first, &origin, span));
            return false;
        }
        self.taken.insert(rust, Owner { origin, span });
        true
    }

    fn collision(&self, rust: &str, first: &Owner, origin: &str, span: Span) -> Diagnostic {
        let message = format!("{} would both be called {}", self.clash, quote(rust));
        let error = Diagnostic::new(Code::NameCollision, span, message);
        let help = match first.origin == origin {
            true => "one of them needs another name",
            false => "one of them needs another name: what counts is how Rust spells it",
        };
        error
            .help(help)
            .note(format!("the other one is {}", first.origin), first.span)
    }
}
