use super::*;
use proptest::prelude::*;

#[test]
fn the_case_of_ascii_letters_does_not_count() {
    assert!(matches("USER:1", "user:"));
    assert!(matches("user:1", "USER:"));
    assert!(!matches("É1", "é"));
    // The Kelvin sign is a K in lower case everywhere but here.
    assert!(!matches("\u{212a}", "k"));
}

#[test]
fn an_empty_prefix_matches_every_key() {
    assert!(matches("", ""));
    assert!(matches("a%_\\b", ""));
}

#[test]
fn wildcards_in_the_prefix_stand_for_themselves() {
    assert!(matches("100%:a", "100%"));
    assert!(!matches("1000:a", "100%"));
    assert!(matches("a_b", "a_"));
    assert!(!matches("axb", "a_"));
}

#[test]
fn a_backslash_is_not_part_of_the_prefix() {
    assert!(matches("abc", r"a\b"));
    assert!(!matches(r"a\bc", r"a\b"));
}

#[test]
fn a_backslash_at_the_end_takes_the_wildcard_that_makes_it_a_prefix() {
    assert!(matches("a%", r"a\"));
    assert!(matches("A%", r"a\"));
    assert!(!matches("a%b", r"a\"));
    assert!(!matches(r"a\b", r"a\"));
    assert!(!matches("ab", r"a\"));
}

#[test]
fn two_backslashes_stand_for_one() {
    assert!(matches(r"a\x", r"a\\"));
    assert!(!matches("ax", r"a\\"));
    assert!(!matches(r"a/x", r"a\\"));
}

#[test]
fn a_backslash_before_a_wildcard_sets_it_free() {
    assert!(matches(r"a\", r"a\%"));
    assert!(matches(r"a\zz:b", r"a\%b"));
    assert!(!matches(r"a\zz", r"a\%b"));
    assert!(matches(r"a\é", r"a\_"));
    assert!(!matches(r"a\", r"a\_"));
}

#[test]
fn texts_end_at_a_nul() {
    assert!(matches("a\0b", "a\0c"));
    assert!(matches("a\0b", "a"));
    assert!(!matches("ab", "a\0b"));
    assert!(!matches("a\\", "a\\\0"));
}

proptest! {
    #[test]
    fn without_backslashes_it_is_a_prefix_but_for_case(
        key in "[aAbB%_:]{0,6}",
        prefix in "[aAbB%_:]{0,3}",
    ) {
        let expected = key.to_ascii_lowercase().starts_with(&prefix.to_ascii_lowercase());
        prop_assert_eq!(matches(&key, &prefix), expected);
    }

    #[test]
    fn doubled_backslashes_make_any_prefix_exact(
        key in r"[aAé\\%_]{0,6}",
        prefix in r"[aAé\\]{0,3}",
    ) {
        let expected = key.to_ascii_lowercase().starts_with(&prefix.to_ascii_lowercase());
        prop_assert_eq!(matches(&key, &prefix.replace('\\', r"\\")), expected);
    }
}
