use super::super::access::sample::{small, world};
use super::*;

fn service() -> FakeScrobbleRetriever {
    FakeScrobbleRetriever::new(&world(small))
}

fn ids(scrobbles: &[ScrobbleRef]) -> Vec<i64> {
    scrobbles.iter().map(|scrobble| scrobble.id).collect()
}

#[test]
fn every_function_resolves_the_user_even_an_empty_name() {
    let service = service();
    let first = |username| service.get_first_timestamp(username).unwrap_err().message;
    assert_eq!(first(""), r#"scrobbleRetriever: user "" not found"#);
    let expected = Error::new(r#"scrobbleRetriever: plugin is not allowed to act as user "eve""#);
    assert_eq!(service.get_first_timestamp("eve"), Err(expected.clone()));
    assert_eq!(service.get_last_timestamp("eve"), Err(expected.clone()));
    let page = service.get_scrobbles("eve", ScrobbleOptions::default());
    assert_eq!(page, Err(expected.clone()));
    let count = service.get_scrobble_count("eve", ScrobbleCountOptions::default());
    assert_eq!(count, Err(expected));
}

#[test]
fn nobody_has_played_anything_at_first() {
    let service = service();
    assert_eq!(service.get_first_timestamp("ada"), Ok(None));
    assert_eq!(service.get_last_timestamp("ada"), Ok(None));
    let page = service.get_scrobbles("ada", ScrobbleOptions::default());
    assert_eq!(page, Ok((vec![], None)));
    let count = service.get_scrobble_count("ada", ScrobbleCountOptions::default());
    assert_eq!(count, Ok(0));
}

#[test]
fn first_and_last_are_by_time_and_zero_is_one() {
    let service = service();
    for time in [300, 0, 700] {
        service.play("ADA", "track", time);
    }
    service.play("eve", "track", -5);
    assert_eq!(service.get_first_timestamp("ada"), Ok(Some(0)));
    assert_eq!(service.get_last_timestamp("Ada"), Ok(Some(700)));
    assert_eq!(service.get_last_timestamp("zoe"), Ok(None));
}

#[test]
fn pages_go_on_where_the_last_one_ended() {
    let service = service();
    for time in [10, 20, 20, 20, 30] {
        service.play("ada", format!("track-{time}"), time);
    }
    let options = ScrobbleOptions {
        to_timestamp: Some(99),
        max_items: 3,
        ..ScrobbleOptions::default()
    };
    let (first, next) = service.get_scrobbles("ada", options.clone()).unwrap();
    assert_eq!(ids(&first), [1, 2, 3]);
    assert_eq!(first[0].media_file_id, "track-10");
    let next = next.unwrap();
    let expected = ScrobbleOptions {
        from_timestamp: Some(20),
        offset: 2,
        ..options
    };
    assert_eq!(next, expected);

    let (second, end) = service.get_scrobbles("ada", next).unwrap();
    assert_eq!((ids(&second), end), (vec![4, 5], None));
}

#[test]
fn descending_pages_begin_with_the_latest() {
    let service = service();
    for time in [10, 30, 20] {
        service.play("ada", "track", time);
    }
    let options = ScrobbleOptions {
        descending: true,
        offset: 1,
        ..ScrobbleOptions::default()
    };
    let (page, next) = service.get_scrobbles("ada", options).unwrap();
    assert_eq!((ids(&page), next), (vec![3, 1], None));
}

#[test]
fn counts_include_both_ends() {
    let service = service();
    for time in [9, 10, 20, 21] {
        service.play("ada", "track", time);
    }
    let options = ScrobbleCountOptions {
        from_timestamp: Some(10),
        to_timestamp: Some(20),
    };
    assert_eq!(service.get_scrobble_count("ada", options), Ok(2));
}

#[test]
fn given_ids_are_kept_and_new_ones_come_after_them() {
    let service = service();
    let given = ScrobbleRef {
        id: 40,
        media_file_id: "a".to_owned(),
        submission_time: 1,
    };
    service.add("ada", [given]);
    assert_eq!(service.play("zoe", "b", 1).id, 41);
}

#[test]
#[should_panic = "there is a scrobble with ID 1 already"]
fn an_id_belongs_to_one_scrobble_of_the_server() {
    let service = service();
    let scrobble = service.play("ada", "a", 1);
    service.add("zoe", [scrobble]);
}

#[test]
#[should_panic = r#"there is no user "mallory"; add `.user("mallory")`"#]
fn only_users_of_the_server_play_something() {
    service().play("mallory", "a", 1);
}

#[test]
#[should_panic = r#"host.scrobbles().play("ada", …): no ID is left after 9223372036854775807; give one with `host.scrobbles().add(…)`"#]
fn after_the_highest_id_there_is_no_next_one() {
    let service = service();
    let last = ScrobbleRef {
        id: i64::MAX,
        media_file_id: "a".to_owned(),
        submission_time: 1,
    };
    service.add("ada", [last]);
    service.play("ada", "b", 2);
}
