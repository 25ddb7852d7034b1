//! The service `Matcher` of a fake host.
//!
//! Must not decide which track a song is; that rule is shared.

#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::access;
use crate::Error;
use crate::host::library::Library;
use crate::host::matcher::{MatchOptions, MatcherService, SongRef, Track};
use crate::testing::shared::matching;
use crate::testing::world::World;

/// The service `Matcher`: the tracks of the server, and which of them a song is.
///
/// There are no tracks until the test gives some, at any time. A song is looked up as on the server: by ID, MusicBrainz ID, ISRC (a track has its
/// own in `tags["isrc"]`), and at last by title and artist. Case, accents and punctuation do not matter there, and titles need only be much alike:
/// "Song 1" finds "Song 2" if nothing comes closer. How far that goes is the server's affair, so tests should keep to songs that are clearly in the
/// library, or clearly not.
///
/// ```
/// use nd_pdk::host::library::Library;
/// use nd_pdk::host::matcher::{self, ArtistRef, MatchOptions, SongRef, Track};
/// use nd_pdk::testing::FakeHost;
///
/// let music = Library { id: 1, name: "Music".into(), ..Default::default() };
/// let host = FakeHost::builder().library(music).install();
/// let id = host.matcher().add_track(Track {
///     title: "Sinnerman".into(),
///     artist: "Nina Simone".into(),
///     ..Default::default()
/// });
///
/// let song = SongRef {
///     name: "sinnerman".into(),
///     artists: vec![ArtistRef { name: "Nina Simone".into(), ..Default::default() }],
///     ..Default::default()
/// };
/// let found = matcher::match_songs(vec![song], MatchOptions::default())?;
/// assert_eq!(found[0].as_ref().unwrap().id, id);
/// # Ok::<(), nd_pdk::Error>(())
/// ```
#[derive(Debug)]
pub struct FakeMatcher {
    world: World,
    state: RefCell<State>,
}

#[derive(Debug, Default)]
struct State {
    tracks: Vec<Track>,
    /// By login name and track ID.
    annotations: BTreeMap<(String, String), Annotation>,
}

/// What a user has said about a track, or done with it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Annotation {
    /// Whether it is a favourite.
    pub starred: bool,
    /// When it became one, in Unix seconds.
    pub starred_at: Option<i64>,
    /// 1 to 5; 0 for none.
    pub rating: i32,
    /// How often the user has played it.
    pub play_count: i64,
    /// When the user last played it, in Unix seconds.
    pub play_date: Option<i64>,
}

impl FakeMatcher {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
            state: RefCell::default(),
        }
    }

    /// Adds a track to the server, and returns its ID.
    ///
    /// What is left open is filled in: an ID is made up, the library is the first one that the plugin has. A track with the same ID is replaced.
    /// Favourites, ratings and plays belong to a user: see [`annotate`](Self::annotate).
    ///
    /// # Panics
    ///
    /// The library of the track is not in the setup, or the track says what only a user can say.
    #[track_caller]
    pub fn add_track(&self, mut track: Track) -> String {
        refuse_annotations(&track);
        let library = self.library_of(&track);
        track.library_id = library.id;
        if track.library_name.is_empty() {
            track.library_name.clone_from(&library.name);
        }
        if track.id.is_empty() {
            track.id = self.world.ids.next();
        }
        let id = track.id.clone();
        let tracks = &mut self.state.borrow_mut().tracks;
        match tracks.iter_mut().find(|other| other.id == id) {
            Some(other) => *other = track,
            None => tracks.push(track),
        }
        id
    }

    /// Adds several tracks, each like [`add_track`](Self::add_track), and returns their IDs.
    ///
    /// # Panics
    ///
    /// As for [`add_track`](Self::add_track).
    #[track_caller]
    pub fn add_tracks(&self, tracks: impl IntoIterator<Item = Track>) -> Vec<String> {
        let mut ids = Vec::new();
        // A panic within a closure would not name the line of the test.
        for track in tracks {
            ids.push(self.add_track(track));
        }
        ids
    }

    /// Sets what a user has said about a track or done with it; it replaces what was set before.
    ///
    /// # Panics
    ///
    /// There is no such user in the setup, or no such track.
    #[track_caller]
    pub fn annotate(&self, username: &str, track_id: &str, annotation: Annotation) {
        let user = access::known(&self.world, "host.matcher().annotate(…)", username);
        let state = &mut *self.state.borrow_mut();
        assert!(
            state.tracks.iter().any(|track| track.id == track_id),
            "host.matcher().annotate({username:?}, {track_id:?}, …): there is no such track; add it with `host.matcher().add_track(…)` before"
        );
        let key = (user.user_name.clone(), track_id.to_owned());
        state.annotations.insert(key, annotation);
    }

    /// The library a new track is in.
    #[track_caller]
    fn library_of(&self, track: &Track) -> &Library {
        let of_plugin = access::libraries(&self.world);
        let mut all = self
            .world
            .setup
            .libraries
            .iter()
            .map(|library| &library.item);
        let found = match track.library_id {
            0 => of_plugin.into_iter().next(),
            id => all.find(|library| library.id == id),
        };
        let Some(library) = found else {
            let id = track.library_id.max(1);
            panic!(
                "host.matcher().add_track(…): there is no library for the track {:?}; add\n    \
                 .library(Library {{ id: {id}, name: \"Music\".into(), ..Default::default() }})\n\
                 to the builder of the FakeHost",
                track.title
            )
        };
        library
    }
}

impl MatcherService for FakeMatcher {
    fn match_songs(
        &self,
        songs: Vec<SongRef>,
        opts: MatchOptions,
    ) -> Result<Vec<Option<Track>>, Error> {
        if songs.is_empty() {
            return Ok(Vec::new());
        }
        if access::libraries(&self.world).next().is_none() {
            return Err(Error::new(
                "matcher: no libraries configured for this plugin",
            ));
        }
        let user = match opts.username.as_str() {
            "" => None,
            username => Some(access::act_as(&self.world, "matcher", username)?),
        };
        let filesystem = self.world.setup.permissions.library_filesystem;
        let state = self.state.borrow();
        let found = matching::find_all(&songs, &state.tracks);
        Ok(found
            .into_iter()
            .map(|track| {
                let track = track.filter(|track| self.is_in_reach(track))?;
                let annotation = user.map(|user| {
                    let key = (user.user_name.clone(), track.id.clone());
                    state.annotations.get(&key).copied().unwrap_or_default()
                });
                Some(matching::seen(track, filesystem, annotation))
            })
            .collect())
    }
}

impl FakeMatcher {
    fn is_in_reach(&self, track: &Track) -> bool {
        access::libraries(&self.world).any(|library| library.id == track.library_id)
    }
}

/// A new track has nobody yet who could have said something about it.
///
/// # Panics
/// It says something that belongs to a user.
#[track_caller]
fn refuse_annotations(track: &Track) {
    let given = Annotation {
        starred: track.starred,
        starred_at: track.starred_at,
        rating: track.rating,
        play_count: track.play_count,
        play_date: track.play_date,
    };
    assert!(
        given == Annotation::default(),
        "host.matcher().add_track(…): what {:?} says about favourites, ratings and plays belongs to a user; set it with\n    \
         host.matcher().annotate(\"ada\", id, {given:?});",
        track.title
    );
}
