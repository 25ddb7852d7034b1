//! Subsonic requests as the server rewrites them before it answers.
