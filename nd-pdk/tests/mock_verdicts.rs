//! What failures do to the tests around them: an unmet expectation fails its own test, never another one, and nothing ends the process. And what
//! a test that fails shows.
//!
//! The cases are tests that mostly fail; each run of some is a process of its own, whose output is looked at.

#[path = "mock_verdicts/cases.rs"]
mod cases;
#[path = "common/slot.rs"]
mod slot;

use std::process::Command;

/// What came of some of the cases.
struct Verdict {
    exit_code: Option<i32>,
    output: String,
}

/// Tells a run of [`cases`] from one of all tests, which must not fail by them.
const MARK: &str = "ND_PDK_VERDICTS";
/// What the test harness exits with when tests have failed; after an abort there would be none.
const FAILED: Option<i32> = Some(101);

/// Runs cases, whose names all begin with `prefix`.
fn run(prefix: &str, threads: usize) -> Verdict {
    let output = Command::new(std::env::current_exe().unwrap())
        .arg(format!("cases::{prefix}"))
        .args(["--ignored", "--test-threads", &threads.to_string()])
        .env(MARK, "1")
        .env("RUST_BACKTRACE", "0")
        .output()
        .unwrap();
    Verdict {
        exit_code: output.status.code(),
        output: [output.stdout, output.stderr]
            .map(|text| String::from_utf8_lossy(&text).into_owned())
            .concat(),
    }
}

impl Verdict {
    #[track_caller]
    fn says(&self, text: &str) -> &Self {
        assert!(
            self.output.contains(text),
            "no {text:?} in\n{}",
            self.output
        );
        self
    }

    #[track_caller]
    fn is_silent_about(&self, text: &str) -> &Self {
        assert!(!self.output.contains(text), "{text:?} in\n{}", self.output);
        self
    }

    #[track_caller]
    fn exits_with(&self, code: Option<i32>) -> &Self {
        assert_eq!(self.exit_code, code, "{}", self.output);
        self
    }
}

#[test]
fn an_unmet_expectation_fails_its_test() {
    run("unmet::", 1)
        .exits_with(FAILED)
        .says("test result: FAILED. 0 passed; 1 failed")
        .says("MockCache::has: Expectation(<anything>) called 0 time(s) which is fewer than expected 1")
        .says("note: the mock was installed at nd-pdk/tests/mock_verdicts/cases.rs:");
}

#[test]
fn other_tests_go_on() {
    for threads in [1, 2, 8] {
        run("mixed::", threads)
            .exits_with(FAILED)
            .says("test result: FAILED. 6 passed; 3 failed")
            .says("cases::mixed::b_unmet ... FAILED")
            .says("cases::mixed::e_unmet ... FAILED")
            .says("cases::mixed::h_unexpected ... FAILED");
    }
}

#[test]
fn of_two_unmet_guards_one_is_heard() {
    run("two_unmet::", 1)
        .exits_with(FAILED)
        .says("test result: FAILED. 0 passed; 1 failed")
        .says("MockCache::has: Expectation")
        .is_silent_about("MockKVStore::has: Expectation");
}

#[test]
fn a_panic_of_the_test_is_heard_alone() {
    run("panicking::", 1)
        .exits_with(FAILED)
        .says("the test's own panic")
        .is_silent_about("MockCache");
}

#[test]
fn a_panic_in_a_closure_is_heard_alone_and_says_which_call_it_was() {
    run("in_closure::", 1)
        .exits_with(FAILED)
        .says("the closure's own panic")
        .says("note: a mock was answering `nd_pdk::host::cache::has`, sent as `cache_has`: {\"key\":\"a\"}")
        .is_silent_about("fewer than expected");
}

#[test]
fn an_unexpected_call_says_what_to_expect() {
    run("unexpected::", 1)
        .exits_with(FAILED)
        .says("MockCache::get_int(\"a\"): No matching expectation found")
        .says("note: a mock was answering `nd_pdk::host::cache::get_int`, sent as `cache_getint`: {\"key\":\"a\"}")
        .says("note: `nd_pdk::host::cache::get_int` was called at nd-pdk/tests/mock_verdicts/cases.rs:")
        .says("m.expect_get_int().returning(|_| Ok(Default::default()));");
}

#[test]
fn a_forgotten_guard_verifies_nothing() {
    for threads in [1, 8] {
        run("forgotten::", threads)
            .exits_with(Some(0))
            .says("test result: ok. 2 passed")
            .is_silent_about("MockCache");
    }
}

#[test]
fn a_guard_that_goes_in_another_guards_closure_fails_the_test() {
    run("nested::", 1)
        .exits_with(FAILED)
        .says("test result: FAILED. 0 passed; 1 failed")
        .says("MockCache::has: Expectation");
}

#[test]
fn a_guard_that_goes_within_its_own_answer_fails_the_test() {
    run("own_answer::", 1)
        .exits_with(FAILED)
        .says("test result: FAILED. 0 passed; 1 failed")
        .says("the guard was dropped from within a closure");
}

#[test]
fn an_unmet_guard_of_a_thread_fails_the_thread_alone() {
    run("of_thread::", 1)
        .exits_with(Some(0))
        .says("test result: ok. 1 passed");
}

#[test]
fn a_call_in_a_destructor_fails_no_test_a_second_time() {
    run("destructor::", 1)
        .exits_with(FAILED)
        .says("test result: FAILED. 1 passed; 3 failed")
        .says("the test's own panic")
        .is_silent_about("nothing in this test answers it")
        .says("MockCache::remove(\"lock\"): No matching expectation found")
        .says("needs the permission `cache`");
}

#[test]
fn a_destructor_may_look_around_where_its_thread_ends() {
    run("thread_end::", 1)
        .exits_with(Some(0))
        .says("test result: ok. 1 passed");
}

#[test]
fn what_the_server_logs_of_a_call_within_a_call_is_shown() {
    run("on_close::", 1)
        .exits_with(FAILED)
        .says("[server] nd_websocket_on_close: plugin call failed: c was dear to me")
        .says("[server] nd_websocket_on_close: plugin call failed: function not found: nd_websocket_on_close");
}
