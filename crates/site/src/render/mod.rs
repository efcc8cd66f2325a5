//! The second stage of a build: a [`Project`](crate::load::Project) to [`Pages`].
//!
//! 1. What all pages show is made once ([`shared`]).
//! 2. The placeholders of a page's text are resolved ([`resolver`]).
//! 3. Its template makes the page ([`page`]).
//! 4. What the whole page names gives its policy and its links ([`links`], [`policy`]).
//! 5. Its bytes are put into the store, with its addresses below the website's base path
//!    ([`Rendered::store`], [`base_path`]).
//!
//! Nothing here judges what a page says. Which page is made when is told in `build`.
pub mod address;
pub mod aid;
pub(crate) mod base_path;
pub mod block;
mod citation;
mod head;
mod image;
pub mod links;
pub(crate) mod outside;
pub mod page;
pub mod policy;
mod rendered;
pub mod resolver;
pub mod self_check;
pub mod shared;
pub mod structured;
pub mod target;

pub use page::Renderer;
pub use rendered::{Pages, Rendered, RenderedPage};
