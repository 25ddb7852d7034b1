//! What the server says of WebSocket connections, and how they end as the plugin gets to know it. Must not know messages.

use crate::quoted::quoted;

/// The text of the error when a plugin connects under an ID that is taken.
#[must_use]
pub fn already_exists(id: &str) -> String {
    format!("connection ID {} already exists", quoted(id))
}

/// The text of the error when there is no connection with an ID.
#[must_use]
pub fn not_found(id: &str) -> String {
    format!("connection ID {} not found", quoted(id))
}

/// Whether a plugin may send a header with this canonical name along when it connects: some belong to the handshake.
///
/// # Errors
/// In the words of the server.
pub fn check_header(canonical_name: &str) -> Result<(), String> {
    let of_handshake = [
        "Upgrade",
        "Connection",
        "Sec-Websocket-Key",
        "Sec-Websocket-Version",
        "Sec-Websocket-Extensions",
    ];
    if of_handshake.contains(&canonical_name) {
        return Err(format!(
            "websocket: duplicate header not allowed: {canonical_name}"
        ));
    }
    Ok(())
}

/// What an end by the other side is for the plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// In good order: the plugin gets the code and the reason that the other side gave.
    Closed,
    /// Anything else: the text of the error.
    Failed(String),
}

/// What the other side's close frame comes to.
///
/// Only 1000 (normal), 1001 (going away) and 1005 (no code given) are in good order.
#[must_use]
pub fn end(code: i32, reason: &str) -> End {
    match code {
        1000 | 1001 | 1005 => End::Closed,
        _ => End::Failed(error(code, reason)),
    }
}

/// The text of the error when the network ends a connection without a close frame.
#[must_use]
pub fn lost() -> String {
    error(1006, "unexpected EOF")
}

fn error(code: i32, reason: &str) -> String {
    let name = match meaning(code) {
        Some(meaning) => format!(" ({meaning})"),
        None => String::new(),
    };
    let reason = if reason.is_empty() {
        String::new()
    } else {
        format!(": {reason}")
    };
    format!("websocket: close {code}{name}{reason}")
}

fn meaning(code: i32) -> Option<&'static str> {
    Some(match code {
        1000 => "normal",
        1001 => "going away",
        1002 => "protocol error",
        1003 => "unsupported data",
        1005 => "no status",
        1006 => "abnormal closure",
        1007 => "invalid payload data",
        1008 => "policy violation",
        1009 => "message too big",
        1010 => "mandatory extension missing",
        1011 => "internal server error",
        1015 => "TLS handshake error",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_shown_in_quotes() {
        assert_eq!(
            already_exists("a\""),
            r#"connection ID "a\"" already exists"#
        );
        assert_eq!(not_found(""), r#"connection ID "" not found"#);
    }

    #[test]
    fn headers_of_the_handshake_are_not_the_plugins() {
        assert_eq!(
            check_header("Sec-Websocket-Key").unwrap_err(),
            "websocket: duplicate header not allowed: Sec-Websocket-Key"
        );
        assert_eq!(check_header("Sec-Websocket-Protocol"), Ok(()));
    }

    #[test]
    fn three_codes_are_an_end_in_good_order() {
        for code in [1000, 1001, 1005] {
            assert_eq!(end(code, "bye"), End::Closed);
        }
    }

    #[test]
    fn every_other_code_is_an_error_with_its_meaning_and_reason() {
        let failed = |text: &str| End::Failed(text.to_owned());
        assert_eq!(
            end(1011, "why"),
            failed("websocket: close 1011 (internal server error): why")
        );
        assert_eq!(
            end(1008, ""),
            failed("websocket: close 1008 (policy violation)")
        );
        assert_eq!(end(4004, "token"), failed("websocket: close 4004: token"));
        assert_eq!(end(1012, ""), failed("websocket: close 1012"));
    }

    #[test]
    fn a_lost_connection_has_a_code_that_nobody_sent() {
        assert_eq!(
            lost(),
            "websocket: close 1006 (abnormal closure): unexpected EOF"
        );
    }
}
