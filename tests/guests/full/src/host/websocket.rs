//! Commands for WebSocket connections. Must not do more than pass arguments on.

use nd_pdk::host::websocket;

use crate::commands::{Answer, Args};

pub(super) fn call(function: &str, args: &Args) -> Option<Answer> {
    Some(match function {
        "websocket_connect" => Answer::of(websocket::connect(
            &args.text("url"),
            args.get("headers"),
            &args.text("connectionId"),
        )),
        "websocket_sendtext" => Answer::of(websocket::send_text(
            &args.text("connectionId"),
            &args.text("message"),
        )),
        "websocket_sendbinary" => Answer::of(websocket::send_binary(
            &args.text("connectionId"),
            args.bytes("data"),
        )),
        "websocket_closeconnection" => Answer::of(websocket::close_connection(
            &args.text("connectionId"),
            args.get("code"),
            &args.text("reason"),
        )),
        _ => return None,
    })
}
