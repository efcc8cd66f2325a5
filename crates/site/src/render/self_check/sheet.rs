//! The generated style sheet as it grows.
use std::collections::BTreeSet;
use std::fmt::Write;

use super::css_selector::{Case, Condition};

/// More cases of one condition than any form needs: many scores that all hang together.
const MOST: usize = 500;

/// A style sheet, with what it needs to know of the form.
pub(super) struct Sheet {
    /// What is written so far.
    pub text: String,
    /// The classes of each score's sums.
    classes: Vec<BTreeSet<usize>>,
    /// Whether a condition had more cases than can be written.
    pub is_too_large: bool,
}

impl Sheet {
    /// An empty style sheet for a form whose scores have these classes of sums.
    pub(super) fn new(classes: Vec<BTreeSet<usize>>) -> Self {
        Self { text: String::new(), classes, is_too_large: false }
    }

    /// Without the program: shows or hides `target` while the condition holds.
    pub(super) fn rule(&mut self, condition: &Condition, target: &str, display: &str) {
        self.while_it_holds(condition, ":not([data-step])", target, display);
    }

    /// With and without the program.
    pub(super) fn always(&mut self, target: &str, display: &str) {
        self.always_if(&Condition::ALWAYS, target, display);
    }

    /// The same while the condition holds.
    pub(super) fn always_if(
        &mut self,
        condition: &Condition,
        target: &str,
        display: &str,
    ) {
        self.while_it_holds(condition, "", target, display);
    }

    /// Shows or hides `target` in each case in which the condition holds.
    fn while_it_holds(
        &mut self,
        condition: &Condition,
        modes: &str,
        target: &str,
        display: &str,
    ) {
        // The cases of a whole may be many more than those of its parts.
        if let Condition::Any(parts) = condition
            && condition.names_a_sum()
        {
            for part in parts {
                self.while_it_holds(part, modes, target, display);
            }
            return;
        }
        for Case { sums, picked } in self.cases(condition) {
            for (score, classes) in &sums {
                let number = score + 1;
                let is =
                    classes.iter().map(|class| format!("style(--c{number}:{class})"));
                let one = is.collect::<Vec<_>>().join(" or ");
                let _ = write!(self.text, "@container {one}{{");
            }
            let form = format!(".self-check{modes}{}", picked.selector());
            self.write(&form, target, display);
            self.text.extend(sums.iter().map(|_| '}'));
        }
    }

    /// The cases of a condition; none where they are too many, which is noted.
    pub(super) fn cases(&mut self, condition: &Condition) -> Vec<Case> {
        let cases = condition.cases(&self.classes, MOST);
        self.is_too_large |= cases.is_none();
        cases.unwrap_or_default()
    }

    /// Writes a rule within `:where()`, which has no specificity: the order alone decides.
    fn write(&mut self, form: &str, target: &str, display: &str) {
        let target =
            if target.contains(',') { format!(":is({target})") } else { target.into() };
        let _ = write!(self.text, ":where({form} {target}){{display:{display}}}");
    }
}
