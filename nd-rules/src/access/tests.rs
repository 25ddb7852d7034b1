//! Access, against the server's decisions and words.

use super::*;

#[test]
fn a_plugin_without_users_acts_for_nobody_whether_they_are_there_or_not() {
    for standing in [Standing::NotAssigned, Standing::Unknown] {
        assert_eq!(
            act_as("matcher", "ada", Reach::Nobody, standing).unwrap_err(),
            "matcher: plugin is not authorized to scope by user"
        );
        assert_eq!(
            send_subsonic("plays", "ada", Reach::Nobody, standing).unwrap_err(),
            "no users configured for plugin plays"
        );
    }
}

#[test]
fn a_plugin_with_some_users_acts_for_those() {
    assert_eq!(
        act_as("matcher", "ada", Reach::Some, Standing::Assigned),
        Ok(())
    );
    assert_eq!(
        act_as("matcher", "eve", Reach::Some, Standing::NotAssigned).unwrap_err(),
        r#"matcher: plugin is not allowed to act as user "eve""#
    );
    assert_eq!(
        act_as("scrobbleRetriever", "", Reach::Some, Standing::Unknown).unwrap_err(),
        r#"scrobbleRetriever: user "" not found"#
    );
    assert_eq!(
        send_subsonic("plays", "ada", Reach::Some, Standing::Assigned),
        Ok(())
    );
    assert_eq!(
        send_subsonic("plays", "eve", Reach::Some, Standing::NotAssigned).unwrap_err(),
        "user eve is not authorized for this plugin"
    );
    assert_eq!(
        send_subsonic("plays", "bob", Reach::Some, Standing::Unknown).unwrap_err(),
        "username bob not found"
    );
}

#[test]
fn with_all_users_only_the_subsonic_api_takes_a_name_that_nobody_has() {
    for standing in [Standing::Assigned, Standing::NotAssigned] {
        assert_eq!(act_as("matcher", "ada", Reach::Everyone, standing), Ok(()));
    }
    assert_eq!(
        act_as("matcher", "bob", Reach::Everyone, Standing::Unknown).unwrap_err(),
        r#"matcher: user "bob" not found"#
    );
    assert_eq!(
        send_subsonic("plays", "bob", Reach::Everyone, Standing::Unknown),
        Ok(())
    );
}

#[test]
fn names_are_the_same_in_upper_and_lower_case() {
    assert!(is_same_user("Ada", "aDA"));
    assert!(!is_same_user("Ada", "Ad"));
}

#[test]
fn a_library_must_be_assigned_and_still_be_there() {
    assert_eq!(see_library(5, true, true), Ok(()));
    assert_eq!(
        see_library(5, true, false).unwrap_err(),
        "library not found: data not found"
    );
    for is_there in [true, false] {
        assert_eq!(
            see_library(5, false, is_there).unwrap_err(),
            "library not accessible: library ID 5 is not in the allowed list"
        );
    }
}
