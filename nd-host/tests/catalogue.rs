//! What plugins learn about users, libraries and songs on the local server.

#[path = "catalogue/access.rs"]
mod access;
#[path = "catalogue/artwork.rs"]
mod artwork;
#[path = "catalogue/asking.rs"]
mod asking;
mod common;
#[path = "catalogue/folders.rs"]
mod folders;
#[path = "catalogue/frame.rs"]
mod frame;
#[path = "catalogue/subsonic.rs"]
mod subsonic;
#[path = "catalogue/subsonic_changes.rs"]
mod subsonic_changes;
