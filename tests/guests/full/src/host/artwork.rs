//! Commands for links to images. Must not do more than pass arguments on.

use nd_pdk::host::artwork;

use crate::commands::{Answer, Args};

pub(super) fn call(function: &str, args: &Args) -> Option<Answer> {
    Some(match function {
        "artwork_getartisturl" => {
            Answer::of(artwork::get_artist_url(&args.text("id"), args.get("size")))
        }
        "artwork_getalbumurl" => {
            Answer::of(artwork::get_album_url(&args.text("id"), args.get("size")))
        }
        "artwork_gettrackurl" => {
            Answer::of(artwork::get_track_url(&args.text("id"), args.get("size")))
        }
        "artwork_getplaylisturl" => Answer::of(artwork::get_playlist_url(
            &args.text("id"),
            args.get("size"),
        )),
        _ => return None,
    })
}
