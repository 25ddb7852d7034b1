//! The replies of a script of a test, one after the other.
//!
//! Must not know which requests they are for.

use std::rc::Rc;

/// Replies in the order they are given; the last one stays.
pub(super) struct Replies<Request, Reply> {
    all: Vec<Answer<Request, Reply>>,
    given: usize,
}

/// A reply, or how it comes out of the request.
pub(super) enum Answer<Request, Reply> {
    Known(Reply),
    Computed(Rc<dyn Fn(&Request) -> Reply>),
}

impl<Request, Reply: Clone> Replies<Request, Reply> {
    pub(super) fn push(&mut self, answer: Answer<Request, Reply>) {
        self.all.push(answer);
    }

    /// Takes the last one out.
    pub(super) fn pop(&mut self) -> Option<Answer<Request, Reply>> {
        self.all.pop()
    }

    /// The next one. `None` if there are none at all.
    pub(super) fn next(&mut self) -> Option<Answer<Request, Reply>> {
        let answer = self.all.get(self.given).or(self.all.last());
        self.given += 1;
        answer.cloned()
    }
}

impl<Request, Reply> Default for Replies<Request, Reply> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            given: 0,
        }
    }
}

impl<Request, Reply> Answer<Request, Reply> {
    /// The reply to this request. Runs what the test has written, so nothing may be borrowed meanwhile.
    pub(super) fn to(self, request: &Request) -> Reply {
        match self {
            Self::Known(reply) => reply,
            Self::Computed(compute) => compute(request),
        }
    }
}

// Derived, it would ask for a request that can be cloned.
impl<Request, Reply: Clone> Clone for Answer<Request, Reply> {
    fn clone(&self) -> Self {
        match self {
            Self::Known(reply) => Self::Known(reply.clone()),
            Self::Computed(compute) => Self::Computed(Rc::clone(compute)),
        }
    }
}
