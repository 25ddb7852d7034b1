//! Public addresses of pictures. Must not know the server's secret, nor whether there is a picture.

#[cfg(test)]
mod tests;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// Where addresses begin on a server that was not told its own.
pub const DEFAULT_BASE: &str = "http://localhost";

/// Where public pictures are, below the base address.
const FOLDER: &str = "/share/img/";
const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

/// What a picture is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An artist.
    Artist,
    /// An album.
    Album,
    /// A track.
    Track,
    /// A playlist.
    Playlist,
}

/// What an address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The server's name of the picture.
    pub artwork_id: String,
    /// The size in pixels; `None` for the original.
    pub size: Option<i32>,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Artist, Self::Album, Self::Track, Self::Playlist];

    /// What the server's names of such pictures begin with.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Artist => "ar",
            Self::Album => "al",
            Self::Track => "mf",
            Self::Playlist => "pl",
        }
    }
}

/// The server's name of a picture: `al-5`; empty if the identifier is.
#[must_use]
pub fn artwork_id(kind: Kind, id: &str) -> String {
    match id {
        "" => String::new(),
        id => format!("{}-{id}", kind.prefix()),
    }
}

/// The public address of a picture, with a token (JWT, HS256, without end) that `sign` makes the server's own. A size of 0 or less is none.
#[must_use]
pub fn url(
    base: &str,
    kind: Kind,
    id: &str,
    size: i32,
    sign: impl FnOnce(&[u8]) -> Vec<u8>,
) -> String {
    let claims = json!({ "id": artwork_id(kind, id) }).to_string();
    let [header, claims] = [HEADER, claims.as_str()].map(|part| URL_SAFE_NO_PAD.encode(part));
    let signed = format!("{header}.{claims}");
    let signature = URL_SAFE_NO_PAD.encode(sign(signed.as_bytes()));
    let address = format!("{}{FOLDER}{signed}.{signature}", base.trim_end_matches('/'));
    match size {
        1.. => format!("{address}?size={size}"),
        ..=0 => address,
    }
}

impl Link {
    /// Reads an address without asking who signed it. `None` if it is no address of a picture.
    #[must_use]
    pub fn read(url: &str) -> Option<Self> {
        let (_, link) = url.split_once(FOLDER)?;
        let (token, size) = match link.split_once("?size=") {
            Some((token, size)) => (token, Some(size.parse().ok()?)),
            None => (link, None),
        };
        let mut parts = token.split('.');
        let (_, claims, _) = (parts.next()?, parts.next()?, parts.next()?);
        let claims = URL_SAFE_NO_PAD.decode(claims).ok()?;
        let claims: Value = serde_json::from_slice(&claims).ok()?;
        let artwork_id = claims.get("id")?.as_str()?.to_owned();
        Some(Self { artwork_id, size })
    }
}
