//! Commands for what Extism itself offers: log, configuration, variables. Must not touch host services.

use std::fmt;

use nd_pdk::Error;
use nd_pdk::log::Level;
use nd_pdk::pdk::{config, var};

use crate::commands::{Answer, Args};

pub(super) fn call(function: &str, args: &Args) -> Option<Answer> {
    Some(match function {
        "pdk_log" => Answer::of(log(&args.text("text"))),
        "pdk_log_formatted" => Answer::of(log(&Loud)),
        "pdk_config_get" => Answer::of(Ok(config::get(args.text("key")))),
        "pdk_var_get" => Answer::of(Ok(var::get(args.text("key")))),
        "pdk_var_set" => {
            var::set(args.text("key"), args.bytes("value"));
            Answer::of(Ok(var::get(args.text("key"))))
        }
        "pdk_var_remove" => {
            var::set(args.text("key"), "anything");
            var::remove(args.text("key"));
            Answer::of(Ok(var::get(args.text("key"))))
        }
        _ => return None,
    })
}

/// Logs a message once at every level.
fn log(message: &dyn fmt::Display) -> Result<(), Error> {
    nd_pdk::trace!("trace: {message}");
    nd_pdk::debug!("debug: {message}");
    nd_pdk::info!("info: {message}");
    nd_pdk::warn!("warn: {message}");
    nd_pdk::error!("error: {message}");
    nd_pdk::log!(Level::Error, "log: {message}");
    Ok(())
}

/// Shows in the log that it was formatted.
struct Loud;

impl fmt::Display for Loud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        nd_pdk::error!("formatted");
        f.write_str("message")
    }
}
