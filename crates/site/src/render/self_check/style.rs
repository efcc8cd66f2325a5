//! The generated stylesheet: the rules as selectors over what is ticked.
//!
//! Outcomes stand in the order from least to most cautious, and every selector stands inside
//! `:where()`, so that the last one that matches decides: the cascade is what makes the most
//! cautious outcome win.
use std::fmt::Write;

use super::css_logic::Logic;
use super::css_selector::Condition;
use super::form::{SelfCheckForm, is_urgent, reads_first_only};

/// The stylesheet that makes a form work without a script. A form with scores has none, as
/// CSS cannot add: it stays what it is on paper.
pub fn stylesheet(form: &SelfCheckForm<'_>) -> String {
    let Some(logic) = Logic::new(form) else { return String::new() };
    let mut sheet = Sheet::default();
    sheet.text.push_str("@supports selector(:has(*)){");
    sheet.always(".when,.given,.outcome,.panel", "none");
    sheet.always(".reasons", "block");
    questions(&logic, &mut sheet);
    outcomes(&logic, &mut sheet);
    panels(&logic, &mut sheet);
    reasons(&logic, &mut sheet);
    paper(&logic, &mut sheet);
    sheet.text.push_str("}\n");
    sheet.text
}

/// The style sheet as it grows.
#[derive(Default)]
struct Sheet {
    text: String,
}

impl Sheet {
    /// Without the program: shows or hides `target` while the condition holds.
    fn rule(&mut self, condition: &Condition, target: &str, display: &str) {
        if *condition != Condition::NEVER {
            let form = format!(".self-check:not([data-step]){}", condition.selector());
            self.write(&form, target, display);
        }
    }

    /// With and without the program.
    fn always(&mut self, target: &str, display: &str) {
        self.write(".self-check", target, display);
    }

    /// Writes a rule within `:where()`, which has no specificity: the order alone decides.
    fn write(&mut self, form: &str, target: &str, display: &str) {
        let target =
            if target.contains(',') { format!(":is({target})") } else { target.into() };
        let _ = write!(self.text, ":where({form} {target}){{display:{display}}}");
    }
}

/// Which questions are asked, what is still unanswered, and whether there is a result.
fn questions(logic: &Logic<'_>, sheet: &mut Sheet) {
    let count = logic.table().questions.len();
    for at in 0..count {
        let number = at + 1;
        let both = format!("#q{number},#q{number}+.side");
        sheet.rule(&logic.asked(at).not(), &both, "none");
        let open = Condition::all([logic.asked(at), logic.answered(at).not()]);
        sheet.rule(&open, &format!("#t{number}"), "list-item");
    }
    let mut stops = logic.stops();
    stops.sort_by_key(|stop| stop.last);
    for same in stops.chunk_by(|a, b| a.last == b.last) {
        let certain = Condition::any(same.iter().map(|stop| stop.certain.clone()));
        let later = format!("#q{}+.side~:is(.question,.side)", same[0].last + 1);
        sheet.rule(&certain, &later, "none");
    }
    sheet.rule(&logic.shown(), ".given,.ready", "block");
    sheet.rule(&logic.shown().not(), ".todo", "block");
}

/// The outcome: each that is asked for hides the others, and the last one wins.
fn outcomes(logic: &Logic<'_>, sheet: &mut Sheet) {
    let table = logic.table();
    sheet.rule(&Condition::ALWAYS, &format!("#o{}", table.otherwise + 1), "block");
    for at in 0..table.outcomes.len() {
        let asked_for = logic.fires(|rule| rule.outcome == Some(at));
        sheet.rule(&asked_for, ".outcome", "none");
        sheet.rule(&asked_for, &format!("#o{}", at + 1), "block");
    }
}

/// Panels of the rules that fire; beside a stop those that belong to it and no other.
fn panels(logic: &Logic<'_>, sheet: &mut Sheet) {
    let table = logic.table();
    for panel in 0..table.panels.len() {
        let shows = |rule: &rules::Rule| rule.panels >> panel & 1 == 1;
        let id = format!("#p{}", panel + 1);
        sheet.rule(&logic.fires(shows), &id, "block");
        if is_urgent(table, panel) {
            let first = logic.fires(|rule| shows(rule) && reads_first_only(rule));
            // Step by step the look hides panels beside questions, which this outweighs.
            let _ = write!(
                sheet.text,
                ".self-check[data-step=question]{} #q1[data-now]+.side {id}{{display:block}}",
                first.selector()
            );
        }
    }
    for (at, _) in table.outcomes.iter().enumerate().filter(|(_, outcome)| outcome.stop) {
        let stops = logic.fires(|rule| rule.outcome == Some(at));
        sheet.rule(&stops, ".panel", "none");
        let fixed = table.stop_panels(at);
        let fixed = (0..table.panels.len()).filter(|panel| fixed >> panel & 1 == 1);
        let ids: Vec<_> = fixed.map(|panel| format!("#p{}", panel + 1)).collect();
        if !ids.is_empty() {
            sheet.rule(&stops, &ids.join(","), "block");
        }
    }
}

/// The sentences of the rules that fire: with the outcome that they ask for, or below as
/// "also worth telling us".
fn reasons(logic: &Logic<'_>, sheet: &mut Sheet) {
    let table = logic.table();
    for (at, rule) in table.rules.iter().enumerate() {
        sheet.rule(&logic.when(&rule.when), &format!(".r{}", at + 1), "list-item");
    }
    sheet.rule(&logic.fires(|rule| rule.outcome.is_none()), ".also", "block");
    sheet.rule(&Condition::ALWAYS, &format!(".b{}", table.otherwise + 1), "none");
    for (at, outcome) in table.outcomes.iter().enumerate() {
        let asked_for = logic.fires(|rule| rule.outcome == Some(at));
        sheet.rule(&asked_for, ".also", "none");
        sheet.rule(&asked_for, ".by", "block");
        sheet.rule(&asked_for, &format!(".b{}", at + 1), "none");
        if !outcome.stop {
            let others = logic.fires(|rule| rule.outcome < Some(at));
            sheet.rule(&Condition::all([asked_for, others]), ".also", "block");
        }
    }
}

/// Printed before there is a result, the page is the check on paper.
fn paper(logic: &Logic<'_>, sheet: &mut Sheet) {
    sheet.text.push_str("@media print{");
    sheet.rule(&logic.shown().not(), PAPER, "block");
    sheet.rule(&logic.shown().not(), ".todo,.reasons,.also", "none");
    sheet.rule(&logic.shown(), ".brief,.answer", "inline");
    sheet.rule(&logic.shown(), ".question", "inline-block");
    sheet.rule(&logic.shown(), ".side", "contents");
    sheet.rule(&logic.shown(), UNPICKED, "none");
    sheet.rule(&logic.shown(), "~ *", "none");
    sheet.text.push('}');
}

/// What a printed result leaves out of the questions.
const UNPICKED: &str = ".cite,legend h2,.answer:not(:has(:checked)),.answer input,.hint,.side>:not(.panel),.question:not(:has(:checked))";
/// What the check on paper shows.
const PAPER: &str = ".when,.given,.outcome,.panel,.question";
