//! What an answer means.
#![no_std]
extern crate alloc;
