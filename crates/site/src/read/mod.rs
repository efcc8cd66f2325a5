//! Text to values with findings. Nothing here knows how a value is rendered.
pub mod addresses;
pub mod attestations;
pub mod body;
pub mod colours;
pub mod count;
pub mod directive;
pub mod facts;
pub mod foreign;
pub mod front_matter;
pub mod kinds;
pub mod markdown;
pub mod page;
pub mod practice;
pub mod sheet;
pub mod template;
pub mod template_prose;
pub mod words;
