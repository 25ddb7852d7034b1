//! Bodies of responses, unpacked where nobody but the client asked for them packed. Must not cut them.

use std::io::{self, BufRead, BufReader, Read};

use flate2::read::MultiGzDecoder;
use nd_rules::exchange::Hop;

/// Whether the client asks for a packed response on its own: not when the plugin decides that for itself, or wants a part of the packed bytes.
pub(super) fn may_be_packed(hop: &Hop) -> bool {
    let has = |name: &str| hop.headers.contains_key(name);
    !has("Accept-Encoding") && !has("Range") && hop.method != "HEAD"
}

/// Whether the client has to unpack a response. Then what the headers say of the packed body is taken out.
pub(super) fn is_packed(hop: &Hop, headers: &mut Vec<(String, String)>) -> bool {
    let says_so = |(name, value): &(String, String)| {
        name == "content-encoding" && value.eq_ignore_ascii_case("gzip")
    };
    let is_packed = may_be_packed(hop) && headers.iter().any(says_so);
    if is_packed {
        let of_packed = ["content-encoding", "content-length"];
        headers.retain(|(name, _)| !of_packed.contains(&name.as_str()));
    }
    is_packed
}

/// Reads a body as the plugin gets it.
///
/// # Errors
/// When its first bytes do not come.
pub(super) fn reader(body: impl Read + 'static, is_packed: bool) -> io::Result<Box<dyn Read>> {
    if !is_packed {
        return Ok(Box::new(body));
    }
    let mut body = BufReader::new(body);
    // Nothing at all is no gzip, and no error either.
    Ok(match body.fill_buf()?.is_empty() {
        true => Box::new(io::empty()),
        false => Box::new(MultiGzDecoder::new(body)),
    })
}
