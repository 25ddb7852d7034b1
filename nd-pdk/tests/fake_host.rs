//! The fake host as a whole, driving a plugin: time, calls of exports, the deadline, reloading, the manifest.
//! What single services do is tested beside them.

#[path = "fake_host/calls.rs"]
mod calls;
#[path = "common/panics.rs"]
mod panics;
#[path = "fake_host/setup.rs"]
mod setup;
#[path = "fake_host/time.rs"]
mod time;

use nd_pdk::host::{cache, kvstore};
use nd_pdk::lifecycle::InitProvider;
use nd_pdk::scheduler::{CallbackProvider, SchedulerCallbackRequest};
use nd_pdk::scrobbler::{
    IsAuthorizedRequest, NowPlayingRequest, ScrobbleRequest, Scrobbler, ScrobblerError,
};
use nd_pdk::taskworker::{TaskExecuteProvider, TaskExecuteRequest};
use nd_pdk::websocket::{CloseProvider, OnCloseRequest};
use nd_pdk::{Error, register};

/// A plugin that writes down what happens to it.
#[derive(Default)]
struct Diary;

impl Diary {
    fn note(entry: &str) -> Result<(), Error> {
        let diary = kvstore::get("diary")?.unwrap_or_default();
        let diary = format!("{}{entry}\n", String::from_utf8(diary)?);
        kvstore::set("diary", diary)
    }
}

impl InitProvider for Diary {
    fn on_init(&self) -> Result<(), Error> {
        Self::note("init")?;
        nd_pdk::host::scheduler::schedule_recurring("@hourly", "tick", "hourly")?;
        Ok(())
    }
}

impl CallbackProvider for Diary {
    fn on_callback(&self, req: SchedulerCallbackRequest) -> Result<(), Error> {
        if req.payload == "again" {
            nd_pdk::host::scheduler::schedule_one_time(0, "again", "")?;
            return Ok(());
        }
        Self::note(&format!("{} {}", req.schedule_id, req.payload))?;
        match req.payload.as_str() {
            "work in slices" => work_in_slices(),
            "work without end" => loop {
                cache::has("anything")?;
            },
            _ => Ok(()),
        }
    }
}

/// Counts to 20, as far as the time of a call goes, and leaves the rest to the next call.
fn work_in_slices() -> Result<(), Error> {
    let deadline = nd_pdk::clock::Deadline::of_call();
    let start = cache::get_int("counted")?.unwrap_or(0);
    for number in start + 1..=20 {
        if deadline.remaining() < std::time::Duration::from_secs(10) {
            nd_pdk::host::scheduler::schedule_one_time(1, "work in slices", "")?;
            return Ok(());
        }
        cache::set_int("counted", number, 0)?;
    }
    Ok(())
}

impl TaskExecuteProvider for Diary {
    fn on_task_execute(&self, req: TaskExecuteRequest) -> Result<String, Error> {
        Self::note(&format!("task, attempt {}", req.attempt))?;
        match (req.payload.as_slice(), req.attempt) {
            (b"fails twice", 1 | 2) => Err(Error::new("not yet")),
            _ => Ok("done".to_owned()),
        }
    }
}

impl Scrobbler for Diary {
    fn is_authorized(&self, req: IsAuthorizedRequest) -> Result<bool, Error> {
        Ok(req.username == "ada")
    }

    fn now_playing(&self, _: NowPlayingRequest) -> Result<(), Error> {
        Err(Error::not_implemented())
    }

    fn scrobble(&self, _: ScrobbleRequest) -> Result<(), Error> {
        Err(ScrobblerError::RetryLater.with_reason("the disk is full"))
    }
}

impl CloseProvider for Diary {
    fn on_close(&self, req: OnCloseRequest) -> Result<(), Error> {
        Self::note(&format!("closed {}", req.connection_id))
    }
}

register!(Diary: Lifecycle, SchedulerCallback, TaskWorker, Scrobbler, websocket::CloseProvider);
