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
    wire: String,
    span: Span,
}

impl Scope {
    pub(super) fn new(clash: impl Into<String>) -> Self {
        Self {
            clash: clash.into(),
            taken: HashMap::new(),
        }
    }

    /// Gives a name to a thing, unless another one has it.
    pub(super) fn claim(&mut self, cx: &Collector, rust: String, thing: &Spanned<String>) {
        let owner = Owner {
            wire: thing.value.clone(),
            span: thing.span,
        };
        match self.taken.get(&rust) {
            None => {
                self.taken.insert(rust, owner);
            }
            Some(first) => cx.report(self.collision(&rust, first, &owner)),
        }
    }

    fn collision(&self, rust: &str, first: &Owner, second: &Owner) -> Diagnostic {
        let message = format!("{} would both be called {}", self.clash, quote(rust));
        let error = Diagnostic::new(Code::NameCollision, second.span, message);
        let error = error.note(
            format!("the other one is {}", quote(&first.wire)),
            first.span,
        );
        match first.wire == second.wire {
            true => error,
            false => error.help("names are compared as Rust spells them"),
        }
    }
}
