//! What the administrator can set. The server does not fill in the defaults of the schema, so they are here, too.
//! Must not decide what follows from a setting, but for whom there are reports.

use nd_pdk::host::users;
use nd_pdk::{Error, config};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    pub(crate) schedule: String,
    /// How many songs to name.
    pub(crate) songs: usize,
    /// Login names; none stands for everybody.
    users: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            schedule: "@weekly".to_owned(),
            songs: 5,
            users: Vec::new(),
        }
    }
}

impl Settings {
    pub(crate) fn load() -> Result<Self, Error> {
        config::load()
    }

    /// The login names of those for whom there are reports, as the server writes them: case does not matter in the settings, but in keys of the store.
    pub(crate) fn users(&self) -> Result<Vec<String>, Error> {
        let assigned = users::get_users()?.into_iter();
        let mut assigned: Vec<_> = assigned.map(|user| user.user_name).collect();
        if self.users.is_empty() {
            return Ok(assigned);
        }
        for wanted in &self.users {
            if !assigned
                .iter()
                .any(|user| user.eq_ignore_ascii_case(wanted))
            {
                nd_pdk::warn!("there is no report for {wanted}, who is not assigned to the plugin");
            }
        }
        assigned.retain(|user| {
            self.users
                .iter()
                .any(|wanted| user.eq_ignore_ascii_case(wanted))
        });
        Ok(assigned)
    }
}
