//! Says what the files of each library are: how many of each kind, how large, and which are the largest.
//! Must not need more time than a call has, however large a library is: the work is done in slices.

mod progress;
mod statistics;
mod walk;

use nd_pdk::clock::Deadline;
use nd_pdk::host::{library, scheduler};
use nd_pdk::lifecycle::InitProvider;
use nd_pdk::scheduler::{CallbackProvider, SchedulerCallbackRequest};
use nd_pdk::{Error, config, register};
use serde::Deserialize;
use std::path::Path;
use std::time::Duration;

use progress::{Progress, Report};
use walk::Walk;

/// A slice ends when so much of its call is left. A folder on a slow disk cannot be interrupted while it is listed, and the calls of other plugins
/// and of the server itself want their share of the disk, too: a third of the time for us is plenty.
const RESERVE: Duration = Duration::from_secs(20);

/// How long to leave the disk alone between two slices, in seconds.
const PAUSE: i32 = 1;

/// What the administrator can set.
#[derive(Debug, Deserialize)]
#[serde(default)]
struct Settings {
    schedule: String,
    largest: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            schedule: "@daily".to_owned(),
            largest: 10,
        }
    }
}

/// What a slice came to.
enum Slice {
    Finished,
    Interrupted,
}

#[derive(Default)]
struct Inspector;

impl InitProvider for Inspector {
    fn on_init(&self) -> Result<(), Error> {
        let settings: Settings = config::load()?;
        scheduler::schedule_recurring(&settings.schedule, "", "inspection")?;
        // An inspection that a restart has interrupted goes on now, and so that there is something to see, the first one begins now.
        if Progress::load()?.is_some() || !Report::any()? {
            scheduler::schedule_one_time(0, "", "")?;
        }
        Ok(())
    }
}

impl CallbackProvider for Inspector {
    fn on_callback(&self, req: SchedulerCallbackRequest) -> Result<(), Error> {
        let progress = match Progress::load()? {
            Some(progress) if req.is_recurring && progress.is_alive() => {
                nd_pdk::info!("the inspection before is not finished yet");
                return Ok(());
            }
            Some(progress) => progress,
            None => {
                let libraries = library::get_all_libraries()?;
                Progress::begin(libraries.iter().map(|library| library.id).collect())?
            }
        };
        inspect(progress)
    }
}

register!(Inspector: lifecycle::InitProvider, SchedulerCallback);

/// Goes through the libraries that are left, until all are done or the time is up.
fn inspect(mut progress: Progress) -> Result<(), Error> {
    let deadline = Deadline::of_call();
    let settings: Settings = config::load()?;
    while let Some(&id) = progress.libraries.first() {
        match inspect_library(id, &mut progress, settings.largest, deadline) {
            Ok(Slice::Finished) => {}
            Ok(Slice::Interrupted) => {
                progress.save()?;
                // Without an ID: that of the slice that is running is still taken.
                scheduler::schedule_one_time(PAUSE, "", "")?;
                return Ok(());
            }
            // One that is gone, or not mounted for now, is no reason to leave the others out.
            Err(error) => nd_pdk::warn!("library {id} is left out: {error}"),
        }
        progress.next_library();
    }
    Progress::end()
}

fn inspect_library(
    id: i32,
    progress: &mut Progress,
    largest: usize,
    deadline: Deadline,
) -> Result<Slice, Error> {
    let library = library::get_library(id)?.ok_or_else(Error::not_found)?;
    let mut walk = Walk::resume(Path::new(&library.mount_point), progress.cursor.clone())?;
    // The time is looked at after an entry, never before: each slice gets on, if only by one.
    while let Some(entry) = walk.next() {
        progress.statistics.add(entry, largest);
        if deadline.remaining() < RESERVE {
            progress.cursor = walk.cursor();
            return Ok(Slice::Interrupted);
        }
    }
    let report = Report::new(library.name, std::mem::take(&mut progress.statistics));
    report.log();
    report.save(id)?;
    Ok(Slice::Finished)
}

#[cfg(test)]
mod tests;
