//! Host functions that nothing answers.

use nd_pdk::Error;
use nd_pdk::host::http::HTTPRequest;
use nd_pdk::host::{cache, http, users};
use nd_pdk::testing::FakeHost;

use crate::{assert_panics, assert_says, found_and_tuple, keywords};

/// Of the shape that `ndpgen --out` writes without mocks.
mod lamp {
    use nd_pdk::{Error, wire};

    wire::imports!(
        wire::Service {
            has_mock: false,
            has_fake: false,
            permission: None
        },
        SWITCH = ("lamp_switch", switch(on))
    );

    pub(super) trait LampService {
        fn switch(&self, on: bool) -> Result<(), Error>;
    }

    pub(super) fn switch(on: bool) -> Result<(), Error> {
        wire::call(imports::SWITCH, &[("on", &on)])?.unit()
    }

    pub(super) fn install(service: impl LampService + 'static) -> nd_pdk::testing::StandIn {
        nd_pdk::testing::install::<dyn LampService>(Box::new(service), false)
    }

    impl wire::Serve for dyn LampService {
        fn serve(&self, request: &wire::Request<'_>) -> Option<Vec<u8>> {
            let reply = match request.function() {
                "lamp_switch" => {
                    request.unit(|arguments| self.switch(arguments.get::<wire::Plain, _>("on")?))
                }
                _ => return None,
            };
            Some(reply)
        }
    }
}

/// The code of a message as an author pastes it: it says so, and it compiles.
macro_rules! paste {
    ($message:literal: $($code:tt)*) => {
        assert_says($message, stringify!($($code)*));
        $($code)*
    };
}

#[test]
fn with_arguments() {
    assert_panics("call_with_arguments", || cache::get_string("colour"));

    paste!("call_with_arguments":
        let _mock = nd_pdk::host::cache::mock(|m| {
            m.expect_get_string().returning(|_| Ok(Default::default()));
        });
    );
    assert_eq!(cache::get_string("colour"), Ok(None));
    drop(_mock);

    paste!("call_with_arguments":
        let host = nd_pdk::testing::FakeHost::install();
    );
    cache::set_string("colour", "blue", 0).unwrap();
    assert_eq!(cache::get_string("colour"), Ok(Some("blue".to_owned())));
    assert_eq!(host.calls().len(), 2);
}

#[test]
fn without_arguments() {
    assert_panics("call_without_arguments", users::get_users);

    paste!("call_without_arguments":
        let _mock = nd_pdk::host::users::mock(|m| {
            m.expect_get_users().returning(|| Ok(Default::default()));
        });
    );
    assert_eq!(users::get_users(), Ok(Vec::new()));
}

#[test]
fn with_a_struct() {
    let request = HTTPRequest {
        url: "https://api.example.com/".to_owned(),
        body: b"{}".to_vec(),
        ..HTTPRequest::default()
    };
    assert_panics("call_with_a_struct", || http::send(request));
}

#[test]
fn in_a_thread_of_its_own() {
    let _host = FakeHost::install();
    assert_panics("call_in_a_thread", || {
        match std::thread::spawn(|| cache::remove("a")).join() {
            Ok(_) => {}
            Err(panic) => std::panic::resume_unwind(panic),
        }
    });
}

#[test]
fn of_a_generated_tree() {
    use found_and_tuple::host::store;
    let _host = FakeHost::install();
    assert_panics("call_of_a_tree", || store::get_text("k"));

    paste!("call_of_a_tree":
        let _mock = crate::found_and_tuple::host::store::mock(|m| {
            m.expect_get_text().returning(|_| Ok(Default::default()));
        });
    );
    assert_eq!(store::get_text("k"), Ok(None));
}

#[test]
fn with_names_that_are_keywords() {
    assert_panics("call_with_keywords", || {
        keywords::host::r#loop::r#move("t", 1, Vec::new())
    });

    paste!("call_with_keywords":
        let _mock = crate::keywords::host::r#loop::mock(|m| {
            m.expect_move().returning(|_, _, _| Ok(Default::default()));
        });
    );
    assert_eq!(
        keywords::host::r#loop::r#move("t", 1, Vec::new()),
        Ok(String::new())
    );
}

#[test]
fn of_a_generated_tree_without_mocks() {
    struct MyService;
    impl lamp::LampService for MyService {
        fn switch(&self, on: bool) -> Result<(), Error> {
            assert!(on);
            Ok(())
        }
    }
    assert_panics("call_of_a_tree_without_mocks", || lamp::switch(true));

    paste!("call_of_a_tree_without_mocks":
        let _service = crate::calls::lamp::install(MyService);
    );
    assert_eq!(lamp::switch(true), Ok(()));
}
