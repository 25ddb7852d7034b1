//! A run: planned, worked off folder by folder, and finished. Everything here may happen twice, as a task runs again when the server ended before it
//! was reported complete. Must not read music files.

use std::path::PathBuf;

use nd_pdk::host::library;
use nd_pdk::{Error, clock};

use crate::files;
use crate::folder::{self, Fault, Progress};
use crate::queue::{self, Place, Task};
use crate::settings::Settings;
use crate::slice::Slice;
use crate::store::{self, Cursor, Run};

/// After a start of the server: begins the first run, or sees to it that the last one goes on.
pub(crate) fn resume() -> Result<(), Error> {
    match store::run()? {
        None => begin(),
        Some(Run {
            number,
            planned: false,
        }) => queue::enqueue(&Task::Plan { run: number }),
        // Its tasks have waited in the queue.
        Some(Run { planned: true, .. }) => Ok(()),
    }
}

/// Begins a run, and gives up one that is not finished.
pub(crate) fn begin() -> Result<(), Error> {
    let given_up = queue::clear()?;
    if given_up > 0 {
        nd_pdk::warn!("the last run is given up with {given_up} tasks to do");
    }
    let number = clock::unix_seconds();
    store::clear()?;
    store::set_run(&Run {
        number,
        planned: false,
    })?;
    // If the server ends before this, `resume` does it.
    queue::enqueue(&Task::Plan { run: number })
}

/// Enqueues a check of each folder, as many as one slice has time for.
pub(crate) fn plan(number: i64) -> Result<String, Error> {
    let planned = match current(number)? {
        Some(run) => run.planned,
        None => return Ok("given up for a newer run".into()),
    };
    if planned {
        return Ok("planned before".into());
    }
    let slice = Slice::of_call(Settings::load()?.slice());
    let mut enqueued = 0;
    for place in places()? {
        if store::is_planned(&place)? {
            continue;
        }
        if enqueued > 0 && slice.is_over() {
            queue::enqueue(&Task::Plan { run: number })?;
            return Ok(format!("{enqueued} folders, to be continued"));
        }
        // In this order: if the server ends in between, the folder is enqueued twice, and checked once.
        let check = Task::Check {
            run: number,
            place: place.clone(),
        };
        queue::enqueue(&check)?;
        store::set_waiting(&place)?;
        enqueued += 1;
    }
    store::set_run(&Run {
        number,
        planned: true,
    })?;
    let (done, waiting) = store::progress()?;
    let all = done + waiting;
    nd_pdk::info!("a run begins: {all} folders");
    Ok(format!("{all} folders"))
}

/// Checks a folder, or a slice of it. `last` says that there will be no other attempt.
pub(crate) fn check(number: i64, place: &Place, last: bool) -> Result<String, Error> {
    if current(number)?.is_none() {
        return Ok("given up for a newer run".into());
    }
    if store::is_done(place)? {
        finish(place)?;
        return Ok("checked before".into());
    }
    let slice = Slice::of_call(Settings::load()?.slice());
    let checked = mount_point(place.library).and_then(|root| folder::check(&root, place, slice));
    let message = match checked {
        Ok(Progress::Paused) => {
            queue::enqueue(&Task::Check {
                run: number,
                place: place.clone(),
            })?;
            return Ok("to be continued".into());
        }
        Ok(Progress::Finished(cursor)) => summary(&cursor),
        Err(Fault::Lasting(message)) => {
            nd_pdk::warn!("{}/{}: {message}", place.library, place.folder);
            message
        }
        Err(Fault::Passing(error)) => {
            if last {
                nd_pdk::error!("{}/{} is given up: {error}", place.library, place.folder);
                store::note(&format!("failed {}/{}", place.library, place.folder))?;
                finish(place)?;
            }
            return Err(error);
        }
    };
    // Before the folder is done: a line that is there twice is better than none.
    store::note(&format!(
        "done {}/{}: {message}",
        place.library, place.folder
    ))?;
    finish(place)?;
    Ok(message)
}

/// Ticks off a folder, and says how far the run is.
fn finish(place: &Place) -> Result<(), Error> {
    store::set_done(place)?;
    let (done, waiting) = store::progress()?;
    // A plan that takes several slices may be overtaken by the folders that it has enqueued.
    let planned = store::run()?.is_some_and(|run| run.planned);
    if planned && waiting == 0 {
        nd_pdk::info!("the run is finished: {done} folders");
    } else {
        nd_pdk::debug!("{done} folders are done, {waiting} wait");
    }
    Ok(())
}

fn summary(cursor: &Cursor) -> String {
    let Cursor { files, damaged, .. } = cursor;
    match damaged.as_slice() {
        [] => format!("{files} files"),
        damaged => format!(
            "{files} files, {} damaged: {}",
            damaged.len(),
            damaged.join(", ")
        ),
    }
}

/// The run of this number, unless there is a newer one.
fn current(number: i64) -> Result<Option<Run>, Error> {
    Ok(store::run()?.filter(|run| run.number == number))
}

/// All folders of all libraries that can be read.
fn places() -> Result<Vec<Place>, Error> {
    let mut places = Vec::new();
    for library in library::get_all_libraries()? {
        let folders = match files::folders(library.mount_point.as_ref()) {
            Ok(folders) => folders,
            // One that is not mounted for now is no reason to leave the others out.
            Err(error) => {
                nd_pdk::warn!("library {} is left out: {error}", library.id);
                continue;
            }
        };
        let folders = [String::new()].into_iter().chain(folders);
        places.extend(folders.map(|folder| Place {
            library: library.id,
            folder,
        }));
    }
    Ok(places)
}

fn mount_point(id: i32) -> Result<PathBuf, Fault> {
    match library::get_library(id) {
        Ok(Some(library)) => Ok(library.mount_point.into()),
        Ok(None) => Err(Fault::Lasting("no such library".into())),
        // Removed, or taken from the plugin, since the run was planned.
        Err(error) => Err(Fault::Lasting(error.message)),
    }
}
