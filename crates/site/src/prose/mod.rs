//! What the words of a text say: how hard they are to read, and what may not be said.
pub mod people;
pub mod phrase;
pub mod ratio;
pub mod reading;
