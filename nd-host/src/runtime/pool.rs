//! Compiled copies of a plugin, one for each call in flight. Must not run them.
//!
//! The runtime ends a call that takes too long by interrupting the engine it was compiled for, and with it every other call on that engine. On the
//! server the calls of a plugin do not know of each other, so each has an engine of its own here. Compiling takes long; copies are used again.
//!
//! The runtime also keeps with a copy which folders its instances see.

use std::ops::Deref;
use std::sync::Mutex;

use anyhow::Result;
use extism::CompiledPlugin;

use super::mount::Mount;
use super::sessions::lock;

/// The copies that are kept for later. More calls than that at once compile anew.
const KEPT: usize = 8;

/// Compiles the plugin for instances that see these folders.
type Compile = dyn Fn(&[Mount]) -> Result<CompiledPlugin> + Send + Sync;

/// Copies that are not in use, and how to make another.
pub(crate) struct Pool {
    compile: Box<Compile>,
    free: Mutex<Vec<Compiled>>,
}

/// A compiled copy, and what its instances see.
struct Compiled {
    mounts: Vec<Mount>,
    compiled: CompiledPlugin,
}

/// A copy in use; it goes back when this goes.
pub(crate) struct Lent<'a> {
    pool: &'a Pool,
    /// `None` only while it goes back.
    copy: Option<Compiled>,
}

impl Pool {
    /// Makes the first copy, which sees these folders, so that what is wrong with the plugin shows now.
    ///
    /// # Errors
    /// The plugin cannot be compiled.
    pub(crate) fn new(
        compile: impl Fn(&[Mount]) -> Result<CompiledPlugin> + Send + Sync + 'static,
        mounts: &[Mount],
    ) -> Result<Self> {
        let first = Compiled {
            mounts: mounts.to_vec(),
            compiled: compile(mounts)?,
        };
        Ok(Self {
            compile: Box::new(compile),
            free: Mutex::new(vec![first]),
        })
    }

    /// A copy that nobody else uses, and that sees these folders.
    ///
    /// # Errors
    /// All are in use, and no other could be compiled.
    pub(crate) fn lend(&self, mounts: &[Mount]) -> Result<Lent<'_>> {
        let free = self.take(mounts);
        let copy = match free {
            Some(copy) => copy,
            None => Compiled {
                mounts: mounts.to_vec(),
                compiled: (self.compile)(mounts)?,
            },
        };
        Ok(Lent {
            pool: self,
            copy: Some(copy),
        })
    }

    fn take(&self, mounts: &[Mount]) -> Option<Compiled> {
        let mut free = lock(&self.free);
        let index = free.iter().position(|copy| copy.mounts == mounts)?;
        Some(free.swap_remove(index))
    }
}

impl Deref for Lent<'_> {
    type Target = CompiledPlugin;

    fn deref(&self) -> &CompiledPlugin {
        let copy = self.copy.as_ref();
        &copy.expect("it is there until it goes back").compiled
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let Some(copy) = self.copy.take() else {
            return;
        };
        let mut free = lock(&self.pool.free);
        // Folders come and go rarely, and then for all calls.
        free.retain(|other| other.mounts == copy.mounts);
        if free.len() < KEPT {
            free.push(copy);
        }
    }
}
