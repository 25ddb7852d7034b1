//! What whoever started a build gets to know while it runs. Must not know what shows it.

/// Shows how far a build is.
pub trait Progress {
    /// Something worth knowing, in a line.
    fn say(&self, line: &str);
    /// A step begins that may take a while.
    fn begin(&self, step: &str);
    /// The step is over. Cargo, which shows its own progress, only runs between steps.
    fn end(&self);
}

/// Runs a step.
pub fn during<T>(progress: &dyn Progress, step: &str, run: impl FnOnce() -> T) -> T {
    progress.begin(step);
    let result = run();
    progress.end();
    result
}
