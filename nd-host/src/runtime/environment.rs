//! The part of the runtime's own functions that differs from call to call: configuration and log.
//! Must not touch what the runtime does for itself (memory, input, output, variables).
//!
//! The runtime's versions serve one configuration per compiled plugin and log to one subscriber of the whole process;
//! a function linked later under the same name takes their place.

use extism::{CurrentPlugin, EXTISM_ENV_MODULE, Error, Function, PTR, UserData, Val, ValType};

use super::blocks;
use super::caught::caught;
use super::log::{Level, LogLine};
use super::sessions::Sessions;

/// The functions to link in place of the runtime's.
pub(crate) fn functions(sessions: &Sessions) -> Vec<Function> {
    let mut functions = vec![
        function("config_get", &[PTR], &[PTR], sessions, config_get),
        function(
            "get_log_level",
            &[],
            &[ValType::I32],
            sessions,
            get_log_level,
        ),
    ];
    functions.extend(Level::ALL.map(|level| {
        function(
            level.function(),
            &[PTR],
            &[],
            sessions,
            move |sessions, plugin, inputs, _| log(level, sessions, plugin, inputs),
        )
    }));
    functions
}

/// Links a function under the runtime's own name; what it does is given the call it belongs to.
pub(super) fn function<F>(
    name: &str,
    params: &[ValType],
    results: &[ValType],
    sessions: &Sessions,
    body: F,
) -> Function
where
    F: Fn(&Sessions, &mut CurrentPlugin, &[Val], &mut [Val]) -> Result<(), Error>,
    F: Send + Sync + 'static,
{
    let sessions = sessions.clone();
    let linked = move |plugin: &mut CurrentPlugin, inputs: &[Val], outputs: &mut [Val], _| {
        caught(|| body(&sessions, plugin, inputs, outputs))
    };
    Function::new(
        name,
        params.to_vec(),
        results.to_vec(),
        UserData::<()>::default(),
        linked,
    )
    .with_namespace(EXTISM_ENV_MODULE)
}

/// Takes the block with a key, returns one with its value or offset 0.
fn config_get(
    sessions: &Sessions,
    plugin: &mut CurrentPlugin,
    inputs: &[Val],
    outputs: &mut [Val],
) -> Result<(), Error> {
    let key = String::from_utf8(blocks::take(plugin, &inputs[0])?)?;
    let session = sessions.of(plugin)?;
    let value = session.config.get(&key).map_or(&[][..], String::as_bytes);
    outputs[0] = blocks::write(plugin, value)?;
    Ok(())
}

fn get_log_level(
    sessions: &Sessions,
    plugin: &mut CurrentPlugin,
    _inputs: &[Val],
    outputs: &mut [Val],
) -> Result<(), Error> {
    outputs[0] = Val::I32(sessions.of(plugin)?.log_level.map_or(i32::MAX, Level::code));
    Ok(())
}

/// The bytes of a line that count: a screen has no use for more, and lines are kept.
const LONGEST_LINE: usize = 64 * 1024;

/// Takes the block with a line.
fn log(
    level: Level,
    sessions: &Sessions,
    plugin: &mut CurrentPlugin,
    inputs: &[Val],
) -> Result<(), Error> {
    let text = shortened(&blocks::take(plugin, &inputs[0])?);
    sessions.of(plugin)?.record(LogLine { level, text });
    Ok(())
}

fn shortened(line: &[u8]) -> String {
    let shown = &line[..line.len().min(LONGEST_LINE)];
    let mut text = String::from_utf8_lossy(shown).into_owned();
    if line.len() > LONGEST_LINE {
        text.push_str(&format!("… ({} bytes)", line.len()));
    }
    text
}
