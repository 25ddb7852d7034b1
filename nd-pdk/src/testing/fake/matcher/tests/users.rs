//! What users have said about tracks, and who may ask for it.

use super::*;

#[test]
fn annotations_are_those_of_the_user_who_is_named() {
    let service = FakeMatcher::new(&world(small));
    service.add_track(track("a", "Sinnerman"));
    let liked = Annotation {
        starred: true,
        starred_at: Some(5),
        rating: 4,
        play_count: 7,
        play_date: Some(9),
    };
    service.annotate("ADA", "a", liked);
    let shown = |username| {
        let Track {
            starred,
            starred_at,
            rating,
            play_count,
            play_date,
            ..
        } = only(&service, username, by_id("a"));
        (starred, starred_at, rating, play_count, play_date)
    };
    assert_eq!(shown("Ada"), (true, Some(5), 4, 7, Some(9)));
    assert_eq!(shown("zoe"), (false, None, 0, 0, None));
    assert_eq!(shown(""), (false, None, 0, 0, None));
}

#[test]
fn a_user_must_be_assigned_to_the_plugin() {
    let service = FakeMatcher::new(&world(small));
    let refusal = |username| {
        find_as(&service, username, vec![by_id("a")])
            .unwrap_err()
            .message
    };
    assert_eq!(
        refusal("eve"),
        r#"matcher: plugin is not allowed to act as user "eve""#
    );
    assert_eq!(refusal("mallory"), r#"matcher: user "mallory" not found"#);
}
