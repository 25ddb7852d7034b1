//! Limits, defaults and pauses. Must not need a queue.

use proptest::prelude::*;

use super::*;

const NOTHING_SET: Settings = Settings {
    concurrency: 0,
    max_retries: 0,
    backoff_ms: 0,
    delay_ms: 0,
    retention_ms: 0,
};

#[test]
fn what_is_not_set_has_a_default() {
    assert_eq!(
        NOTHING_SET.granted(1, 0),
        Ok(Settings {
            concurrency: 1,
            max_retries: 0,
            backoff_ms: 1_000,
            delay_ms: 0,
            retention_ms: 3_600_000,
        })
    );
}

#[test]
fn retention_stays_between_a_minute_and_a_week() {
    let retention = |retention_ms| {
        let asked = Settings {
            retention_ms,
            ..NOTHING_SET
        };
        asked.granted(1, 0).unwrap().retention_ms
    };
    assert_eq!(retention(-1), 3_600_000);
    assert_eq!(retention(1), 60_000);
    assert_eq!(retention(60_000), 60_000);
    assert_eq!(retention(604_800_000), 604_800_000);
    assert_eq!(retention(604_800_001), 604_800_000);
}

#[test]
fn retries_and_delay_are_taken_as_given() {
    let asked = Settings {
        max_retries: -3,
        delay_ms: -5,
        ..NOTHING_SET
    };
    let granted = asked.granted(1, 0).unwrap();
    assert_eq!((granted.max_retries, granted.delay_ms), (-3, -5));
    assert_eq!(granted.delay(), Duration::ZERO);
    assert_eq!(granted.retry_after(1), None);
}

#[test]
fn more_concurrency_than_is_left_is_cut_down() {
    let asked = Settings {
        concurrency: 5,
        ..NOTHING_SET
    };
    assert_eq!(asked.granted(8, 2).unwrap().concurrency, 5);
    assert_eq!(asked.granted(8, 6).unwrap().concurrency, 2);
    let error = asked.granted(8, 8).unwrap_err();
    assert_eq!(
        error.to_string(),
        "concurrency budget exhausted (8/8 allocated)"
    );
}

#[test]
fn names_have_1_to_128_bytes() {
    let text = |name: &str| check_name(name).map_err(|error| error.to_string());
    assert_eq!(text(""), Err("queue name cannot be empty".to_owned()));
    assert_eq!(text("a"), Ok(()));
    assert_eq!(text(&"a".repeat(128)), Ok(()));
    // 129 bytes, though only 65 characters.
    assert_eq!(
        text(&format!("{}a", "é".repeat(64))),
        Err("queue name exceeds maximum length of 128 bytes".to_owned())
    );
}

#[test]
fn payloads_have_at_most_a_mebibyte() {
    assert_eq!(check_payload(&[]), Ok(()));
    assert_eq!(check_payload(&vec![0; 1_048_576]), Ok(()));
    assert_eq!(
        check_payload(&vec![0; 1_048_577]).unwrap_err().to_string(),
        "payload size 1048577 exceeds maximum of 1048576 bytes"
    );
}

#[test]
fn the_pause_doubles_from_attempt_to_attempt() {
    let queue = Settings {
        max_retries: 100,
        backoff_ms: 1_000,
        ..NOTHING_SET
    };
    let seconds = |attempt| queue.retry_after(attempt).unwrap().as_secs();
    assert_eq!([1, 2, 3, 4].map(seconds), [1, 2, 4, 8]);
    assert_eq!(
        [12, 13, 64, 65, 100].map(seconds),
        [2048, 3600, 3600, 3600, 3600]
    );
    assert_eq!(queue.retry_after(101), None);
}

proptest! {
    #[test]
    fn the_pause_never_shrinks_and_never_exceeds_an_hour(
        backoff_ms in 1..=i64::MAX,
        attempt in 1..i32::MAX,
    ) {
        let queue = Settings { max_retries: i32::MAX, backoff_ms, ..NOTHING_SET };
        let pause = queue.retry_after(attempt).unwrap();
        let next = queue.retry_after(attempt + 1).unwrap();
        prop_assert!(pause >= Duration::from_millis(1));
        prop_assert!(pause <= next);
        prop_assert!(next <= Duration::from_secs(3600));
    }

    #[test]
    fn what_is_granted_never_exceeds_the_budget(
        concurrency in any::<i32>(),
        budget in 1..=i32::MAX,
        allocated in 0..=i32::MAX,
    ) {
        let asked = Settings { concurrency, ..NOTHING_SET };
        match asked.granted(budget, allocated) {
            Ok(granted) => {
                prop_assert!(granted.concurrency >= 1);
                prop_assert!(granted.concurrency <= budget - allocated);
            }
            Err(_) => prop_assert!(allocated >= budget),
        }
    }
}
