//! A plugin as a page to read: facts under headings. Must not find out anything itself.
