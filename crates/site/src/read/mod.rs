//! Text to values with findings. Nothing here knows how a value is rendered.
pub mod check;
pub mod directive;
pub mod facts;
pub mod front_matter;
pub mod kinds;
pub mod markdown;
pub mod page;
pub mod practice;
pub mod prose;
pub mod self_check;
pub mod table;
pub mod template;
pub mod words;
