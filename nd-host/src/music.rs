//! The music that the server is made to have: users, libraries, songs, and what users have said and done. Must not know who asks for it.

mod build;
mod catalogue;
mod change;
mod entry;
mod library;
mod names;
mod problem;
#[cfg(test)]
mod tests;
mod time;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};
use nd_pdk::host::library::Library;
use nd_pdk::host::matcher::Track;
use nd_pdk::host::scrobbleretriever::ScrobbleRef;
use nd_pdk::host::users::User;
use nd_pdk::testing::Annotation;

pub(crate) use self::catalogue::Catalogue;
use self::problem::Place;

/// The users, libraries and songs of a server, and what users have said about songs and done with them.
///
/// It is read from a file in YAML, or in JSON, which is YAML too. Everything may be left out but the few keys marked `required`; a key that is not
/// listed here is an error. Keys are those of the plugin API wherever it has the same thing.
///
/// ```
/// use nd_host::Music;
///
/// let music = Music::from_text(
///     r#"
///     users:
///       - userName: ada
///     albums:
///       - title: Pastel Blues
///         artist: Nina Simone
///         tracks:
///           - title: Sinnerman
///             duration: 622
///     "#,
/// )?;
/// assert_eq!(music.tracks()[0].album, "Pastel Blues");
/// assert_eq!(music.libraries()[0].total_songs, 1);
/// # Ok::<(), anyhow::Error>(())
/// ```
///
/// | list | its entries |
/// |---|---|
/// | `users` | `userName` (required), `name` (shown to people; the login name by default), `isAdmin` |
/// | `libraries` | `id` (1, 2, … by default), `name`, `path` (a folder, relative to the file), `lastScanAt` (never, by default). `totalSongs`, `totalAlbums`, `totalArtists`, `totalSize` and `totalDuration` are counted; a number here stands for the count, so that a library can look larger than what is described. Without any library, songs are in one called `Music`. |
/// | `artists` | only those of whom more is known than the name: `name` (required), `id`, `mbid`, `sortName` |
/// | `albums` | `title` (required), `artist`, `id`, `mbzAlbumId`, `mbzReleaseGroupId`, `year`, `genres`, `compilation`, `hasCoverArt`, `createdAt`, `libraryId`, and `tracks`, which are in the order of their numbers and take from the album what they do not say |
/// | `tracks` | those without an album of the list above: the keys of [`Track`] but for what belongs to users, only `title` is required. `album` is then a title only. Without `participants` there are those that `artist` and `albumArtist` name. ISRCs are in `tags: {isrc: […]}`. `path` is relative to the library. |
/// | `playlists` | `name` (required), `id`, `owner` (the first user by default), `comment`, `public`, `tracks` (ids) |
/// | `annotations` | `user` and `of` (required: the id of a track, album or artist), `starred`, `starredAt`, `rating` (0 to 5), `playCount`, `playDate` |
/// | `scrobbles` | `user`, `track` (an id) and `at` (required), `id` (1, 2, … by default) |
/// | `nowPlaying` | `user` and `track` (required), `minutesAgo`, `player`. These go on for as long as the server runs. |
///
/// Times are written like `2026-01-05T20:15:00Z`, or in Unix seconds. Ids of artists, albums, tracks and playlists that are left out are derived from
/// titles and names, and stay the same as long as those do; to refer to something, give it an id of your own. No two things may have the same id.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Music {
    users: Vec<User>,
    libraries: Vec<Library>,
    artists: Vec<Artist>,
    albums: Vec<Album>,
    tracks: Vec<Track>,
    playlists: Vec<Playlist>,
    /// By login name and id.
    annotations: BTreeMap<(String, String), Annotation>,
    /// By login name.
    scrobbles: BTreeMap<String, Vec<ScrobbleRef>>,
    now_playing: Vec<NowPlaying>,
}

/// An artist.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Artist {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) mbid: String,
    pub(crate) sort_name: String,
}

/// An album; its tracks name it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Album {
    pub(crate) id: String,
    pub(crate) title: String,
    /// Empty when unknown.
    pub(crate) artist: String,
    pub(crate) mbid: String,
    pub(crate) year: i32,
    pub(crate) genres: Vec<String>,
    pub(crate) compilation: bool,
    /// In Unix seconds.
    pub(crate) created_at: i64,
    pub(crate) library_id: i32,
}

/// A playlist.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Playlist {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Login name.
    pub(crate) owner: String,
    pub(crate) comment: String,
    pub(crate) public: bool,
    /// Ids.
    pub(crate) tracks: Vec<String>,
}

/// What a user is playing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NowPlaying {
    /// The login name of the user.
    pub user_name: String,
    /// The id of the track.
    pub track_id: String,
    /// The name of the player.
    pub player: String,
    /// Since when.
    pub since: Since,
}

/// Since when something is being played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// So many minutes ago, whenever one looks.
    MinutesAgo(i64),
    /// Since this time, in Unix seconds, until the end of the track.
    At(i64),
}

impl Music {
    /// Reads a file; folders of libraries are relative to it.
    ///
    /// # Errors
    /// The file cannot be read, is no YAML or JSON, or has unknown keys; or all that does not fit together: ids that are not unique, users, tracks and
    /// libraries that are not there. Each with file and line.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let text =
            std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        build::read(&text, &Place::File(path), folder)
    }

    /// Reads the text of a file; folders of libraries are relative to the current one.
    ///
    /// # Errors
    /// As [`from_file`](Self::from_file), but for the name of the file.
    pub fn from_text(text: &str) -> Result<Self> {
        build::read(text, &Place::Text, Path::new(""))
    }

    /// A small library: some albums, two users, and what they have played. It has no files.
    #[must_use]
    pub fn sample() -> Self {
        let sample = Self::from_text(include_str!("../sample-library.yaml"));
        sample.expect("the sample is tested")
    }

    /// The users, in their order.
    #[must_use]
    pub fn users(&self) -> &[User] {
        &self.users
    }

    /// The libraries, in their order, with what they hold in numbers.
    #[must_use]
    pub fn libraries(&self) -> &[Library] {
        &self.libraries
    }

    /// All tracks, in the order of the file, without what belongs to users.
    #[must_use]
    pub fn tracks(&self) -> &[Track] {
        &self.tracks
    }

    /// What a user has said about a track, an album or an artist, and done with it.
    #[must_use]
    pub fn annotation(&self, user_name: &str, id: &str) -> Annotation {
        let key = (user_name.to_owned(), id.to_owned());
        self.annotations.get(&key).copied().unwrap_or_default()
    }

    /// What a user has played, in the order in which it was recorded.
    #[must_use]
    pub fn scrobbles(&self, user_name: &str) -> &[ScrobbleRef] {
        self.scrobbles.get(user_name).map_or(&[], Vec::as_slice)
    }

    /// What is being played, also what has come to its end by now.
    #[must_use]
    pub fn now_playing(&self) -> &[NowPlaying] {
        &self.now_playing
    }

    /// Removes a library: plugins that have it assigned find it gone. Its tracks go with it.
    pub fn remove_library(&mut self, id: i32) {
        self.libraries.retain(|library| library.id != id);
        self.tracks.retain(|track| track.library_id != id);
        self.albums.retain(|album| album.library_id != id);
    }

    /// Removes a user: plugins that act for them find them gone.
    pub fn remove_user(&mut self, user_name: &str) {
        self.users.retain(|user| user.user_name != user_name);
    }

    pub(crate) fn artists(&self) -> &[Artist] {
        &self.artists
    }

    pub(crate) fn albums(&self) -> &[Album] {
        &self.albums
    }

    pub(crate) fn playlists(&self) -> &[Playlist] {
        &self.playlists
    }

    /// The user with this login name, in upper or lower case.
    pub(crate) fn user(&self, user_name: &str) -> Option<&User> {
        let mut users = self.users.iter();
        users.find(|user| nd_rules::access::is_same_user(&user.user_name, user_name))
    }

    pub(crate) fn track(&self, id: &str) -> Option<&Track> {
        self.tracks.iter().find(|track| track.id == id)
    }
}
