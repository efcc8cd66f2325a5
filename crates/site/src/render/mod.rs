//! Site to bytes. Nothing here judges what a page says.
pub mod address;
pub mod asset;
pub mod block;
pub mod feed;
pub mod fill;
pub mod page;
pub mod picture;
pub mod policy;
pub mod self_check;
pub mod shared;
pub mod structured;
