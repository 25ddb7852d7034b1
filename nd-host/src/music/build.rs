//! From a file of music as it is written to music in which everything has its place. Must not stop at the first problem.

mod listeners;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use nd_pdk::host::library::Library;
use nd_pdk::host::users::User;
use serde_yaml::Spanned;

use super::entry::{self, File, TrackEntry};
use super::problem::{Place, Problems};
use super::time::Time;
use super::{Album, Artist, Music, names};

/// What the server tells of a library that it has never scanned: the zero of its times, in Unix seconds.
const NEVER: i64 = -62_135_596_800;

/// # Errors
/// The text cannot be read, or does not fit together.
pub(super) fn read(text: &str, place: &Place<'_>, folder: &Path) -> Result<Music> {
    let file: Option<File> =
        serde_yaml::from_str(text).map_err(|error| place.unreadable(&error))?;
    let mut builder = Builder {
        music: Music::default(),
        problems: Problems::default(),
        ids: BTreeMap::new(),
        folder,
    };
    builder.file(file.unwrap_or_default());
    let Builder {
        music, problems, ..
    } = builder;
    problems.none(place)?;
    Ok(music)
}

struct Builder<'a> {
    music: Music,
    problems: Problems,
    /// Where the ids are that are taken.
    ids: BTreeMap<String, u64>,
    folder: &'a Path,
}

/// An entry, and the line where it begins.
fn at<T>(entry: Spanned<T>) -> (u64, T) {
    (entry.referenced.line(), entry.value)
}

/// Numbers that are written down stand for those that were counted.
fn overrule(library: &mut Library, entry: &entry::Library) {
    library.total_songs = entry.total_songs.unwrap_or(library.total_songs);
    library.total_albums = entry.total_albums.unwrap_or(library.total_albums);
    library.total_artists = entry.total_artists.unwrap_or(library.total_artists);
    library.total_size = entry.total_size.unwrap_or(library.total_size);
    library.total_duration = entry.total_duration.unwrap_or(library.total_duration);
}

impl Builder<'_> {
    /// What others refer to comes first.
    fn file(&mut self, file: File) {
        let File {
            users,
            libraries,
            artists,
            albums,
            tracks,
            playlists,
            annotations,
            scrobbles,
            now_playing,
        } = file;
        let has_tracks = !tracks.is_empty() || !albums.is_empty();
        users.into_iter().for_each(|entry| self.user(entry));
        self.libraries(&libraries, has_tracks);
        artists.into_iter().for_each(|entry| self.artist(entry));
        albums.into_iter().for_each(|entry| self.album(entry));
        for entry in tracks {
            self.track(entry, None);
        }
        self.music.count();
        for (library, entry) in self.music.libraries.iter_mut().zip(&libraries) {
            overrule(library, &entry.value);
        }
        playlists.into_iter().for_each(|entry| self.playlist(entry));
        annotations
            .into_iter()
            .for_each(|entry| self.annotation(entry));
        scrobbles.into_iter().for_each(|entry| self.scrobble(entry));
        now_playing
            .into_iter()
            .for_each(|entry| self.playing(entry));
    }

    fn user(&mut self, entry: Spanned<entry::User>) {
        let (line, entry) = at(entry);
        if self.music.user(&entry.user_name).is_some() {
            let text = format!("there is a user {:?} already", entry.user_name);
            self.problems.add(line, text);
        }
        self.music.users.push(User {
            name: entry.name.unwrap_or_else(|| entry.user_name.clone()),
            user_name: entry.user_name,
            is_admin: entry.is_admin,
        });
    }

    fn libraries(&mut self, entries: &[Spanned<entry::Library>], needed: bool) {
        for (entry, number) in entries.iter().zip(1..) {
            let id = entry.value.id.unwrap_or(number);
            if self.music.libraries.iter().any(|other| other.id == id) {
                let line = entry.referenced.line();
                self.problems
                    .add(line, format!("there is a library {id} already"));
            }
            self.music.libraries.push(Library {
                id,
                name: entry.value.name.clone(),
                path: self.folder_of(entry.value.path.as_deref()),
                last_scan_at: entry.value.last_scan_at.map_or(NEVER, |Time(at)| at),
                ..Library::default()
            });
        }
        if needed && entries.is_empty() {
            self.music.libraries.push(Library {
                id: 1,
                name: "Music".to_owned(),
                last_scan_at: NEVER,
                ..Library::default()
            });
        }
    }

    /// Empty without a path.
    fn folder_of(&self, path: Option<&str>) -> String {
        let path = path.map(|path| self.folder.join(path));
        path.map_or_else(String::new, |path| path.display().to_string())
    }

    fn artist(&mut self, entry: Spanned<entry::Artist>) {
        let (line, entry) = at(entry);
        if self.music.artist_named(&entry.name).is_some() {
            let text = format!("there is an artist {:?} already", entry.name);
            self.problems.add(line, text);
        }
        let id = self.take_id(line, entry.id, || names::artist_id(&entry.name));
        self.music.artists.push(Artist {
            id,
            name: entry.name,
            mbid: entry.mbid,
            sort_name: entry.sort_name,
        });
    }

    fn album(&mut self, entry: Spanned<entry::Album>) {
        let (line, entry) = at(entry);
        self.expect_title(line, "an album", &entry.title);
        let library_id = self.library_of(line, entry.library_id);
        let id = self.take_id(line, entry.id.clone(), || {
            names::album_id(&entry.title, &entry.artist)
        });
        let album = Album {
            id,
            title: entry.title.clone(),
            artist: entry.artist.clone(),
            mbid: entry.mbz_album_id.clone(),
            year: entry.year,
            genres: entry.genres.clone(),
            compilation: entry.compilation,
            created_at: entry.created_at.map_or(0, |Time(at)| at),
            library_id,
        };
        self.music.albums.push(album.clone());
        for (mut track, number) in entry.tracks.into_iter().zip(1..) {
            let own = &mut track.value;
            own.inherit(&album, number);
            own.mbz_release_group_id
                .clone_from(&entry.mbz_release_group_id);
            own.has_cover_art |= entry.has_cover_art;
            self.track(track, Some(&album));
        }
    }

    fn track(&mut self, entry: Spanned<TrackEntry>, album: Option<&Album>) {
        let (line, entry) = at(entry);
        self.expect_title(line, "a track", &entry.title);
        let library_id = self.library_of(line, entry.library_id);
        let id = self.take_id(line, entry.id.clone(), || {
            let numbers = [entry.disc_number, entry.track_number];
            names::track_id(&entry.title, &entry.artist, &entry.album, numbers)
        });
        let has_participants = entry.participants.is_some();
        let mut track = entry.track();
        track.id = id;
        track.library_id = library_id;
        let library = self.music.library(library_id);
        track.library_name = library.map_or_else(String::new, |library| library.name.clone());
        let album_id = album.map(|album| album.id.clone());
        track.album_id = album_id.unwrap_or_else(|| self.music.album_of(&track));
        self.music.meet_artists(&track);
        if !has_participants {
            track.participants = self.music.participants(&track);
        }
        self.music.tracks.push(track);
    }

    fn expect_title(&mut self, line: u64, what: &str, title: &str) {
        if title.is_empty() {
            self.problems.add(line, format!("{what} needs a `title`"));
        }
    }

    /// The library that is named, or the first one.
    fn library_of(&mut self, line: u64, id: Option<i32>) -> i32 {
        let libraries = &self.music.libraries;
        let id = id.or_else(|| libraries.first().map(|library| library.id));
        let id = id.unwrap_or_default();
        if self.music.library(id).is_none() {
            let known: Vec<String> = libraries.iter().map(|other| other.id.to_string()).collect();
            let known = known.iter().map(String::as_str);
            self.problems.unknown(line, "library", id, known);
        }
        id
    }

    /// The id that is written down, or the one that the thing has by its names.
    fn take_id(
        &mut self,
        line: u64,
        given: Option<String>,
        derived: impl FnOnce() -> String,
    ) -> String {
        let is_given = given.is_some();
        let id = given.unwrap_or_else(derived);
        match self.ids.insert(id.clone(), line) {
            Some(other) if is_given => {
                let text = format!("the id {id:?} is that of line {other} already");
                self.problems.add(line, text);
            }
            Some(other) => {
                let text =
                    format!("this is named like line {other}: give one of them an `id` of its own");
                self.problems.add(line, text);
            }
            None => {}
        }
        id
    }
}
