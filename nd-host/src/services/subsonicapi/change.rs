//! Endpoints that change something for their user: favourites, ratings, plays. Must not change anything when a part of the request is wrong.

use super::asked::Asked;
use super::endpoint::{Body, Failure};
use crate::music::{Music, NowPlaying, Since};

/// Tracks may be named by `id`, and so may everything else.
const IDS: [&str; 3] = ["id", "albumId", "artistId"];

pub(super) fn star(
    music: &mut Music,
    asked: &Asked<'_>,
    is_starred: bool,
) -> Result<Body, Failure> {
    let ids: Vec<&str> = IDS.iter().flat_map(|name| asked.all(name)).collect();
    if ids.is_empty() {
        return Err(Failure::missing("id"));
    }
    expect_items(music, &ids)?;
    let now = asked.now();
    for id in ids {
        music.annotate(&asked.user.user_name, id, |annotation| {
            annotation.starred = is_starred;
            annotation.starred_at = is_starred.then_some(now);
        });
    }
    Ok(Body::new())
}

pub(super) fn rate(music: &mut Music, asked: &Asked<'_>) -> Result<Body, Failure> {
    let id = asked.required("id")?;
    asked.required("rating")?;
    let rating = asked
        .parsed("rating")
        .filter(|rating| (0..=5).contains(rating));
    let rating = rating.ok_or_else(|| Failure::generic("a rating is a number from 0 to 5"))?;
    expect_items(music, &[id])?;
    music.annotate(&asked.user.user_name, id, |annotation| {
        annotation.rating = rating;
    });
    Ok(Body::new())
}

fn expect_items(music: &Music, ids: &[&str]) -> Result<(), Failure> {
    match ids.iter().all(|id| music.has_item(id)) {
        true => Ok(()),
        false => Err(Failure::not_found("data not found")),
    }
}

pub(super) fn scrobble(music: &mut Music, asked: &Asked<'_>) -> Result<Body, Failure> {
    let ids: Vec<&str> = asked.all("id").collect();
    if ids.is_empty() {
        return Err(Failure::missing("id"));
    }
    if ids.iter().any(|id| music.track(id).is_none()) {
        return Err(Failure::not_found("data not found"));
    }
    let times = times(asked, ids.len())?;
    let is_submission = asked.parsed("submission").unwrap_or(true);
    for (id, time) in ids.into_iter().zip(times) {
        match is_submission {
            true => music.scrobble(&asked.user.user_name, id, time),
            false => music.play(playing(asked, id, time)),
        }
    }
    Ok(Body::new())
}

/// When each of the songs was played, in Unix seconds; the parameter has milliseconds.
fn times(asked: &Asked<'_>, songs: usize) -> Result<Vec<i64>, Failure> {
    let times: Vec<&str> = asked.all("time").collect();
    match times.len() {
        0 => Ok(vec![asked.now(); songs]),
        given if given == songs => {
            let seconds = |time: &str| Some(time.parse::<i64>().ok()?.div_euclid(1_000));
            let times = times.into_iter();
            Ok(times
                .map(|time| seconds(time).unwrap_or_else(|| asked.now()))
                .collect())
        }
        given => Err(Failure::generic(format!(
            "Wrong number of timestamps: {given}, should be {songs}"
        ))),
    }
}

fn playing(asked: &Asked<'_>, id: &str, time: i64) -> NowPlaying {
    NowPlaying {
        user_name: asked.user.user_name.clone(),
        track_id: id.to_owned(),
        // The client of every request is the plugin.
        player: asked.world.plugin_id.clone(),
        since: Since::At(time),
    }
}
