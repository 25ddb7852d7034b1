//! Endpoints about the server and its users. Must not show music.

use serde::Serialize;
use serde_json::json;

use super::asked::Asked;
use super::endpoint::{Body, Failure, body};
use crate::music::Music;

pub(super) fn license() -> Result<Body, Failure> {
    body("license", json!({ "valid": true }))
}

pub(super) fn music_folders(music: &Music) -> Result<Body, Failure> {
    let libraries = music.libraries().iter();
    let folders: Vec<_> = libraries
        .map(|library| json!({ "id": library.id, "name": library.name }))
        .collect();
    body("musicFolders", json!({ "musicFolder": folders }))
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Rights<'a> {
    username: &'a str,
    scrobbling_enabled: bool,
    admin_role: bool,
    settings_role: bool,
    download_role: bool,
    playlist_role: bool,
    stream_role: bool,
    folder: Vec<i32>,
}

/// Administrators may ask about everybody.
pub(super) fn user(music: &Music, asked: &Asked<'_>) -> Result<Body, Failure> {
    let name = asked.required("username")?;
    let user = music
        .user(name)
        .filter(|user| asked.user.is_admin || user.user_name == asked.user.user_name);
    let refusal = || Failure::not_allowed("User is not authorized for the given operation");
    let user = user.ok_or_else(refusal)?;
    let libraries = music.libraries().iter();
    let rights = Rights {
        username: &user.user_name,
        scrobbling_enabled: true,
        admin_role: user.is_admin,
        settings_role: true,
        download_role: true,
        playlist_role: true,
        stream_role: true,
        folder: libraries.map(|library| library.id).collect(),
    };
    body("user", rights)
}
