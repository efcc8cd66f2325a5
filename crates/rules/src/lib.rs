//! What an answer means: the words of a self-check, its meaning, its diagram, its proofs.
//!
//! A [`Table`] is what people wrote. [`Table::decide`] is its slow and obvious meaning, against
//! which all else is tested. [`compile`] makes the smallest decision diagram of it, [`prove`]
//! asks that diagram every question that a clinician would, and a [`Program`] is what the
//! browser runs. Integers only: the same bits mean the same on every machine.
#![warn(clippy::disallowed_methods)]
#![no_std]
extern crate alloc;
