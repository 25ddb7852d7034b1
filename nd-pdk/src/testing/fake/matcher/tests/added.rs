//! What the test says about the tracks of the server.

use super::*;

#[test]
fn what_a_new_track_leaves_open_is_filled_in() {
    let service = FakeMatcher::new(&world(small));
    let ids = service.add_tracks([track("", "Sinnerman"), track("", "Feeling Good")]);
    assert_ne!(ids[0], ids[1]);
    let seen = only(&service, "", by_id(&ids[0]));
    assert_eq!(
        (seen.library_id, seen.library_name.as_str()),
        (2, "Library 2")
    );
}

#[test]
fn a_track_with_the_same_id_is_replaced() {
    let service = FakeMatcher::new(&world(small));
    service.add_track(track("a", "Sinnerman"));
    service.add_track(Track {
        missing: true,
        ..track("a", "Sinnerman")
    });
    assert_eq!(
        find(&service, vec![by_id("a"), song("Sinnerman")]),
        [None, None]
    );
}

#[test]
#[should_panic = "belongs to a user"]
fn a_new_track_is_nobodys_favourite() {
    FakeMatcher::new(&world(small)).add_track(Track {
        rating: 5,
        ..track("a", "Sinnerman")
    });
}

#[test]
#[should_panic = ".library(Library { id: 1, name: \"Music\".into(), ..Default::default() })"]
fn a_track_needs_a_library() {
    FakeMatcher::new(&World::default()).add_track(track("a", "Sinnerman"));
}

#[test]
#[should_panic = "there is no such track; add it with `host.matcher().add_track(…)` before"]
fn only_known_tracks_are_annotated() {
    FakeMatcher::new(&world(small)).annotate("ada", "a", Annotation::default());
}
