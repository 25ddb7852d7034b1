//! What an endpoint is asked: by whom, with which parameters, and when. Must not know what they are for.

use std::str::FromStr;

use nd_pdk::host::users::User;
use nd_pdk::testing::Annotation;
use nd_rules::subsonic::Request;

use super::endpoint::Failure;
use crate::music::Music;
use crate::server::World;

pub(super) struct Asked<'a> {
    pub(super) request: &'a Request,
    pub(super) user: User,
    pub(super) world: &'a World,
}

impl Asked<'_> {
    /// All values of a parameter.
    pub(super) fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s str> {
        let all = self.request.parameters.iter();
        all.filter(move |(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }

    /// The first value of a parameter; `None` if it is empty, too.
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        let all = self.request.parameters.iter();
        let mut values = all.filter(|(other, _)| other == name);
        let (_, value) = values.next()?;
        Some(value.as_str()).filter(|value| !value.is_empty())
    }

    pub(super) fn required(&self, name: &str) -> Result<&str, Failure> {
        self.first(name).ok_or_else(|| Failure::missing(name))
    }

    /// As the server does, what cannot be read counts as if it were not there.
    pub(super) fn parsed<T: FromStr>(&self, name: &str) -> Option<T> {
        self.first(name)?.parse().ok()
    }

    /// How many are wanted.
    pub(super) fn count(&self, name: &str, default: usize) -> usize {
        self.parsed(name).unwrap_or(default)
    }

    /// The part of a list that is wanted.
    pub(super) fn page<T>(
        &self,
        all: impl IntoIterator<Item = T>,
        (size, default): (&str, usize),
        offset: &str,
    ) -> Vec<T> {
        let all = all.into_iter().skip(self.count(offset, 0));
        all.take(self.count(size, default)).collect()
    }

    /// Whether a library is one of those that are asked for.
    pub(super) fn wants_library(&self, id: i32) -> bool {
        let mut wanted = self.all("musicFolderId").peekable();
        wanted.peek().is_none() || wanted.any(|wanted| wanted.parse() == Ok(id))
    }

    /// What the user has said about something.
    pub(super) fn annotation(&self, music: &Music, id: &str) -> Annotation {
        music.annotation(&self.user.user_name, id)
    }

    /// The time in Unix seconds.
    pub(super) fn now(&self) -> i64 {
        self.world.clock.unix_seconds()
    }
}
