//! The ground: what all that reads a site's files names.
//!
//! [`source`] and [`span`] are the files and the places in them, [`diagnostic`] what is found
//! there, [`edit`] what to write instead, [`editor`] a text as it is edited in a browser; [`table`]
//! and [`rewrite`] read and change TOML, [`prose`] is the text in any file, [`mod@html`] what may
//! stand in a page. Pure: no disk, clock, network or printing.
#![warn(clippy::disallowed_methods)]
pub mod conflict;
pub mod diagnostic;
pub mod edit;
pub mod editor;
pub mod html;
pub mod prose;
pub mod rewrite;
pub mod source;
pub mod span;
pub mod table;
pub mod written;
