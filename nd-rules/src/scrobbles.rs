//! Pages of the scrobble history.
