//! The comfort above the host services, over the fake host: what is sent, what is read, and what errors say.
//! What the services themselves do is tested beside their fakes.

#[path = "comfort/config.rs"]
mod config;
#[path = "comfort/http.rs"]
mod http;
#[path = "comfort/response.rs"]
mod response;
#[path = "comfort/stored.rs"]
mod stored;
#[path = "comfort/subsonic.rs"]
mod subsonic;
