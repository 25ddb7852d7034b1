use super::super::access::sample::{small, world};
use super::*;

fn names(users: Result<Vec<User>, Error>) -> Vec<String> {
    let users = users.unwrap().into_iter();
    users.map(|user| user.user_name).collect()
}

#[test]
fn only_assigned_users_are_listed_in_the_order_of_the_server() {
    let users = FakeUsers::new(&world(small));
    assert_eq!(names(users.get_users()), ["Zoe", "ada"]);
    assert_eq!(names(users.get_admins()), ["ada"]);
}

#[test]
fn users_are_shown_with_both_names() {
    let users = FakeUsers::new(&world(small));
    let ada = User {
        user_name: "ada".to_owned(),
        name: "ADA".to_owned(),
        is_admin: true,
    };
    assert_eq!(users.get_admins(), Ok(vec![ada]));
}

#[test]
fn without_users_the_lists_are_empty() {
    let users = FakeUsers::new(&World::default());
    assert_eq!(users.get_users(), Ok(vec![]));
    assert_eq!(users.get_admins(), Ok(vec![]));
}
