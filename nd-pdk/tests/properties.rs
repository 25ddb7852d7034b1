//! What holds for every value of every type: any JSON of the right shape can be read, and what is written can be read again.

#[path = "properties/shape.rs"]
mod shape;

use std::fmt::Debug;
use std::fs;
use std::path::Path;

use nd_pdk::{
    host, lyrics, metadata, scheduler, scrobbler, sonicsimilarity, taskworker, types, websocket,
};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Nulls, missing keys and unknown keys included.
fn any_json_of_the_right_shape_is_read<T>(choices: &[u8])
where
    T: DeserializeOwned + PartialEq + Debug,
{
    let (value, json) = shape::arbitrary::<T>(choices);
    let read: T = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    assert_eq!(read, value, "{json}");
}

fn what_is_written_is_read_again<T>(choices: &[u8])
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let (value, _) = shape::arbitrary::<T>(choices);
    let json = serde_json::to_string(&value).unwrap();
    let read: T = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    assert_eq!(read, value, "{json}");
}

macro_rules! types {
    ($($name:ty),+ $(,)?) => {
        const TYPES: &[&str] = &[$(stringify!($name)),+];

        fn check(choices: &[u8]) {
            $(
                any_json_of_the_right_shape_is_read::<$name>(choices);
                what_is_written_is_read_again::<$name>(choices);
            )+
        }
    };
}

types! {
    types::ArtistRef,
    types::SongRef,
    types::TrackInfo,
    types::Track,
    lyrics::GetLyricsRequest,
    lyrics::GetLyricsResponse,
    lyrics::LyricsText,
    metadata::ArtistMBIDRequest,
    metadata::ArtistMBIDResponse,
    metadata::ArtistRequest,
    metadata::ArtistURLResponse,
    metadata::ArtistBiographyResponse,
    metadata::SimilarArtistsRequest,
    metadata::SimilarArtistsResponse,
    metadata::ImageInfo,
    metadata::ArtistImagesResponse,
    metadata::TopSongsRequest,
    metadata::TopSongsResponse,
    metadata::AlbumRequest,
    metadata::AlbumInfoResponse,
    metadata::AlbumImagesResponse,
    metadata::SimilarSongsByTrackRequest,
    metadata::SimilarSongsByAlbumRequest,
    metadata::SimilarSongsByArtistRequest,
    metadata::SimilarSongsResponse,
    scheduler::SchedulerCallbackRequest,
    scrobbler::IsAuthorizedRequest,
    scrobbler::NowPlayingRequest,
    scrobbler::ScrobbleRequest,
    scrobbler::PlaybackReportRequest,
    sonicsimilarity::GetSonicSimilarTracksRequest,
    sonicsimilarity::FindSonicPathRequest,
    sonicsimilarity::SonicSimilarityResponse,
    sonicsimilarity::SonicMatch,
    taskworker::TaskExecuteRequest,
    websocket::OnTextMessageRequest,
    websocket::OnBinaryMessageRequest,
    websocket::OnErrorRequest,
    websocket::OnCloseRequest,
    host::http::HTTPRequest,
    host::http::HTTPResponse,
    host::library::Library,
    host::matcher::MatchOptions,
    host::scrobbleretriever::ScrobbleRef,
    host::scrobbleretriever::ScrobbleOptions,
    host::scrobbleretriever::ScrobbleCountOptions,
    host::task::TaskInfo,
    host::task::QueueConfig,
    host::users::User,
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn holds_for_every_type(choices in vec(any::<u8>(), 0..2000)) {
        check(&choices);
    }
}

/// The list above is written by hand; the generator's output says whether it is complete.
#[test]
fn no_type_is_forgotten() {
    let generated = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/generated");
    let mut directories = vec![generated];
    let mut structs = 0;
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                directories.push(path);
            } else {
                let text = fs::read_to_string(path).unwrap();
                structs += text
                    .lines()
                    .filter(|line| line.starts_with("pub struct "))
                    .count();
            }
        }
    }
    assert_eq!(TYPES.len(), structs);
}
