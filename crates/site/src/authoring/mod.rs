//! For those who make the site: guides, schemas, what comes due, how a page begins, moves and goes.
pub mod calendar;
pub mod desk;
pub mod examples;
pub mod explain;
pub mod guide;
pub mod move_page;
pub mod new_page;
pub mod new_site;
pub mod page_file;
pub mod remove_page;
