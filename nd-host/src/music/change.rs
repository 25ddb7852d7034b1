//! What users do: favourites, ratings, plays. Must not decide who acts for whom.

use nd_pdk::host::scrobbleretriever::ScrobbleRef;
use nd_pdk::testing::Annotation;

use super::{Music, NowPlaying, Since};

impl Music {
    /// Changes what a user has said about something.
    pub(crate) fn annotate(
        &mut self,
        user_name: &str,
        id: &str,
        change: impl FnOnce(&mut Annotation),
    ) {
        let key = (user_name.to_owned(), id.to_owned());
        change(self.annotations.entry(key).or_default());
    }

    /// The user has played a track; the album and the artists count it, too.
    pub(crate) fn scrobble(&mut self, user_name: &str, track_id: &str, time: i64) {
        let id = self.next_scrobble();
        let own = self.scrobbles.entry(user_name.to_owned()).or_default();
        own.push(ScrobbleRef {
            id,
            media_file_id: track_id.to_owned(),
            submission_time: time,
        });
        for id in self.counting(track_id) {
            self.annotate(user_name, &id, |annotation| {
                annotation.play_count = annotation.play_count.saturating_add(1);
                annotation.play_date = annotation.play_date.max(Some(time));
            });
        }
    }

    /// The id of the next scrobble.
    pub(super) fn next_scrobble(&self) -> i64 {
        let ids = self
            .scrobbles
            .values()
            .flatten()
            .map(|scrobble| scrobble.id);
        ids.max().unwrap_or_default().saturating_add(1)
    }

    /// The ids of what has one play more when a track is played.
    fn counting(&self, track_id: &str) -> Vec<String> {
        let Some(track) = self.track(track_id) else {
            return Vec::new();
        };
        let artists = self.artists_of(track).into_iter();
        let artists = artists.map(|artist| artist.id.clone());
        let album = self.album(&track.album_id).map(|album| album.id.clone());
        artists.chain(album).chain([track.id.clone()]).collect()
    }

    /// The user has begun to play a track; a player plays one at a time.
    pub(crate) fn play(&mut self, playing: NowPlaying) {
        self.now_playing.retain(|other| {
            (&other.user_name, &other.player) != (&playing.user_name, &playing.player)
        });
        self.now_playing.push(playing);
    }

    /// What is being played at a time, in Unix seconds, and since how many minutes.
    pub(crate) fn playing_at(&self, now: i64) -> Vec<(&NowPlaying, i64)> {
        let all = self.now_playing.iter();
        all.filter_map(|playing| Some((playing, self.minutes(playing, now)?)))
            .collect()
    }

    /// `None` when it has come to its end.
    fn minutes(&self, playing: &NowPlaying, now: i64) -> Option<i64> {
        match playing.since {
            Since::MinutesAgo(minutes) => Some(minutes),
            Since::At(began) => {
                let track = self.track(&playing.track_id)?;
                let played = now.saturating_sub(began);
                // Nobody knows when a track ends whose length is unknown.
                let is_over = track.duration > 0.0 && played as f64 > track.duration;
                (!is_over).then_some(played / 60)
            }
        }
    }
}
