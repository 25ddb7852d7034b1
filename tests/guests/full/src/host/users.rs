//! Commands for users. Must not do more than pass arguments on.

use nd_pdk::host::users;

use crate::commands::{Answer, Args};

pub(super) fn call(function: &str, _args: &Args) -> Option<Answer> {
    Some(match function {
        "users_getusers" => Answer::of(users::get_users()),
        "users_getadmins" => Answer::of(users::get_admins()),
        _ => return None,
    })
}
