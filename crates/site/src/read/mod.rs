//! Text to values with findings. Nothing here knows how a value is rendered.
pub mod table;
