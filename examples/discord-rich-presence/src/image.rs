//! The picture of a track. Discord loads it itself, from an address that must be registered with it. Must not fail: a presence can do without.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::{Duration, SystemTime};

use nd_pdk::host::artwork;
use nd_pdk::types::TrackInfo;
use nd_pdk::{Error, cache, clock, http};
use serde::{Deserialize, Serialize};

use crate::settings::{Account, Settings};

/// In pixels. Discord shows it much smaller.
const SIZE: i32 = 300;
/// How long a cover is taken to be the same.
const COVER_AGE: Duration = Duration::from_secs(4 * 3600);
/// The default image hardly ever changes.
const DEFAULT_AGE: Duration = Duration::from_secs(48 * 3600);
/// How long Discord is left alone with an address that it did not take.
const FAILURE_AGE: Duration = Duration::from_secs(10 * 60);
/// Of the 30 seconds of a call; there may be two registrations in one, and a connection to make.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A registration as it is remembered. The cache restarts the time to live whenever a value is read, so a value that is read often would never
/// grow old there: the time is kept with it.
#[derive(Serialize, Deserialize)]
struct Registration {
    /// What Discord calls the picture; `None` if it did not take it.
    image: Option<String>,
    expires: SystemTime,
}

/// The cover of the track, else the default image, else none.
pub(crate) fn of(track: &TrackInfo, settings: &Settings, account: &Account) -> Option<String> {
    let cover = cover(track).and_then(|url| registered(&url, COVER_AGE, settings, account));
    cover.or_else(|| registered(settings.default_image_url(), DEFAULT_AGE, settings, account))
}

/// The address of the cover, if Discord can load it.
fn cover(track: &TrackInfo) -> Option<String> {
    let url = warned(artwork::get_track_url(&track.id, SIZE))?;
    if !is_public(&url) {
        nd_pdk::debug!(
            "Discord cannot load covers: the server's ShareURL and BaseURL name no public address"
        );
        return None;
    }
    Some(url)
}

/// What Discord calls the picture at this address.
fn registered(url: &str, age: Duration, settings: &Settings, account: &Account) -> Option<String> {
    let key = format!("image:{url}");
    let known = warned(cache::get::<Registration>(&key)).flatten();
    if let Some(known) = known.filter(|known| clock::now() < known.expires) {
        return known.image;
    }
    let image = warned(register(url, settings, account));
    let age = if image.is_some() { age } else { FAILURE_AGE };
    let registration = Registration {
        image,
        expires: clock::now() + age,
    };
    warned(cache::set(&key, &registration, age));
    registration.image
}

fn register(url: &str, settings: &Settings, account: &Account) -> Result<String, Error> {
    #[derive(Serialize)]
    struct Wanted<'a> {
        urls: [&'a str; 1],
    }
    #[derive(Deserialize)]
    struct Asset {
        external_asset_path: String,
    }
    let application = http::encode(&settings.client_id);
    let endpoint = format!(
        "{}/v9/applications/{application}/external-assets",
        settings.api_url()
    );
    let assets: Vec<Asset> = http::post(endpoint)
        .header("Authorization", account.token.reveal())
        .timeout(TIMEOUT)
        .json(&Wanted { urls: [url] })
        .send()?
        .error_for_status()?
        .json()?;
    let asset = assets
        .into_iter()
        .next()
        .ok_or("Discord registered no picture")?;
    Ok(format!("mp:{}", asset.external_asset_path))
}

/// Whether anyone on the internet can load from there, as far as the address itself can tell.
pub(crate) fn is_public(url: &str) -> bool {
    let Some((_, rest)) = url.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if let Some((address, _)) = authority
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
    {
        return address.parse().is_ok_and(|address| is_public_v6(&address));
    }
    let host = authority.split(':').next().unwrap_or_default();
    match host.parse() {
        Ok(IpAddr::V4(address)) => is_public_v4(&address),
        Ok(IpAddr::V6(address)) => is_public_v6(&address),
        Err(_) => is_public_name(host),
    }
}

fn is_public_v4(address: &Ipv4Addr) -> bool {
    !(address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_unspecified())
}

fn is_public_v6(address: &Ipv6Addr) -> bool {
    !(address.is_loopback()
        || address.is_unique_local()
        || address.is_unicast_link_local()
        || address.is_unspecified())
}

/// Names without a dot are those of a home network, and so are some endings.
fn is_public_name(host: &str) -> bool {
    let private = [".local", ".lan", ".internal", ".home.arpa", ".localhost"];
    host.contains('.') && !private.iter().any(|ending| host.ends_with(ending))
}

/// Logs an error and goes on without.
fn warned<T>(result: Result<T, Error>) -> Option<T> {
    result
        .inspect_err(|error| nd_pdk::warn!("no picture: {error}"))
        .ok()
}
