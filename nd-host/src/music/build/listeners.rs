//! What users have: playlists, opinions, and what they play. Must not stop at the first problem.

use nd_pdk::host::scrobbleretriever::ScrobbleRef;
use nd_pdk::testing::Annotation;
use serde_yaml::Spanned;

use super::{Builder, at};
use crate::music::time::Time;
use crate::music::{NowPlaying, Playlist, Since, entry, names};

impl Builder<'_> {
    pub(super) fn playlist(&mut self, entry: Spanned<entry::Playlist>) {
        let (line, entry) = at(entry);
        let first = self.music.users.first().map(|user| user.user_name.clone());
        let owner = match entry.owner {
            Some(owner) => self.user_named(line, &owner),
            None => first.unwrap_or_default(),
        };
        for track in &entry.tracks {
            self.expect_track(line, track);
        }
        let id = self.take_id(line, entry.id, || names::playlist_id(&entry.name, &owner));
        self.music.playlists.push(Playlist {
            id,
            name: entry.name,
            owner,
            comment: entry.comment,
            public: entry.public,
            tracks: entry.tracks,
        });
    }

    pub(super) fn annotation(&mut self, entry: Spanned<entry::Annotation>) {
        let (line, entry) = at(entry);
        let user = self.user_named(line, &entry.user);
        if !self.music.has_item(&entry.of) {
            let text = format!(
                "there is no track, album or artist {:?}; what is referred to needs an `id`",
                entry.of
            );
            self.problems.add(line, text);
        }
        if !(0..=5).contains(&entry.rating) {
            let text = format!("the rating {} is not one of 0 to 5", entry.rating);
            self.problems.add(line, text);
        }
        let seconds = |time: Option<Time>| time.map(|Time(seconds)| seconds);
        let annotation = Annotation {
            starred: entry.starred || entry.starred_at.is_some(),
            starred_at: seconds(entry.starred_at),
            rating: entry.rating,
            play_count: entry.play_count,
            play_date: seconds(entry.play_date),
        };
        let key = (user, entry.of);
        if self.music.annotations.insert(key, annotation).is_some() {
            let text = "this user has an entry for it already";
            self.problems.add(line, text);
        }
    }

    pub(super) fn scrobble(&mut self, entry: Spanned<entry::Scrobble>) {
        let (line, entry) = at(entry);
        let user = self.user_named(line, &entry.user);
        self.expect_track(line, &entry.track);
        let id = entry.id.unwrap_or_else(|| self.music.next_scrobble());
        let mut all = self.music.scrobbles.values().flatten();
        if all.any(|scrobble| scrobble.id == id) {
            self.problems
                .add(line, format!("there is a scrobble {id} already"));
        }
        let Time(submission_time) = entry.at;
        let own = self.music.scrobbles.entry(user).or_default();
        own.push(ScrobbleRef {
            id,
            media_file_id: entry.track,
            submission_time,
        });
    }

    pub(super) fn playing(&mut self, entry: Spanned<entry::NowPlaying>) {
        let (line, entry) = at(entry);
        let user_name = self.user_named(line, &entry.user);
        self.expect_track(line, &entry.track);
        self.music.now_playing.push(NowPlaying {
            user_name,
            track_id: entry.track,
            player: entry.player,
            since: Since::MinutesAgo(entry.minutes_ago),
        });
    }

    /// The user's name as the server writes it.
    fn user_named(&mut self, line: u64, name: &str) -> String {
        match self.music.user(name) {
            Some(user) => user.user_name.clone(),
            None => {
                let known = self.music.users.iter().map(|user| user.user_name.as_str());
                self.problems.unknown(line, "user", name, known);
                name.to_owned()
            }
        }
    }

    fn expect_track(&mut self, line: u64, id: &str) {
        if self.music.track(id).is_none() {
            let text = format!("there is no track {id:?}; what is referred to needs an `id`");
            self.problems.add(line, text);
        }
    }
}
