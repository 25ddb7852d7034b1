//! What stands in for a single service: a mock, or anything else that implements its trait.
//!
//! Owned by guards, so that a mock is verified where the test can fail. Must not know any service.

use std::any::Any;
use std::cell::RefCell;
use std::fmt;
use std::panic::Location;
use std::rc::Rc;

use super::missing;
use crate::sys::native::{self, Responder};
use crate::wire::{Import, Request, Serve};

/// Keeps a mock in place; when it goes, the mock's expectations are verified, unless the thread is panicking already.
///
/// What the mock answers crosses the wire as it would between server and plugin: an error arrives as its text.
///
/// It belongs in a variable of the test. Rust ends the process when something panics while it leaves a `thread_local!`, and so does a guard there
/// whose expectations are unmet.
#[must_use = "the mock is gone and verified as soon as this is dropped: bind it to a name such as `_cache`, not to `_`"]
pub struct MockGuard<M: 'static> {
    mock: Rc<dyn Expecting<M>>,
    installed: &'static Location<'static>,
}

/// Keeps a stand-in for a service in place; when it goes, what was there before counts again.
#[must_use = "the stand-in is gone as soon as this is dropped: bind it to a name"]
pub struct StandIn {
    _service: Rc<dyn Responder>,
}

/// A mock in use.
trait Expecting<M> {
    fn mock(&self) -> &RefCell<Option<M>>;
}

struct Mocked<M, S: ?Sized + 'static> {
    mock: RefCell<Option<M>>,
    as_service: fn(&M) -> &S,
    answering: Functions,
}

struct Installed<S: ?Sized> {
    service: Box<S>,
    /// For mocks only: other services may well call themselves.
    answering: Option<Functions>,
}

/// The functions that a mock is answering, the innermost last.
type Functions = RefCell<Vec<&'static str>>;

/// Installs a mock for this thread; generated modules know what to pass.
#[doc(hidden)]
#[track_caller]
pub fn mock<M: Default + 'static, S: Serve + ?Sized + 'static>(
    expect: impl FnOnce(&mut M),
    as_service: fn(&M) -> &S,
) -> MockGuard<M> {
    let mut mock = M::default();
    expect(&mut mock);
    let mocked = Rc::new(Mocked {
        mock: RefCell::new(Some(mock)),
        as_service,
        answering: Functions::default(),
    });
    let responder: Rc<dyn Responder> = Rc::clone(&mocked) as _;
    native::stand_in(Rc::downgrade(&responder));
    MockGuard {
        mock: mocked,
        installed: Location::caller(),
    }
}

/// Installs a service for this thread; generated modules know what to pass.
#[doc(hidden)]
pub fn install<S: Serve + ?Sized + 'static>(service: Box<S>, is_mock: bool) -> StandIn {
    let service: Rc<dyn Responder> = Rc::new(Installed {
        service,
        answering: is_mock.then(Functions::default),
    });
    native::stand_in(Rc::downgrade(&service));
    StandIn::new(service)
}

/// Whether a service is a mock of the type `M`.
#[doc(hidden)]
pub fn is<M: 'static>(service: &dyn Any) -> bool {
    service.is::<M>()
}

impl StandIn {
    pub(super) fn new(service: Rc<dyn Responder>) -> Self {
        Self { _service: service }
    }
}

impl<M> MockGuard<M> {
    /// Adds expectations.
    ///
    /// # Panics
    /// Called while the mock answers: a mock cannot change then.
    pub fn expect(&self, expect: impl FnOnce(&mut M)) {
        let Ok(mut mock) = self.mock.mock().try_borrow_mut() else {
            panic!(
                "{}: expectations cannot be added from within a closure that answers a call of it: add them before, or when the call is over",
                short_name::<M>()
            );
        };
        if let Some(mock) = mock.as_mut() {
            expect(mock);
        }
    }
}

impl<M> Drop for MockGuard<M> {
    /// Verifies.
    fn drop(&mut self) {
        // Dropping the mock verifies it, and that must not happen inside the borrow: it may panic.
        let taken = self
            .mock
            .mock()
            .try_borrow_mut()
            .map(|mut mock| mock.take());
        match taken {
            Ok(mock) => {
                let unmet = Unmet(self.installed);
                drop(mock);
                std::mem::forget(unmet);
            }
            Err(_) if std::thread::panicking() => {}
            Err(_) => panic!(
                "{}: the guard was dropped from within a closure that answers a call of it, so nothing could be verified: \
                 keep it until the call is over",
                short_name::<M>()
            ),
        }
    }
}

/// Is dropped where a mock panics over expectations that are unmet: that panic names neither the mock nor what the test may have hidden.
struct Unmet(&'static Location<'static>);

impl Drop for Unmet {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!(
                "note: the mock was installed at {}. If the test ended early with an `Err`, that error is not shown: `unwrap` in the test shows it",
                self.0
            );
        }
    }
}

impl<M> fmt::Debug for MockGuard<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MockGuard<{}>", short_name::<M>())
    }
}

impl fmt::Debug for StandIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StandIn")
    }
}

/// The name of a mock without its path.
fn short_name<M>() -> &'static str {
    without_path(std::any::type_name::<M>())
}

/// The name of a type as it is where the type is in scope.
pub(super) fn without_path(name: &str) -> &str {
    name.rsplit("::").next().unwrap_or(name)
}

impl<M, S: ?Sized> Expecting<M> for Mocked<M, S> {
    fn mock(&self) -> &RefCell<Option<M>> {
        &self.mock
    }
}

impl<M, S: Serve + ?Sized> Responder for Mocked<M, S> {
    fn answer(&self, import: &Import, request: &[u8]) -> Option<Vec<u8>> {
        let Ok(mock) = self.mock.try_borrow() else {
            panic!(
                "`{}` was called from within `MockGuard::expect` of {}, which cannot answer until that is over",
                missing::path(&import.place),
                short_name::<M>()
            );
        };
        let _answering = Answering::begin(&self.answering, import, request);
        (self.as_service)(mock.as_ref()?).serve(&Request::new(import.name, request))
    }
}

/// A function that a mock is answering.
struct Answering<'a> {
    all: &'a Functions,
    import: &'a Import,
    request: &'a [u8],
    /// A guard may call host functions while it goes because of a panic; that panic is not about them.
    panicking: bool,
}

impl<'a> Answering<'a> {
    /// # Panics
    /// The function is being answered already: mockall would wait for itself forever.
    fn begin(all: &'a Functions, import: &'a Import, request: &'a [u8]) -> Self {
        let again = all.borrow().contains(&import.name);
        assert!(
            !again,
            "`{0}` was called from within the closure that answers `{0}`: a mock cannot answer itself. \
             Compute the answer without calling the function, or use `nd_pdk::testing::FakeHost`",
            missing::path(&import.place)
        );
        all.borrow_mut().push(import.name);
        let panicking = std::thread::panicking();
        Self {
            all,
            import,
            request,
            panicking,
        }
    }
}

impl Drop for Answering<'_> {
    /// After a panic adds what its message lacks: where it comes from, and what to do if the mock was not prepared for the call.
    fn drop(&mut self) {
        self.all.borrow_mut().pop();
        if std::thread::panicking() && !self.panicking {
            eprintln!(
                "note: a mock was answering `{}`, sent as `{}`{}\n      \
                 A call that may happen needs an expectation that matches it, says what it answers and is not used up:\n          {}",
                missing::path(&self.import.place),
                self.import.name,
                missing::arguments(self.request),
                missing::expectation(&self.import.place)
            );
        }
    }
}

impl<S: Serve + ?Sized> Responder for Installed<S> {
    fn answer(&self, import: &Import, request: &[u8]) -> Option<Vec<u8>> {
        let answering = self.answering.as_ref();
        let _answering = answering.map(|all| Answering::begin(all, import, request));
        self.service.serve(&Request::new(import.name, request))
    }
}
