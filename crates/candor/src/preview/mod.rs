//! The preview: the website as it is while it is written, and what is wrong with it.
//!
//! One thread builds ([`builder`]), the server's threads answer ([`routes`]). They share one
//! value, the newest [`state::Shown`], in a watch channel: a request takes a reference to it and
//! holds no lock while it answers.
mod announce;
mod builder;
mod desk;
mod events;
pub(crate) mod finding;
mod media_type;
pub(crate) mod pages;
mod range;
mod routes;
pub(crate) mod server;
pub(crate) mod state;
