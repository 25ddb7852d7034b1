//! Several stand-ins at a time: which one answers.

use nd_pdk::Error;
use nd_pdk::host::users::{User, UsersService};
use nd_pdk::host::{cache, kvstore, users};
use nd_pdk::testing::{FakeHost, answer_raw};

use super::panic_of;

/// A service as a test may write it.
struct NoUsers;

impl UsersService for NoUsers {
    fn get_users(&self) -> Result<Vec<User>, Error> {
        Ok(Vec::new())
    }

    fn get_admins(&self) -> Result<Vec<User>, Error> {
        Err(Error::new("no admins"))
    }
}

#[test]
fn a_mock_wins_over_the_host_whatever_came_first() {
    let mock = || {
        cache::mock(|m| {
            m.expect_get_int().times(1).returning(|_| Ok(Some(7)));
        })
    };
    {
        let host = FakeHost::install();
        let _cache = mock();
        assert_eq!(cache::get_int("n"), Ok(Some(7)));
        assert_eq!(host.calls(), []);
    }
    let _cache = mock();
    let host = FakeHost::install();
    assert_eq!(cache::get_int("n"), Ok(Some(7)));
    assert_eq!(host.calls(), []);
}

#[test]
fn the_other_services_still_are_the_hosts() {
    let host = FakeHost::builder().user("ada").install();
    let _cache = cache::mock(|_| {});
    kvstore::set("k", "v").unwrap();
    assert_eq!(host.kvstore().get("k"), Some(b"v".to_vec()));
    assert_eq!(users::get_users().unwrap()[0].user_name, "ada");
}

#[test]
fn a_mock_answers_for_all_of_its_service() {
    let _host = FakeHost::install();
    let _cache = cache::mock(|m| {
        m.expect_has().returning(|_| Ok(true));
    });
    let message = panic_of(|| cache::remove("a"));
    assert!(message.contains("MockCache::remove"), "{message}");
}

#[test]
fn when_a_mock_goes_what_was_there_before_answers_again() {
    let _host = FakeHost::install();
    cache::set_int("n", 1, 0).unwrap();
    let answering = |answer| {
        cache::mock(|m| {
            m.expect_get_int()
                .times(1..)
                .returning(move |_| Ok(Some(answer)));
        })
    };
    let outer = answering(2);
    let inner = answering(3);
    assert_eq!(cache::get_int("n"), Ok(Some(3)));
    drop(inner);
    assert_eq!(cache::get_int("n"), Ok(Some(2)));
    let inner = answering(4);
    assert_eq!(cache::get_int("n"), Ok(Some(4)));
    drop(outer);
    assert_eq!(cache::get_int("n"), Ok(Some(4)));
    drop(inner);
    assert_eq!(cache::get_int("n"), Ok(Some(1)));
}

#[test]
fn a_mock_that_goes_unmet_is_gone_all_the_same() {
    let _host = FakeHost::install();
    let cache = cache::mock(|m| {
        m.expect_has().times(1).returning(|_| Ok(true));
    });
    panic_of(|| drop(cache));
    assert_eq!(cache::has("a"), Ok(false));
}

#[test]
fn anything_that_implements_the_trait_stands_in() {
    let host = FakeHost::builder().user("ada").install();
    let stand_in = users::install(NoUsers);
    assert_eq!(users::get_users(), Ok(Vec::new()));
    assert_eq!(users::get_admins(), Err(Error::new("no admins")));
    assert_eq!(cache::has("a"), Ok(false));
    assert_eq!(host.calls().len(), 1);
    drop(stand_in);
    assert_eq!(users::get_users().unwrap().len(), 1);
}

#[test]
fn a_mock_may_be_installed_as_a_service() {
    let mut mock = users::MockUsers::new();
    mock.expect_get_users()
        .times(1)
        .returning(|| Ok(Vec::new()));
    let users = users::install(mock);
    let unmet = panic_of(|| drop(users));
    assert!(unmet.contains("MockUsers::get_users"), "{unmet}");
}

#[test]
fn the_last_stand_in_wins_whatever_its_kind() {
    let _users = users::install(NoUsers);
    let raw = answer_raw(|_, _| br#"{"result":[{"userName":"raw"}]}"#.to_vec());
    assert_eq!(users::get_users().unwrap()[0].user_name, "raw");
    let _mock = users::mock(|m| {
        m.expect_get_users().returning(|| Err(Error::new("mock")));
    });
    assert_eq!(users::get_users(), Err(Error::new("mock")));
    drop(raw);
    assert_eq!(users::get_users(), Err(Error::new("mock")));
}
