//! Identifiers: those that the server makes up, and those that plugins have. Must not draw random numbers itself.

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LENGTH: usize = 22;

/// The identifier that belongs to a number, always the same: 22 letters and digits, as the server makes them up. That two numbers have the same
/// one is as unlikely as with random identifiers.
#[must_use]
pub fn from_seed(seed: u64) -> String {
    let mut state = seed;
    (0..LENGTH)
        .map(|_| {
            state = scramble(state);
            DIGITS[(state % DIGITS.len() as u64) as usize] as char
        })
        .collect()
}

/// The identifier that belongs to some texts, always the same, as [`from_seed`] makes them.
#[must_use]
pub fn from_texts(texts: &[&str]) -> String {
    // No text has the byte 255, so that texts do not run together.
    let bytes = texts.iter().flat_map(|text| text.bytes().chain([255]));
    from_seed(bytes.fold(0, |state, byte| scramble(state ^ u64::from(byte))))
}

/// Whether a plugin may have this id, which is the name of its package without `.ndp`: the server loads no other package.
#[must_use]
pub fn is_plugin_id(id: &str) -> bool {
    !id.is_empty()
        && id != "."
        && id != ".."
        && !id.contains(['/', '\\'])
        && !id.ends_with(['.', ' '])
}

/// One step of SplitMix64: spreads neighbouring numbers over the whole range.
fn scramble(state: u64) -> u64 {
    let state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn identifiers_differ_and_look_like_the_servers() {
        let all: HashSet<_> = (0..10_000).map(from_seed).collect();
        assert_eq!(all.len(), 10_000);
        assert!(all.iter().all(|id| id.len() == 22));
        assert!(
            all.iter()
                .all(|id| id.bytes().all(|b| b.is_ascii_alphanumeric()))
        );
    }

    #[test]
    fn the_same_number_gives_the_same_identifier() {
        assert_eq!(from_seed(7), from_seed(7));
    }

    #[test]
    fn texts_have_identifiers_that_tell_them_apart() {
        let texts: [&[&str]; 6] = [&[], &[""], &["", ""], &["ab", "c"], &["a", "bc"], &["abc"]];
        let all: HashSet<_> = texts.into_iter().map(from_texts).collect();
        assert_eq!(all.len(), 6);
        assert_eq!(from_texts(&["ab", "c"]), from_texts(&["ab", "c"]));
    }

    #[test]
    fn a_plugin_id_is_the_name_of_a_file() {
        for id in ["plugin", "my plugin", "a.b", ".hidden", "é"] {
            assert!(is_plugin_id(id), "{id:?}");
        }
        for id in ["", ".", "..", "a/b", "/", "a\\b", "x.", "x "] {
            assert!(!is_plugin_id(id), "{id:?}");
        }
    }
}
