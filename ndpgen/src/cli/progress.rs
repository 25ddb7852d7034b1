//! The progress of long steps: a spinner on a terminal, lines elsewhere. Must not know what the steps are.

use std::cell::RefCell;
use std::io::{self, IsTerminal as _};
use std::time::Duration;

use indicatif::ProgressBar;

use super::complain;
use crate::plugin::build::progress::Progress;

/// How often the spinner turns.
const TICK: Duration = Duration::from_millis(100);

/// Shows progress on standard error.
pub(super) struct Shown {
    mode: Mode,
    spinner: RefCell<Option<ProgressBar>>,
}

enum Mode {
    Quiet,
    Lines,
    Spinner,
}

impl Shown {
    pub(super) fn new(quiet: bool) -> Self {
        let mode = match (quiet, io::stderr().is_terminal()) {
            (true, _) => Mode::Quiet,
            (false, false) => Mode::Lines,
            (false, true) => Mode::Spinner,
        };
        Self {
            mode,
            spinner: RefCell::default(),
        }
    }
}

impl Progress for Shown {
    fn say(&self, line: &str) {
        match self.mode {
            Mode::Quiet => {}
            Mode::Lines | Mode::Spinner => complain(format_args!("{line}")),
        }
    }

    fn begin(&self, step: &str) {
        match self.mode {
            Mode::Quiet => {}
            Mode::Lines => complain(format_args!("{step}")),
            Mode::Spinner => {
                let spinner = ProgressBar::new_spinner().with_message(step.to_owned());
                spinner.enable_steady_tick(TICK);
                self.spinner.replace(Some(spinner));
            }
        }
    }

    fn end(&self) {
        if let Some(spinner) = self.spinner.take() {
            spinner.finish_and_clear();
        }
    }
}
