//! Site to bytes. Nothing here judges what a page says.
pub mod address;
pub mod block;
pub mod fill;
pub mod page;
pub mod policy;
pub mod self_check;
pub mod shared;
pub mod structured;
