//! Ways for a call to end that no table can say. Must not repeat what holds for every export.
