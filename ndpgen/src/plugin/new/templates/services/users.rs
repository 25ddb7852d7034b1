//~ imports
use nd_pdk::host::users;
//~ use
let names = user_names()?;
nd_pdk::debug!("{id} is about {}", names.join(", "));
//~ code
/// The login names of the users that the administrator has assigned to the plugin. `name` is for people, `user_name` for other calls.
fn user_names() -> Result<Vec<String>, Error> {
    let users = users::get_users()?;
    Ok(users.into_iter().map(|user| user.user_name).collect())
}
//~ builder
.user("ada")
//~ tests
#[test]
fn only_assigned_users_are_known() {
    let _host = host();
    assert_eq!(user_names().unwrap(), ["ada"]);

    let _nobody = users::mock(|m| {
        m.expect_get_users().times(1).returning(|| Ok(Vec::new()));
    });
    assert_eq!(user_names().unwrap(), [""; 0]);
}
