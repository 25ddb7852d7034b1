//! Makes calls when they are due. Must not know why they are due.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::loaded::Instance;
use super::world::Wake;

/// How long to wait when nothing is planned: whoever plans something wakes us.
const LONGEST_WAIT: Duration = Duration::from_secs(3_600);

/// The calls that may run at once. The server has no such limit, but its threads are cheaper.
const MOST_RUNNING: usize = 64;

/// How long to wait for one of so many to end.
const CROWDED: Duration = Duration::from_millis(20);

/// Calls are made when they are due, for as long as this lives. Calls that are running when it goes are waited for.
#[derive(Debug)]
pub struct Live {
    stop: Arc<AtomicBool>,
    wake: Wake,
    thread: Option<JoinHandle<()>>,
}

impl Live {
    pub(super) fn start(instance: &Arc<Instance>) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let wake = instance.world.wake.clone();
        let driver = Driver {
            instance: Arc::downgrade(instance),
            stop: Arc::clone(&stop),
            wake: wake.clone(),
        };
        let thread = Some(thread::spawn(move || driver.drive()));
        Self { stop, wake, thread }
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        self.wake.up();
        if let Some(thread) = self.thread.take() {
            // It only waits and starts other threads; were it to panic, there would be nobody left to tell.
            let _ = thread.join();
        }
    }
}

struct Driver {
    instance: Weak<Instance>,
    stop: Arc<AtomicBool>,
    wake: Wake,
}

impl Driver {
    fn drive(&self) {
        let mut running: Vec<JoinHandle<()>> = Vec::new();
        while !self.stop.load(Ordering::SeqCst) {
            let seen = self.wake.count();
            let Some(wait) = self.start_due(&mut running) else {
                break;
            };
            running.retain(|call| !call.is_finished());
            self.wake.wait(seen, wait);
        }
        for call in running {
            // A call that panicked has said so already.
            let _ = call.join();
        }
    }

    /// Starts every call that is due, each in a thread of its own; gives the time after which to look again, `None` when the plugin is gone.
    fn start_due(&self, running: &mut Vec<JoinHandle<()>>) -> Option<Duration> {
        loop {
            let instance = self.instance.upgrade()?;
            if instance.is_gone() {
                return None;
            }
            let Some((due, caller)) = instance.next() else {
                return Some(LONGEST_WAIT);
            };
            let left = due.duration_since(instance.world.clock.now());
            match left.unwrap_or_default() {
                Duration::ZERO => {}
                left => return Some(left.min(LONGEST_WAIT)),
            }
            if running.len() >= MOST_RUNNING {
                return Some(CROWDED);
            }
            let Some(job) = caller.take() else { continue };
            let instance = Arc::clone(&instance);
            running.push(thread::spawn(move || {
                let _ = instance.run(job);
            }));
        }
    }
}
