//! Counting, matching and ordering: what mockall does, through the wire.

use nd_pdk::host::{cache, kvstore};
use nd_pdk::testing::mockall::Sequence;
use nd_pdk::testing::mockall::predicate::{always, eq};

use super::panic_of;

#[test]
fn a_mock_verifies_when_its_guard_goes() {
    let cache = cache::mock(|m| {
        m.expect_has().times(2).returning(|_| Ok(true));
    });
    assert_eq!(cache::has("a"), Ok(true));
    let unmet = panic_of(|| drop(cache));
    assert!(unmet.contains("MockCache::has"), "{unmet}");
    assert!(unmet.contains("fewer than expected 2"), "{unmet}");

    let cache = cache::mock(|m| {
        m.expect_has().times(2).returning(|_| Ok(true));
    });
    assert_eq!((cache::has("a"), cache::has("b")), (Ok(true), Ok(true)));
    drop(cache);
}

#[test]
fn a_call_too_many_fails_at_once_and_again_if_that_was_caught() {
    let cache = cache::mock(|m| {
        m.expect_has().times(1).returning(|_| Ok(true));
    });
    assert_eq!(cache::has("a"), Ok(true));
    let excess = panic_of(|| cache::has("b"));
    assert!(excess.contains("MockCache::has"), "{excess}");
    assert!(excess.contains("more than the expected 1"), "{excess}");
    let verified = panic_of(|| drop(cache));
    assert!(verified.contains("more than expected 1"), "{verified}");
}

#[test]
fn ranges_of_times_are_verified_at_both_ends() {
    let mock = |calls: usize| {
        let cache = cache::mock(|m| {
            m.expect_has().times(1..=2).returning(|_| Ok(true));
        });
        for _ in 0..calls {
            let _ = cache::has("a");
        }
        drop(cache);
    };
    panic_of(|| mock(0));
    mock(1);
    mock(2);
    panic_of(|| mock(3));
}

#[test]
fn the_expectation_that_matches_answers() {
    let _cache = cache::mock(|m| {
        m.expect_get_string()
            .with(eq("colour"))
            .returning(|_| Ok(Some("blue".to_owned())));
        m.expect_get_string()
            .withf(|key| key.len() > 10)
            .returning(|key| Ok(Some(key.to_uppercase())));
    });
    assert_eq!(cache::get_string("colour"), Ok(Some("blue".to_owned())));
    assert_eq!(
        cache::get_string("a longer key"),
        Ok(Some("A LONGER KEY".to_owned()))
    );
    let unexpected = panic_of(|| cache::get_string("shape"));
    assert!(unexpected.contains("shape"), "{unexpected}");
}

#[test]
fn answers_can_follow_each_other() {
    let mut answers = vec![Ok(None), Ok(Some(1)), Err("gone".into())].into_iter();
    let _cache = cache::mock(|m| {
        m.expect_get_int()
            .times(3)
            .returning(move |_| answers.next().unwrap());
    });
    assert_eq!(cache::get_int("a"), Ok(None));
    assert_eq!(cache::get_int("a"), Ok(Some(1)));
    assert_eq!(cache::get_int("a"), Err("gone".into()));
}

#[test]
fn a_sequence_spans_functions_and_services() {
    let in_order = |calls: fn()| {
        let mut sequence = Sequence::new();
        let _cache = cache::mock(|m| {
            m.expect_has()
                .times(1)
                .in_sequence(&mut sequence)
                .returning(|_| Ok(false));
        });
        let _kvstore = kvstore::mock(|m| {
            m.expect_set()
                .with(eq("k"), always())
                .times(1)
                .in_sequence(&mut sequence)
                .returning(|_, _| Ok(()));
        });
        calls();
    };
    in_order(|| {
        assert_eq!(cache::has("k"), Ok(false));
        assert_eq!(kvstore::set("k", "v"), Ok(()));
    });
    let reversed = panic_of(|| {
        in_order(|| {
            let _ = kvstore::set("k", "v");
        });
    });
    assert!(reversed.contains("sequence"), "{reversed}");
}

#[test]
fn expectations_can_be_added_later() {
    let cache = cache::mock(|m| {
        m.expect_has().returning(|_| Ok(true));
    });
    assert_eq!(cache::has("a"), Ok(true));
    cache.expect(|m| {
        m.expect_remove().times(1).returning(|_| Ok(()));
    });
    assert_eq!(cache::remove("a"), Ok(()));
    cache.expect(|m| {
        m.expect_remove().times(1).returning(|_| Ok(()));
    });
    let unmet = panic_of(|| drop(cache));
    assert!(unmet.contains("MockCache::remove"), "{unmet}");
}

#[test]
fn a_checkpoint_verifies_so_far() {
    let cache = cache::mock(|m| {
        m.expect_has().times(1).returning(|_| Ok(true));
    });
    assert_eq!(cache::has("a"), Ok(true));
    cache.expect(|m| {
        m.checkpoint();
        m.expect_has().times(1).returning(|_| Ok(false));
    });
    assert_eq!(cache::has("a"), Ok(false));
}

#[test]
fn an_unmet_guard_says_nothing_while_the_test_panics() {
    let message = panic_of(|| {
        let _cache = cache::mock(|m| {
            m.expect_has().times(1).returning(|_| Ok(true));
        });
        let _kvstore = kvstore::mock(|m| {
            m.expect_has().times(1).returning(|_| Ok(true));
        });
        panic!("the test's own");
    });
    assert_eq!(message, "the test's own");
}

#[test]
fn of_several_unmet_guards_the_first_to_go_is_heard() {
    let message = panic_of(|| {
        let _kvstore = kvstore::mock(|m| {
            m.expect_has().times(1).returning(|_| Ok(true));
        });
        let _cache = cache::mock(|m| {
            m.expect_has().times(1).returning(|_| Ok(true));
            m.expect_remove().times(1).returning(|_| Ok(()));
        });
    });
    assert!(message.contains("MockCache::"), "{message}");
}
