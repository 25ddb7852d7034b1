use nd_rules::manifest::{Declared, Permission, Permissions};

use super::sample::{small, user, world};
use super::*;

/// The text with which acting as this user is refused.
fn refusal(world: &World, username: &str) -> String {
    act_as(world, "matcher", username).unwrap_err().message
}

#[test]
fn a_plugin_acts_as_assigned_users_whatever_the_case_of_the_name() {
    let world = world(small);
    for username in ["zoe", "ZOE", "Zoe"] {
        assert_eq!(
            act_as(&world, "matcher", username).unwrap().user_name,
            "Zoe"
        );
        assert_eq!(check_subsonic(&world, username), Ok(()));
    }
}

#[test]
fn others_are_refused_in_the_words_of_the_server() {
    let world = world(small);
    assert_eq!(
        refusal(&world, "eve"),
        r#"matcher: plugin is not allowed to act as user "eve""#
    );
    assert_eq!(
        refusal(&world, "mallory"),
        r#"matcher: user "mallory" not found"#
    );
    assert_eq!(refusal(&world, ""), r#"matcher: user "" not found"#);

    let subsonic = |username| check_subsonic(&world, username).unwrap_err().message;
    assert_eq!(
        subsonic("eve"),
        "user eve is not authorized for this plugin"
    );
    assert_eq!(subsonic("mallory"), "username mallory not found");
}

#[test]
fn a_plugin_without_users_is_refused_before_the_name_is_looked_up() {
    let nobody = world(|setup| {
        setup.plugin_id = "top-songs".to_owned();
        setup.users = vec![user("eve", false)];
    });
    for username in ["eve", "mallory"] {
        assert_eq!(
            refusal(&nobody, username),
            "matcher: plugin is not authorized to scope by user"
        );
        assert_eq!(
            check_subsonic(&nobody, username).unwrap_err().message,
            "no users configured for plugin top-songs"
        );
    }
}

#[test]
#[should_panic = r#"matcher: asked about user "ada", and there are no users; add `.user("ada")` to the builder of the FakeHost"#]
fn a_test_that_forgot_the_users_is_told_so() {
    let _ = act_as(&World::default(), "matcher", "ada");
}

#[test]
fn with_a_manifest_a_server_without_users_answers_like_one() {
    let bare = world(|setup| {
        setup.permissions = Permissions {
            declared: Declared::Only([Permission::Users].into()),
            ..Permissions::all()
        }
    });
    assert_eq!(
        refusal(&bare, "ada"),
        "matcher: plugin is not authorized to scope by user"
    );
}

#[test]
fn with_all_users_assignment_does_not_matter() {
    let all = world(|setup| {
        small(setup);
        setup.all_users = true;
    });
    let names: Vec<_> = users(&all).map(|user| user.user_name.as_str()).collect();
    assert_eq!(names, ["Zoe", "eve", "ada"]);
    assert_eq!(act_as(&all, "matcher", "EVE").unwrap().user_name, "eve");
    assert_eq!(
        refusal(&all, "mallory"),
        r#"matcher: user "mallory" not found"#
    );
    for username in ["eve", "mallory"] {
        assert_eq!(check_subsonic(&all, username), Ok(()));
    }
    assert_eq!(libraries(&all).count(), 2);
}

#[test]
fn with_all_users_there_is_someone_to_act_for_even_if_nobody_was_named() {
    let all = world(|setup| {
        setup.users = vec![user("eve", false)];
        setup.all_users = true;
    });
    assert_eq!(act_as(&all, "matcher", "eve").unwrap().user_name, "eve");
}

#[test]
#[should_panic = r#"subsonicAPI: asked about user "ada", and there are no users; add `.user("ada")` to the builder of the FakeHost"#]
fn a_subsonic_request_without_users_is_told_so_too() {
    let _ = check_subsonic(&World::default(), "ada");
}
