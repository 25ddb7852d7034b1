//! What the server is to the world: its address, and the key it signs links with. Must not know what the links are for.

use std::fmt;

use nd_rules::artwork::DEFAULT_BASE;
use ring::hmac;

/// The address of the server and its key.
pub(crate) struct Public {
    base: String,
    key: hmac::Key,
}

impl fmt::Debug for Public {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Public")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}

impl Public {
    /// With a key of this server's own.
    pub(super) fn new(base: Option<String>) -> Self {
        let secret: [u8; 32] = rand::random();
        Self {
            base: base.unwrap_or_else(|| DEFAULT_BASE.to_owned()),
            key: hmac::Key::new(hmac::HMAC_SHA256, &secret),
        }
    }

    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        hmac::sign(&self.key, message).as_ref().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_message_and_its_server() {
        let [one, other] = [None, None].map(Public::new);
        let signature = one.sign(b"al-1");
        assert!(hmac::verify(&one.key, b"al-1", &signature).is_ok());
        assert!(hmac::verify(&one.key, b"al-2", &signature).is_err());
        assert!(hmac::verify(&other.key, b"al-1", &signature).is_err());
        assert_eq!(one.base(), "http://localhost");
    }
}
