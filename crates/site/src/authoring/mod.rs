//! For those who make the site: guides, schemas, what comes due, how a page is moved.
pub mod calendar;
pub mod desk;
pub mod explain;
pub mod guide;
pub mod move_page;
