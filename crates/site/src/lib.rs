//! Sources in, website and findings out. Pure: no disk, clock, network or printing.
//!
//! 1. [`source`]: the input as a value, a snapshot of all files, and the date.
//! 2. [`load`]: files to values, each parsed once, and the graph of pages.
//! 3. [`render`]: values to pages.
//! 4. [`website`]: pages to a website, with what other programs and hosts read.
//! 5. [`check`]: what is wrong with each page, and with the site as a whole.
//!
//! [`build()`] is the whole pipeline. A [`Session`] keeps what one build leaves for the next.
//! [`authoring`] is for those who make the site.
#![warn(clippy::disallowed_methods)]
pub mod assets;
pub mod authoring;
mod build;
pub mod check;
pub mod decision;
pub mod drawing;
pub mod load;
pub mod memo;
pub mod name;
pub mod prose;
pub mod read;
pub mod render;
pub mod request;
pub mod store;
pub mod website;

pub use build::{Report, Session, Work, build};
pub use request::{Cancelled, OpenPages, Request};
