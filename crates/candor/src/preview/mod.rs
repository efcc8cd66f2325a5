//! The preview: the website as it is while it is written, and what is wrong with it.
mod announce;
pub(crate) mod finding;
pub(crate) mod pages;
pub(crate) mod server;
pub(crate) mod state;
