//! Which track of a library a song is. Must not know where tracks come from.
