//! Schedules against the calendar, and what is refused.

mod refused;

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;

fn lowest(range: RangeInclusive<u32>) -> u32 {
    *range.start()
}

fn parse(expression: &str) -> Result<Schedule, ScheduleError> {
    Schedule::parse(expression, &Zone::utc(), &mut lowest)
}

fn time(text: &str) -> SystemTime {
    SystemTime::from(text.parse::<Timestamp>().unwrap())
}

fn show(time: SystemTime) -> String {
    Timestamp::try_from(time).unwrap().to_string()
}

/// The runs after a time.
fn runs(expression: &str, after: &str, count: usize) -> Vec<String> {
    let schedule = parse(expression).unwrap();
    std::iter::successors(Some(time(after)), |&last| schedule.next(last))
        .skip(1)
        .take(count)
        .map(show)
        .collect()
}

fn first(expression: &str, after: &str) -> Option<String> {
    runs(expression, after, 1).pop()
}

#[test]
fn the_next_run_is_the_first_that_all_fields_allow() {
    // 2026-01-01 is a Thursday.
    for (expression, next) in [
        ("* * * * *", "2026-01-01T00:01:00Z"),
        ("* * * * * *", "2026-01-01T00:00:01Z"),
        ("*/15 8-18 * * MON-FRI", "2026-01-01T08:00:00Z"),
        ("30 3 * * *", "2026-01-01T03:30:00Z"),
        ("0 0 * * sun", "2026-01-04T00:00:00Z"),
        ("0 0 1 JAN ?", "2027-01-01T00:00:00Z"),
        ("5/20 * * * *", "2026-01-01T00:05:00Z"),
        ("59,7,8 * * * *", "2026-01-01T00:07:00Z"),
        ("10-20/7,3 1 * * *", "2026-01-01T01:03:00Z"),
        ("15 30 6 * * *", "2026-01-01T06:30:15Z"),
        ("0 0 29 2 *", "2028-02-29T00:00:00Z"),
        ("0 0 31 */2 *", "2026-01-31T00:00:00Z"),
        ("*-3 4 * * *", "2026-01-01T04:00:00Z"),
        ("@hourly", "2026-01-01T01:00:00Z"),
        ("@daily", "2026-01-02T00:00:00Z"),
        ("@midnight", "2026-01-02T00:00:00Z"),
        ("@weekly", "2026-01-04T00:00:00Z"),
        ("@monthly", "2026-02-01T00:00:00Z"),
        ("@yearly", "2027-01-01T00:00:00Z"),
        ("@annually", "2027-01-01T00:00:00Z"),
        ("@every 90m", "2026-01-01T01:30:00Z"),
        ("1h30m", "2026-01-01T01:30:00Z"),
        ("TZ=Asia/Tokyo @daily", "2026-01-01T15:00:00Z"),
        ("CRON_TZ=Asia/Tokyo 0 6 * * *", "2026-01-01T21:00:00Z"),
        ("TZ= 0 6 * * *", "2026-01-01T06:00:00Z"),
        ("TZ=Asia/Tokyo @every 5m", "2026-01-01T00:05:00Z"),
    ] {
        let found = first(expression, "2026-01-01T00:00:00Z");
        assert_eq!(found.as_deref(), Some(next), "{expression}");
    }
}

#[test]
fn a_run_is_strictly_later_even_within_the_second() {
    assert_eq!(
        first("0 3 * * *", "2026-01-01T03:00:00Z").unwrap(),
        "2026-01-02T03:00:00Z"
    );
    assert_eq!(
        first("0 3 * * *", "2026-01-01T02:59:59.9Z").unwrap(),
        "2026-01-01T03:00:00Z"
    );
    assert_eq!(
        first("@every 10s", "1969-12-31T23:59:49.5Z").unwrap(),
        "1969-12-31T23:59:59Z"
    );
}

#[test]
fn one_of_two_restricted_days_is_enough() {
    assert_eq!(
        runs("0 0 3 * FRI", "2026-01-01T00:00:00Z", 3),
        [
            "2026-01-02T00:00:00Z",
            "2026-01-03T00:00:00Z",
            "2026-01-09T00:00:00Z"
        ]
    );
    // A `*` with a step of its own restricts as well.
    assert_eq!(
        runs("0 0 */16 * FRI", "2026-01-02T00:00:00Z", 2),
        ["2026-01-09T00:00:00Z", "2026-01-16T00:00:00Z"]
    );
    assert_eq!(
        runs("0 0 */16 * FRI", "2026-01-16T00:00:00Z", 1),
        ["2026-01-17T00:00:00Z"]
    );
    assert_eq!(
        runs("0 0 3 * ?", "2026-01-01T00:00:00Z", 2),
        ["2026-01-03T00:00:00Z", "2026-02-03T00:00:00Z"]
    );
}

#[test]
fn intervals_are_whole_seconds_and_at_least_one() {
    for (expression, seconds) in [
        ("1ms", 1),
        ("0", 1),
        ("-5m", 1),
        ("@every 0s", 1),
        ("1.9s", 1),
        ("@every 2.5s", 2),
        ("1h", 3600),
    ] {
        let schedule = parse(expression).unwrap();
        let start = time("2026-01-01T00:00:00Z");
        let next = start + Duration::from_secs(seconds);
        assert_eq!(schedule.next(start), Some(next), "{expression}");
        let within = start + Duration::from_millis(400);
        assert_eq!(schedule.next(within), Some(next), "{expression}");
    }
}

#[test]
fn a_random_range_is_settled_once() {
    let mut asked = Vec::new();
    let mut choose = |range: RangeInclusive<u32>| {
        asked.push(range.clone());
        range.end() - 1
    };
    let schedule = Schedule::parse("0~30 ~ ~15 FEB~ *", &Zone::utc(), &mut choose).unwrap();
    assert_eq!(asked, [0..=30, 0..=23, 1..=15, 2..=12]);
    let next = schedule.next(time("2026-01-01T00:00:00Z")).unwrap();
    assert_eq!(show(next), "2026-11-14T22:29:00Z");
}

#[test]
fn a_choice_outside_of_the_range_counts_as_its_bound() {
    let schedule = Schedule::parse("7~8 * * * *", &Zone::utc(), &mut |_| 1000).unwrap();
    let next = schedule.next(time("2026-01-01T00:00:00Z")).unwrap();
    assert_eq!(show(next), "2026-01-01T00:08:00Z");
}

#[test]
fn a_day_that_never_comes_has_no_run() {
    for expression in ["0 0 30 FEB *", ", * * * *", "0 0 , * *"] {
        assert_eq!(
            first(expression, "2026-01-01T00:00:00Z"),
            None,
            "{expression}"
        );
    }
    // More than the five years that are searched.
    assert_eq!(first("0 0 29 2 ?", "2096-03-01T00:00:00Z"), None);
}

#[test]
fn an_hour_that_the_clock_skips_is_skipped() {
    assert_eq!(
        runs("TZ=Europe/Berlin 30 2 * * *", "2026-03-28T00:00:00Z", 2),
        ["2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z"]
    );
}

#[test]
fn an_hour_that_the_clock_repeats_counts_twice() {
    assert_eq!(
        runs("TZ=Europe/Berlin 30 2 * * *", "2026-10-24T12:00:00Z", 3),
        [
            "2026-10-25T00:30:00Z",
            "2026-10-25T01:30:00Z",
            "2026-10-26T01:30:00Z"
        ]
    );
}

#[test]
fn a_midnight_that_does_not_exist_starts_the_day_later() {
    // In São Paulo 2018-11-04 began at one o'clock.
    assert_eq!(
        runs("TZ=America/Sao_Paulo 0 1 4 11 *", "2018-11-01T00:00:00Z", 1),
        ["2018-11-04T03:00:00Z"]
    );
}

#[test]
fn a_midnight_that_comes_twice_does_not_stop_the_search() {
    // In St. John's the clock went from 00:01 on 2010-11-07 back to 23:01 of the day before.
    assert_eq!(
        runs("TZ=America/St_Johns 30 0 7 11 *", "2010-11-07T02:40:00Z", 1),
        ["2010-11-07T04:00:00Z"]
    );
}

#[test]
fn the_zone_of_the_server_counts_where_none_is_named() {
    let tokyo = Zone::named("Asia/Tokyo").unwrap();
    for expression in ["0 6 * * *", "TZ=Local 0 6 * * *"] {
        let schedule = Schedule::parse(expression, &tokyo, &mut lowest).unwrap();
        let next = schedule.next(time("2026-01-01T00:00:00Z")).unwrap();
        assert_eq!(show(next), "2026-01-01T21:00:00Z");
    }
}

/// A non-empty set of numbers, and how a field says it.
fn numbers(range: RangeInclusive<i8>) -> impl Strategy<Value = (BTreeSet<i8>, String)> {
    let all: Vec<i8> = range.collect();
    let some = proptest::sample::subsequence(all.clone(), 1..=all.len()).prop_map(|chosen| {
        let texts: Vec<String> = chosen.iter().map(ToString::to_string).collect();
        (chosen.into_iter().collect(), texts.join(","))
    });
    let every = Just((all.into_iter().collect(), "*".to_owned()));
    prop_oneof![some, every]
}

proptest! {
    #[test]
    fn the_next_run_is_later_and_matches_its_fields_and_nothing_before_does(
        (seconds, second) in numbers(0..=59),
        (minutes, minute) in numbers(0..=59),
        (hours, hour) in numbers(0..=23),
        (months, month) in numbers(1..=12),
        (weekdays, weekday) in numbers(0..=6),
        after in 0_u64..4_000_000_000,
        nanoseconds in 0_u32..1_000_000_000,
    ) {
        let expression = format!("{second} {minute} {hour} * {month} {weekday}");
        let allowed = |time: SystemTime| {
            let local = TimeZone::UTC.to_datetime(Timestamp::try_from(time).unwrap());
            seconds.contains(&local.second())
                && minutes.contains(&local.minute())
                && hours.contains(&local.hour())
                && months.contains(&local.month())
                && weekdays.contains(&local.weekday().to_sunday_zero_offset())
        };
        let after = SystemTime::UNIX_EPOCH + Duration::new(after, nanoseconds);
        let next = parse(&expression).unwrap().next(after).unwrap();
        prop_assert!(next > after);
        prop_assert!(allowed(next), "{} for {expression}", show(next));
        prop_assert_eq!(next.duration_since(SystemTime::UNIX_EPOCH).unwrap().subsec_nanos(), 0);
        let between = (1..5_000).map(|back| next - Duration::from_secs(back)).take_while(|&time| time > after);
        for earlier in between {
            prop_assert!(!allowed(earlier), "{} for {expression}", show(earlier));
        }
    }

    #[test]
    fn an_interval_passes_between_runs(seconds in 1_i64..10_000_000, after in 0_u64..4_000_000_000) {
        let after = SystemTime::UNIX_EPOCH + Duration::from_secs(after);
        let next = parse(&format!("@every {seconds}s")).unwrap().next(after).unwrap();
        prop_assert_eq!(next.duration_since(after).unwrap().as_secs() as i64, seconds);
    }

    #[test]
    fn no_text_upsets_the_parser(text in "(TZ=|@every |)[-*?/,~0-9a-zA-Zµ. ]{0,24}", after in any::<u32>()) {
        if let Ok(schedule) = parse(&text) {
            let after = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::from(after));
            prop_assert!(schedule.next(after).is_none_or(|next| next > after));
        }
    }
}
