//! The files in which services keep what must outlive the plugin and the server. Must not know what is in them.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use nd_pdk::Error;
use rusqlite::Connection;

use super::storage::make_private;
use crate::server::World;

/// How long to wait for somebody else who is writing to the same file.
const PATIENCE: Duration = Duration::from_secs(2);

/// Who may use a file at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sharing {
    /// Everybody.
    Shared,
    /// Nobody else, until the connection closes.
    Exclusive,
}

/// Opens a file in the folder of the plugin, made if it is not there, with these tables.
///
/// Every change is on the disk before it counts as made, whatever happens to this process or to the machine.
///
/// # Errors
/// The file is no database, is damaged, or somebody else has it. It is left as it is.
pub(super) fn open(
    world: &World,
    name: &str,
    schema: &str,
    sharing: Sharing,
) -> Result<Connection> {
    make_private(&world.data)
        .with_context(|| format!("making the folder {}", world.data.display()))?;
    let path = world.data.join(name);
    prepare(&path, schema, sharing)
        .map_err(|error| anyhow!("{error}"))
        .with_context(|| format!("opening {}", path.display()))
}

fn prepare(path: &Path, schema: &str, sharing: Sharing) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    match sharing {
        Sharing::Shared => {}
        Sharing::Exclusive => connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?,
    }
    // With a log of what was written a process that is killed leaves a database that is whole, with all that was committed. Killing the process
    // would not need `FULL`, the machine losing its power does.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    check(&connection)?;
    connection.execute_batch(schema)?;
    Ok(connection)
}

/// Damage should show now, not when the plugin needs the one value that is damaged.
fn check(connection: &Connection) -> rusqlite::Result<()> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found == "ok" {
        return Ok(());
    }
    let corrupt = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
    Err(rusqlite::Error::SqliteFailure(corrupt, Some(found)))
}

/// The text of the server for something that the database refuses.
pub(super) fn failed(action: &'static str) -> impl Fn(rusqlite::Error) -> Error {
    move |error| Error::new(format!("{action}: {error}"))
}
