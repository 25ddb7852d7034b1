//! Navidrome plugins as they are handed over: packages read and written, and what the WebAssembly in them shows before anything runs.
//!
//! For the author's tool, the local host and tests. What is wrong with a plugin is not decided here.

pub mod archive;
pub mod custom;
pub mod module;
pub mod package;
pub mod surface;

pub use archive::Archive;
pub use custom::without_custom_sections;
pub use module::Module;
pub use package::Package;
pub use surface::Surface;
