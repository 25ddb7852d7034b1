//! Finds music files that were damaged on the disk.
