//! The endpoints there are, and who answers them. Must not read parameters.

use serde::Serialize;
use serde_json::{Map, Value};

use super::asked::Asked;
use super::{browse, change, lists, picture, playlists, search, system};

/// An endpoint of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Endpoint {
    Ping,
    GetLicense,
    GetMusicFolders,
    GetUser,
    GetIndexes,
    GetArtists,
    GetArtist,
    GetAlbum,
    GetSong,
    GetAlbumList2,
    GetRandomSongs,
    GetSongsByGenre,
    GetNowPlaying,
    GetStarred2,
    Search3,
    GetPlaylists,
    GetPlaylist,
    Star,
    Unstar,
    SetRating,
    Scrobble,
    GetCoverArt,
}

/// What an endpoint answers.
#[derive(Debug)]
pub(super) enum Reply {
    /// What is inside the envelope.
    Document(Body),
    /// The bytes of a picture.
    Picture(Vec<u8>),
}

/// What is inside the envelope of a success.
pub(super) type Body = Map<String, Value>;

/// A refusal, which is inside an envelope too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) code: i32,
    pub(super) message: String,
}

impl Failure {
    fn new(code: i32, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, message }
    }

    pub(super) fn generic(message: impl Into<String>) -> Self {
        Self::new(0, message)
    }

    pub(super) fn missing(parameter: &str) -> Self {
        Self::new(10, format!("missing parameter: '{parameter}'"))
    }

    pub(super) fn wrong_user() -> Self {
        Self::new(40, "Wrong username or password")
    }

    pub(super) fn not_allowed(message: impl Into<String>) -> Self {
        Self::new(50, message)
    }

    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::new(70, message)
    }
}

/// A body with one thing in it.
pub(super) fn body(key: &str, content: impl Serialize) -> Result<Body, Failure> {
    let content = serde_json::to_value(content);
    // It cannot fail: everything has keys that are texts.
    let content = content.map_err(|error| Failure::generic(error.to_string()))?;
    Ok(Map::from_iter([(key.to_owned(), content)]))
}

impl Endpoint {
    const ALL: [(&str, Self); 22] = [
        ("ping", Self::Ping),
        ("getLicense", Self::GetLicense),
        ("getMusicFolders", Self::GetMusicFolders),
        ("getUser", Self::GetUser),
        ("getIndexes", Self::GetIndexes),
        ("getArtists", Self::GetArtists),
        ("getArtist", Self::GetArtist),
        ("getAlbum", Self::GetAlbum),
        ("getSong", Self::GetSong),
        ("getAlbumList2", Self::GetAlbumList2),
        ("getRandomSongs", Self::GetRandomSongs),
        ("getSongsByGenre", Self::GetSongsByGenre),
        ("getNowPlaying", Self::GetNowPlaying),
        ("getStarred2", Self::GetStarred2),
        ("search3", Self::Search3),
        ("getPlaylists", Self::GetPlaylists),
        ("getPlaylist", Self::GetPlaylist),
        ("star", Self::Star),
        ("unstar", Self::Unstar),
        ("setRating", Self::SetRating),
        ("scrobble", Self::Scrobble),
        ("getCoverArt", Self::GetCoverArt),
    ];

    /// The endpoint with this name, with or without `.view`.
    pub(super) fn find(name: &str) -> Result<Self, Failure> {
        let bare = name.strip_suffix(".view").unwrap_or(name);
        let found = Self::ALL.into_iter().find(|(own, _)| *own == bare);
        let missing = || {
            let known = Self::ALL.map(|(name, _)| name).join(", ");
            Failure::not_found(format!(
                "this local server has no endpoint {bare:?}; it has {known}"
            ))
        };
        found.map(|(_, endpoint)| endpoint).ok_or_else(missing)
    }

    pub(super) fn answer(self, asked: &Asked<'_>) -> Result<Reply, Failure> {
        let music = &asked.world.music;
        let body = match self {
            Self::Ping => Ok(Body::new()),
            Self::GetLicense => system::license(),
            Self::GetMusicFolders => system::music_folders(&music.read()),
            Self::GetUser => system::user(&music.read(), asked),
            Self::GetIndexes => browse::indexes(&music.read(), asked),
            Self::GetArtists => browse::artists(&music.read(), asked),
            Self::GetArtist => browse::artist(&music.read(), asked),
            Self::GetAlbum => browse::album(&music.read(), asked),
            Self::GetSong => browse::song(&music.read(), asked),
            Self::GetAlbumList2 => lists::albums(&music.read(), asked),
            Self::GetRandomSongs => lists::random_songs(&music.read(), asked),
            Self::GetSongsByGenre => lists::songs_by_genre(&music.read(), asked),
            Self::GetNowPlaying => lists::now_playing(&music.read(), asked),
            Self::GetStarred2 => lists::starred(&music.read(), asked),
            Self::Search3 => search::search(&music.read(), asked),
            Self::GetPlaylists => playlists::list(&music.read(), asked),
            Self::GetPlaylist => playlists::one(&music.read(), asked),
            Self::Star => change::star(&mut music.write(), asked, true),
            Self::Unstar => change::star(&mut music.write(), asked, false),
            Self::SetRating => change::rate(&mut music.write(), asked),
            Self::Scrobble => change::scrobble(&mut music.write(), asked),
            Self::GetCoverArt => return picture::cover(&music.read(), asked).map(Reply::Picture),
        };
        body.map(Reply::Document)
    }
}
