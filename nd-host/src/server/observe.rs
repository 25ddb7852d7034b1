//! What services of a loaded plugin show, and let happen: a file for each. Must not decide anything the server decides.

mod schedules;
mod tasks;
mod websocket;
