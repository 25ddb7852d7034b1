//! Reading, writing and showing the blocks in which host and guest hand each other bytes. Must not know what is in them.

use std::fmt;
use std::str;

use anyhow::{Context as _, Result};
use extism::convert::MemoryHandle;
use extism::{CurrentPlugin, Val};

/// The bytes of a block; none for offset 0, which stands for "nothing".
///
/// # Errors
/// When the offset is not that of a block.
pub(crate) fn read(plugin: &mut CurrentPlugin, offset: &Val) -> Result<Vec<u8>> {
    let handle = find(plugin, offset)?;
    Ok(plugin.memory_bytes(handle)?.to_vec())
}

/// Like [`read`], and frees the block.
///
/// # Errors
/// When the offset is not that of a block.
pub(crate) fn take(plugin: &mut CurrentPlugin, offset: &Val) -> Result<Vec<u8>> {
    let bytes = read(plugin, offset)?;
    let handle = find(plugin, offset)?;
    plugin.memory_free(handle)?;
    Ok(bytes)
}

/// A new block with these bytes; offset 0 when there are none.
///
/// # Errors
/// When the plugin may not have that much memory.
pub(crate) fn write(plugin: &mut CurrentPlugin, bytes: &[u8]) -> Result<Val> {
    let handle = plugin.memory_new(bytes)?;
    Ok(plugin.memory_to_val(handle))
}

fn find(plugin: &mut CurrentPlugin, offset: &Val) -> Result<MemoryHandle> {
    let offset = offset.i64().context("a block's offset is an i64")?;
    plugin
        .memory_handle(offset.cast_unsigned())
        .with_context(|| format!("there is no memory block at offset {offset}"))
}

/// The bytes of a block, as a developer wants to see them: text in quotes where they are text.
pub(crate) struct Shown<'a>(pub(crate) &'a [u8]);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match str::from_utf8(self.0) {
            Ok(text) => text.fmt(f),
            Err(_) => self.0.fmt(f),
        }
    }
}
