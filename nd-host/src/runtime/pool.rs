//! Compiled copies of a plugin, one for each call in flight. Must not run them.
//!
//! The runtime ends a call that takes too long by interrupting the engine it was compiled for, and with it every other call on that engine. On the
//! server the calls of a plugin do not know of each other, so each has an engine of its own here. Compiling takes long; copies are used again.

use std::ops::Deref;
use std::sync::Mutex;

use anyhow::Result;
use extism::CompiledPlugin;

use super::sessions::lock;

/// The copies that are kept for later. More calls than that at once compile anew.
const KEPT: usize = 8;

/// Copies that are not in use, and how to make another.
pub(crate) struct Pool {
    compile: Box<dyn Fn() -> Result<CompiledPlugin> + Send + Sync>,
    free: Mutex<Vec<CompiledPlugin>>,
}

/// A copy in use; it goes back when this goes.
pub(crate) struct Lent<'a> {
    pool: &'a Pool,
    /// `None` only while it goes back.
    compiled: Option<CompiledPlugin>,
}

impl Pool {
    /// Makes the first copy, so that what is wrong with the plugin shows now.
    ///
    /// # Errors
    /// The plugin cannot be compiled.
    pub(crate) fn new(
        compile: impl Fn() -> Result<CompiledPlugin> + Send + Sync + 'static,
    ) -> Result<Self> {
        let first = compile()?;
        Ok(Self {
            compile: Box::new(compile),
            free: Mutex::new(vec![first]),
        })
    }

    /// A copy that nobody else uses.
    ///
    /// # Errors
    /// All are in use, and no other could be compiled.
    pub(crate) fn lend(&self) -> Result<Lent<'_>> {
        let free = lock(&self.free).pop();
        let compiled = match free {
            Some(compiled) => compiled,
            None => (self.compile)()?,
        };
        Ok(Lent {
            pool: self,
            compiled: Some(compiled),
        })
    }
}

impl Deref for Lent<'_> {
    type Target = CompiledPlugin;

    fn deref(&self) -> &CompiledPlugin {
        self.compiled
            .as_ref()
            .expect("it is there until it goes back")
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut free = lock(&self.pool.free);
        if free.len() < KEPT {
            free.extend(self.compiled.take());
        }
    }
}
