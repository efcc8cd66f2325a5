//! Text to values with findings. Nothing here knows how a value is rendered.
pub mod addresses;
pub mod check;
pub mod colours;
pub mod directive;
pub mod facts;
pub mod front_matter;
pub mod judged;
pub mod kinds;
pub mod markdown;
pub mod page;
pub mod practice;
pub mod prose;
pub mod self_check;
pub mod table;
pub mod template;
pub mod template_prose;
pub mod words;
