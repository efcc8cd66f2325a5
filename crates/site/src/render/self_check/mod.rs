//! The self-check in its page: one HTML for three drivers.
//!
//! Without any driver the page is the check on paper: the questions, then every outcome
//! with the answers that lead to it, the most cautious first. The generated stylesheet picks
//! the outcome as answers are ticked. The program (`crates/quiz`) shows one question at a
//! time. Both work on the same elements, so all three say the same.
mod assemble;
mod css_logic;
mod css_selector;
mod css_sums;
mod fhir;
mod form;
mod markup;
mod print;
mod scores;
mod sheet;
mod style;
mod sums;

pub use assemble::{Assembled, assemble};
pub use fhir::questionnaire;
pub use form::{Choice, QuestionView, Reason, STANDING, SelfCheckForm, TitledHtml};
pub use markup::markup;
pub use style::stylesheet;
