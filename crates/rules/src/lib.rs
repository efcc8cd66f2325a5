//! What an answer means.
#![warn(clippy::disallowed_methods)]
#![no_std]
extern crate alloc;
