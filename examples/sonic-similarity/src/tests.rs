//! The plugin as ordinary Rust, with a fake host around it. Must not need wasm.

mod answers;
mod import;

use nd_pdk::testing::{Builder, FakeHost};

use super::*;

const MANIFEST: &str = include_str!("../manifest.json");

/// A host that holds the plugin to its manifest.
fn builder() -> Builder {
    FakeHost::builder().manifest(MANIFEST)
}

/// A host in which nobody has changed the settings, with the plugin loaded.
fn loaded() -> FakeHost {
    let host = builder().install();
    assert_eq!(host.load().unwrap().error, None);
    host
}

fn request(name: &str) -> SongRef {
    SongRef {
        name: name.into(),
        ..SongRef::default()
    }
}

/// What sounds like a song, by title and similarity.
fn similar(song: SongRef, count: i32) -> Vec<(String, f64)> {
    let req = GetSonicSimilarTracksRequest { song, count };
    let response = Embeddings.get_sonic_similar_tracks(req).unwrap();
    by_title(response)
}

fn by_title(response: SonicSimilarityResponse) -> Vec<(String, f64)> {
    let matches = response.matches.into_iter();
    matches
        .map(|found| (found.song.name, found.similarity))
        .collect()
}

fn titles(matches: &[(String, f64)]) -> Vec<&str> {
    matches.iter().map(|(title, _)| title.as_str()).collect()
}
