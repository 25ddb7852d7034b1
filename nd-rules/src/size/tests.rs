use super::*;
use proptest::prelude::*;

#[test]
fn sizes_are_read_as_the_server_reads_them() {
    for (text, bytes) in [
        ("0", 0),
        ("1000", 1_000),
        ("1,000", 1_000),
        ("1b", 1),
        ("1MB", 1_000_000),
        ("1mb", 1_000_000),
        ("1 MB", 1_000_000),
        ("1MB ", 1_000_000),
        ("1\u{a0}kB", 1_000),
        ("1k", 1_000),
        ("1ki", 1_024),
        ("1MiB", 1_048_576),
        ("4KIB", 4_096),
        ("1.5MB", 1_500_000),
        (".5kb", 500),
        ("1.", 1),
        ("1.9", 1),
        ("0.5", 0),
        ("1e", 1_000_000_000_000_000_000),
        ("9.2EB", 9_199_999_999_999_998_976),
    ] {
        assert_eq!(parse(text), Ok(bytes), "{text}");
    }
}

#[test]
fn texts_that_are_no_size_are_refused() {
    for text in [
        "",
        "MB",
        " 1MB",
        "-1",
        "+1",
        "..1",
        "1.2.3",
        "Inf",
        "१MB",
        "1 M B",
        "1_000",
        "1E3",
        "1e3",
        "10EB",
        "20EB",
        "9223372036854775807",
    ] {
        assert!(parse(text).is_err(), "{text}: {:?}", parse(text));
    }
}

#[test]
fn the_message_says_what_is_wrong() {
    assert_eq!(
        parse("many").unwrap_err(),
        "size \"many\" does not begin with a number, as in \"1MB\""
    );
    assert_eq!(
        parse("12 apples").unwrap_err(),
        "size \"12 apples\": unknown unit \"apples\", use B, kB, MB, GB or KiB, MiB, GiB"
    );
    assert_eq!(parse("10EB").unwrap_err(), "size \"10EB\" is too large");
}

#[test]
fn sizes_are_shown_as_the_server_shows_them() {
    for (bytes, text) in [
        (-1, "0 B"),
        (0, "0 B"),
        (9, "9 B"),
        (10, "10 B"),
        (999, "999 B"),
        (1_000, "1.0 kB"),
        (1_049, "1.0 kB"),
        (1_050, "1.1 kB"),
        (9_949, "9.9 kB"),
        (9_950, "10 kB"),
        (10_500, "10 kB"),
        (11_500, "12 kB"),
        (12_500, "12 kB"),
        (999_499, "1000 kB"),
        (999_999, "1000 kB"),
        (1_000_000, "1.0 MB"),
        (1_048_576, "1.0 MB"),
        (1_100_000, "1.1 MB"),
        (999_999_999, "1000 MB"),
        (1_000_000_000, "1.0 GB"),
        (1_000_000_000_000, "1.0 TB"),
        (1_000_000_000_000_000, "1.0 PB"),
        (1_000_000_000_000_000_000, "1.0 EB"),
        (i64::MAX, "9.2 EB"),
    ] {
        assert_eq!(show(bytes), text, "{bytes}");
    }
}

proptest! {
    #[test]
    fn what_is_shown_reads_as_nearly_the_same_size(bytes in 0_i64..9_000_000_000_000_000_000) {
        let read = parse(&show(bytes)).unwrap();
        // Two digits at least, so at most half of the second one is lost; the second rounding takes as much again.
        prop_assert!((read - bytes).unsigned_abs() <= bytes as u64 / 18, "{bytes} became {read}");
    }

    #[test]
    fn no_text_brings_the_reader_down(text in ".*") {
        if let Ok(bytes) = parse(&text) {
            prop_assert!(bytes >= 0);
        }
    }

    #[test]
    fn bare_numbers_are_bytes(bytes in 0_i64..1 << 53) {
        prop_assert_eq!(parse(&bytes.to_string()), Ok(bytes));
    }
}
