//! The generated stylesheet: the rules as selectors over what is ticked.
//!
//! Outcomes stand in the order from least to most cautious, and every selector stands inside
//! `:where()`, so that the last one that matches decides: the cascade is what makes the most
//! cautious outcome win.
//!
//! A form with scores has two layers. The first needs no sum: what is certain without one is
//! shown as ever, and beside it all that the points may still lead to, as it stands on paper.
//! The second is the whole meaning, within a style query: where the browser knows these, it
//! stands behind the first and outweighs it.
use std::fmt::Write;

use super::css_logic::{Logic, Reading};
use super::css_selector::Condition;
use super::css_sums;
use super::form::{SelfCheckForm, is_urgent, reads_first_only};
use super::sheet::Sheet;
use super::sums::Sums;

/// The stylesheet that makes a form work without a script.
pub fn stylesheet(form: &SelfCheckForm<'_>) -> String {
    let scores = form.scores.iter();
    let sums = Sums::new(form.table, scores.map(|score| score.range));
    let logic = |reading| Logic::new(form, &sums, reading);
    let mut sheet = Sheet::new(sums.numbers());
    css_sums::declare(form.scores.len(), &mut sheet);
    sheet.text.push_str("@supports selector(:has(*)){");
    let certain = logic(Reading::Certain);
    if form.scores.is_empty() {
        whole(&certain, &mut sheet);
    } else {
        without_sums(&certain, &logic(Reading::Possible), &mut sheet);
        with_sums(&logic(Reading::Exact), &sums, &mut sheet);
    }
    sheet.text.push_str("}\n");
    sheet.text
}

/// All that the rules say.
fn whole(logic: &Logic<'_>, sheet: &mut Sheet) {
    sheet.always(".when,.given,.outcome,.panel", "none");
    sheet.always(".reasons", "block");
    let shown = shown(logic, logic);
    questions(logic, &shown, sheet);
    stops(logic, sheet);
    outcomes(logic, sheet);
    panels(logic, sheet);
    reasons(logic, sheet);
    paper(&shown, sheet);
    if logic.reading() == Reading::Certain {
        beside_first(logic, sheet);
        alone_on_paper(&shown, sheet);
    }
}

/// What holds whatever the points come to, and what they may come to.
fn without_sums(certain: &Logic<'_>, possible: &Logic<'_>, sheet: &mut Sheet) {
    sheet.always(".when,.given,.outcome,.panel", "none");
    sheet.always(".reasons", "block");
    let shown = shown(possible, certain);
    questions(possible, &shown, sheet);
    stops(certain, sheet);
    possible_outcomes(certain, possible, sheet);
    possible_panels(certain, possible, sheet);
    reasons(certain, sheet);
    paper(&shown, sheet);
    beside_first(certain, sheet);
    alone_on_paper(&shown, sheet);
}

/// The sums, and with them the whole meaning where the browser can compare them.
fn with_sums(exact: &Logic<'_>, sums: &Sums, sheet: &mut Sheet) {
    let before = sheet.text.len();
    css_sums::write(exact, sums, sheet);
    if sheet.is_too_large {
        sheet.text.truncate(before);
        return;
    }
    let before = sheet.text.len();
    sheet.text.push_str(".self-check{--exact:1}@container style(--exact:1){");
    // All that the first layer may have shown.
    sheet.always(".ready,.todo,.todo li", "none");
    whole(exact, sheet);
    sheet.text.push('}');
    if sheet.is_too_large {
        sheet.text.truncate(before);
    }
}

/// There is a result: all is answered, or a stop is certain before.
fn shown(logic: &Logic<'_>, certain: &Logic<'_>) -> Condition {
    let stops = certain.stops().into_iter().map(|stop| stop.certain);
    Condition::any(std::iter::once(logic.complete()).chain(stops))
}

/// Which questions are asked, what is still unanswered, and whether there is a result.
fn questions(logic: &Logic<'_>, shown: &Condition, sheet: &mut Sheet) {
    let count = logic.table().questions.len();
    for at in 0..count {
        let number = at + 1;
        let both = format!("#q{number},#q{number}+.side");
        sheet.rule(&logic.asked(at).not(), &both, "none");
        let open = Condition::all([logic.asked(at), logic.answered(at).not()]);
        sheet.rule(&open, &format!("#t{number}"), "list-item");
    }
    sheet.rule(shown, ".given,.ready", "block");
    sheet.rule(&shown.clone().not(), ".todo", "block");
}

/// What stands behind a stop is not asked any more.
fn stops(logic: &Logic<'_>, sheet: &mut Sheet) {
    let mut stops = logic.stops();
    stops.sort_by_key(|stop| stop.last);
    for same in stops.chunk_by(|a, b| a.last == b.last) {
        let certain = Condition::any(same.iter().map(|stop| stop.certain.clone()));
        let later = format!("#q{}+.side~:is(.question,.side)", same[0].last + 1);
        sheet.rule(&certain, &later, "none");
    }
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

/// Outcomes that are asked for whatever the points come to, as ever; and above them those that
/// the points may lead to, each with what it takes.
fn possible_outcomes(certain: &Logic<'_>, possible: &Logic<'_>, sheet: &mut Sheet) {
    let table = certain.table();
    let otherwise = format!("#o{}", table.otherwise + 1);
    sheet.rule(&Condition::ALWAYS, &otherwise, "block");
    for at in 0..table.outcomes.len() {
        let wanted = |rule: &rules::Rule| rule.outcome == Some(at);
        let (must, may) = (certain.fires(wanted), possible.fires(wanted));
        let id = format!("#o{}", at + 1);
        if must != may {
            let told = format!("{id},{id}>.when,{otherwise}>.when,.given>.when");
            sheet.rule(&may, &told, "block");
            sheet.rule(&may, &format!("{id}>.reasons"), "none");
        }
        sheet.rule(&must, ".outcome,.given>.when", "none");
        sheet.rule(&must, &format!("{id},{id}>.reasons"), "block");
        sheet.rule(&must, &format!("{id}>.when"), "none");
    }
}

/// Panels that the points may lead to, each with what it takes; then those that show whatever
/// the points come to.
fn possible_panels(certain: &Logic<'_>, possible: &Logic<'_>, sheet: &mut Sheet) {
    let all = 0..certain.table().panels.len();
    let shows = |panel: usize| move |rule: &rules::Rule| rule.panels >> panel & 1 == 1;
    for panel in all.clone() {
        let may = possible.fires(shows(panel));
        if may != certain.fires(shows(panel)) {
            let id = format!("#p{}", panel + 1);
            sheet.rule(&may, &format!("{id},{id}>.when"), "block");
        }
    }
    panels(certain, sheet);
    for panel in all {
        let id = format!("#p{}>.when", panel + 1);
        sheet.rule(&certain.fires(shows(panel)), &id, "none");
    }
}

/// Panels of the rules that fire; beside a stop those that belong to it and no other.
fn panels(logic: &Logic<'_>, sheet: &mut Sheet) {
    let table = logic.table();
    for panel in 0..table.panels.len() {
        let shows = |rule: &rules::Rule| rule.panels >> panel & 1 == 1;
        sheet.rule(&logic.fires(shows), &format!("#p{}", panel + 1), "block");
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

/// Help that the first answer calls for stands beside it step by step too.
fn beside_first(logic: &Logic<'_>, sheet: &mut Sheet) {
    let table = logic.table();
    for panel in (0..table.panels.len()).filter(|panel| is_urgent(table, *panel)) {
        let shows = |rule: &rules::Rule| rule.panels >> panel & 1 == 1;
        let first = logic.fires(|rule| shows(rule) && reads_first_only(rule));
        // The look hides panels beside questions, which this outweighs.
        let _ = write!(
            sheet.text,
            ".self-check[data-step=question]{} #q1[data-now]+.side #p{}{{display:block}}",
            first.selector(),
            panel + 1
        );
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
fn paper(shown: &Condition, sheet: &mut Sheet) {
    let not_yet = shown.clone().not();
    sheet.text.push_str("@media print{");
    sheet.rule(&not_yet, PAPER, "block");
    sheet.rule(&not_yet, ".todo,.reasons,.also", "none");
    sheet.rule(shown, ".brief,.answer", "inline");
    sheet.rule(shown, ".question", "inline-block");
    sheet.rule(shown, ".side", "contents");
    sheet.rule(shown, UNPICKED, "none");
    sheet.text.push('}');
}

/// A printed result leaves out what stands below the form.
fn alone_on_paper(shown: &Condition, sheet: &mut Sheet) {
    sheet.text.push_str("@media print{");
    sheet.rule(shown, "~ *", "none");
    sheet.text.push('}');
}

/// What a printed result leaves out of the questions.
const UNPICKED: &str = ".cite,legend h2,.answer:not(:has(:checked)),.answer input,.hint,.side>:not(.panel),.question:not(:has(:checked))";
/// What the check on paper shows.
const PAPER: &str = ".when,.given,.outcome,.panel,.question";
