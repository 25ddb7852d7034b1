//! The tasks of a plugin in a file that stays. Must not know when they run.
//!
//! A try is written down before the plugin is called, and its result before anybody hears of it: a task that a killed server was running runs once
//! more, and one that was reported as completed never does. Each function is one statement, and so one transaction.

use std::time::SystemTime;

use anyhow::Result as Opened;
use nd_pdk::Error;
use nd_rules::queues::{End, NewTask, Pending, QueuedTask, TaskStatus, Tasks};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension as _, Params, Row, params};

use super::super::database::{self, Sharing, failed};
use crate::server::{World, from_unix_millis, unix_millis};

const FILE: &str = "taskqueue.db";
/// Times are milliseconds since 1970.
const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS tasks (
        id TEXT PRIMARY KEY,
        queue_name TEXT NOT NULL,
        payload BLOB NOT NULL,
        status TEXT NOT NULL,
        attempt INTEGER NOT NULL DEFAULT 0,
        message TEXT NOT NULL DEFAULT '',
        next_run_at INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
    );
    CREATE INDEX IF NOT EXISTS tasks_next ON tasks (queue_name, status, next_run_at, created_at);
";
const COLUMNS: &str = "id, queue_name, payload, status, attempt, message, next_run_at";

#[derive(Debug)]
pub(super) struct Table(Connection);

impl Table {
    /// # Errors
    /// The file cannot be used. Another server that uses it is a reason: each would take the tasks that the other one runs for left behind.
    pub(super) fn open(world: &World) -> Opened<Self> {
        database::open(world, FILE, SCHEMA, Sharing::Exclusive).map(Self)
    }

    /// Changes tasks; gives how many.
    fn change(
        &self,
        action: &'static str,
        statement: &str,
        params: impl Params,
    ) -> Result<usize, Error> {
        let changed = self.0.prepare_cached(statement);
        let changed = changed.and_then(|mut statement| statement.execute(params));
        changed.map_err(failed(action))
    }

    fn read_all(&self) -> rusqlite::Result<Vec<QueuedTask>> {
        let query = format!("SELECT {COLUMNS} FROM tasks ORDER BY rowid");
        let mut query = self.0.prepare_cached(&query)?;
        let tasks = query.query_map([], task)?;
        tasks.collect()
    }
}

fn task(row: &Row<'_>) -> rusqlite::Result<QueuedTask> {
    let status: String = row.get(3)?;
    let unknown = || {
        let problem = format!("there is no status {status:?}");
        rusqlite::Error::FromSqlConversionFailure(3, Type::Text, problem.into())
    };
    let status = TaskStatus::from_text(&status).ok_or_else(unknown)?;
    let next_run = (status == TaskStatus::Pending).then(|| row.get(6));
    Ok(QueuedTask {
        id: row.get(0)?,
        queue: row.get(1)?,
        payload: row.get(2)?,
        status,
        attempt: row.get(4)?,
        message: row.get(5)?,
        next_run: next_run.transpose()?.map(from_unix_millis),
    })
}

impl Tasks for Table {
    type Error = Error;

    fn add(&mut self, task: NewTask<'_>, now: SystemTime) -> Result<(), Error> {
        let NewTask { id, queue, payload } = task;
        let added = self.change(
            "enqueuing task",
            "INSERT INTO tasks (id, queue_name, payload, status, next_run_at, created_at, updated_at)
             VALUES (?1, ?2, ?3, 'pending', ?4, ?4, ?4)",
            params![id, queue, payload, unix_millis(now)],
        );
        added.map(drop)
    }

    fn find(&self, id: &str) -> Result<Option<QueuedTask>, Error> {
        let query = format!("SELECT {COLUMNS} FROM tasks WHERE id = ?1");
        let found = self.0.prepare_cached(&query);
        let found = found.and_then(|mut query| query.query_row([id], task).optional());
        found.map_err(failed("getting task"))
    }

    fn all(&self) -> Result<Vec<QueuedTask>, Error> {
        self.read_all().map_err(failed("listing tasks"))
    }

    fn next_pending(&self, queue: &str) -> Result<Option<Pending>, Error> {
        let next = self.0.prepare_cached(
            "SELECT id, next_run_at FROM tasks WHERE queue_name = ?1 AND status = 'pending'
             ORDER BY next_run_at, created_at, rowid LIMIT 1",
        );
        let pending = |row: &Row<'_>| {
            Ok(Pending {
                id: row.get(0)?,
                due: from_unix_millis(row.get(1)?),
            })
        };
        let next = next.and_then(|mut query| query.query_row([queue], pending).optional());
        next.map_err(failed("dequeuing task"))
    }

    fn begin(&mut self, id: &str, now: SystemTime) -> Result<(), Error> {
        let begun = self.change(
            "dequeuing task",
            "UPDATE tasks SET status = 'running', attempt = attempt + 1, updated_at = ?2 WHERE id = ?1",
            params![id, unix_millis(now)],
        );
        begun.map(drop)
    }

    fn end(&mut self, id: &str, end: &End, now: SystemTime) -> Result<(), Error> {
        let now = unix_millis(now);
        let ended = match end {
            End::Completed(message) => self.change(
                "completing task",
                "UPDATE tasks SET status = 'completed', message = ?2, updated_at = ?3 WHERE id = ?1",
                params![id, message, now],
            ),
            End::Failed(message) => self.change(
                "failing task",
                "UPDATE tasks SET status = 'failed', message = ?2, updated_at = ?3 WHERE id = ?1",
                params![id, message, now],
            ),
            End::Retry(due) => self.change(
                "retrying task",
                "UPDATE tasks SET status = 'pending', next_run_at = ?2, updated_at = ?3 WHERE id = ?1",
                params![id, unix_millis(*due), now],
            ),
            End::CutOff => self.change(
                "reverting task",
                "UPDATE tasks SET status = 'pending', attempt = attempt - 1, updated_at = ?2 WHERE id = ?1",
                params![id, now],
            ),
        };
        ended.map(drop)
    }

    fn cancel(&mut self, id: &str, now: SystemTime) -> Result<bool, Error> {
        let cancelled = self.change(
            "cancelling task",
            "UPDATE tasks SET status = 'cancelled', updated_at = ?2 WHERE id = ?1 AND status = 'pending'",
            params![id, unix_millis(now)],
        )?;
        Ok(cancelled > 0)
    }

    fn cancel_all(&mut self, queue: &str, now: SystemTime) -> Result<usize, Error> {
        self.change(
            "clearing queue",
            "UPDATE tasks SET status = 'cancelled', updated_at = ?2 WHERE queue_name = ?1 AND status = 'pending'",
            params![queue, unix_millis(now)],
        )
    }

    fn reset(&mut self, queue: &str, now: SystemTime) -> Result<(), Error> {
        let reset = self.change(
            "resetting stale tasks",
            "UPDATE tasks SET status = 'pending', updated_at = ?2 WHERE queue_name = ?1 AND status = 'running'",
            params![queue, unix_millis(now)],
        );
        reset.map(drop)
    }

    fn purge(&mut self, queue: &str, ended_before: SystemTime) -> Result<(), Error> {
        let purged = self.change(
            "purging tasks",
            "DELETE FROM tasks WHERE queue_name = ?1 AND status IN ('completed', 'failed', 'cancelled') AND updated_at < ?2",
            params![queue, unix_millis(ended_before)],
        );
        purged.map(drop)
    }
}
