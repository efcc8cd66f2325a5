//! Sums in CSS: custom properties of the form, which the picked answers set.
//!
//! For the first score `--s1` is the sum, `--k1` whether all of its items are answered, and
//! `--c1` the class of the sum, 0 where it is not known. They are whole numbers by
//! `@property`, so that a style query can compare them.
use std::collections::BTreeSet;
use std::fmt::Write;

use rules::Item;

use super::css_logic::Logic;
use super::css_selector::{Case, Condition};
use super::sheet::Sheet;
use super::sums::Sums;

/// Declares what the sums are. It stands outside of every condition.
pub(super) fn declare(scores: usize, sheet: &mut Sheet) {
    for number in 1..=scores {
        for name in ["s", "c"] {
            let _ = write!(
                sheet.text,
                "@property --{name}{number}{{syntax:\"<integer>\";inherits:true;initial-value:0}}"
            );
        }
    }
}

/// Adds up what is picked, and shows the sums. `logic` reads scores exactly, as one may decide
/// whether an item of another is asked.
pub(super) fn write(logic: &Logic<'_>, sums: &Sums, sheet: &mut Sheet) {
    for (at, score) in logic.table().scores.iter().enumerate() {
        let number = at + 1;
        let mut parts: Vec<String> = vec![];
        for (place, item) in score.items.iter().enumerate() {
            for (choice, answers) in choices(logic, item).into_iter().enumerate() {
                let name = format!("--s{number}-{}-{}", place + 1, choice + 1);
                parts.extend(term(&name, &answers, sheet));
            }
        }
        let sum = if parts.is_empty() { "0".to_owned() } else { parts.join(" + ") };
        let known = term(&format!("--k{number}"), &[(logic.known(at), 1)], sheet);
        let classes = sums
            .cuts(at)
            .map(|from| format!(" + clamp(0,var(--s{number}) - {},1)", from - 1));
        let _ = write!(
            sheet.text,
            ".self-check{{--s{number}:calc({sum});--k{number}:calc({});\
             --c{number}:calc(var(--k{number})*(1{}))}}\
             #s{number}{{--sum:var(--s{number})}}",
            known.join(" + "),
            classes.collect::<String>()
        );
        let (blank, total) = (format!("#s{number} .blank"), format!("#s{number} output"));
        sheet.always_if(&logic.known(at), &blank, "none");
        sheet.always_if(&logic.known(at), &total, "inline");
    }
    let outcomes = logic.table().outcomes.iter().enumerate();
    for (at, _) in outcomes.filter(|(_, outcome)| outcome.stop) {
        // Nothing but help stands beside a stop.
        sheet.rule(&logic.fires(|rule| rule.outcome == Some(at)), ".sum", "none");
    }
    sheet.text.push_str(LOOK);
}

/// The number stands in the page by itself where a script has written it, and else as a counter.
const LOOK: &str = ".sum output:empty::before{counter-reset:sum var(--sum);content:counter(sum)}\
.self-check:has([data-stop][data-now]) .sum,.self-check:is([data-step=review],[data-step=result]) .points{display:none}\
.points{font-size:var(--small);color:var(--quiet)}";

/// What an item adds for what is picked: of a question with one answer all that can be added,
/// of one with many each tick by itself.
fn choices(logic: &Logic<'_>, item: &Item) -> Vec<Vec<(Condition, i64)>> {
    let asked = |condition| Condition::all([logic.asked(item.question), condition]);
    let answers = item.points.iter().enumerate().filter(|(_, points)| **points != 0);
    let answers =
        answers.map(|(fact, points)| (asked(logic.fact(item.question, fact)), *points));
    if logic.table().questions[item.question].is_many() {
        answers.map(|answer| vec![answer]).collect()
    } else {
        vec![answers.collect()]
    }
}

/// A part of a sum: what is added where one of these conditions holds, which exclude each
/// other. What it hangs on of other sums is a factor, since a form cannot be asked for its
/// own properties.
fn term(name: &str, values: &[(Condition, i64)], sheet: &mut Sheet) -> Vec<String> {
    let mut factors: Vec<String> = vec![];
    for (condition, value) in values {
        for Case { sums, picked } in sheet.cases(condition) {
            let factor = factor(&sums);
            let at = factors.iter().position(|other| *other == factor);
            let at = at.unwrap_or_else(|| {
                factors.push(factor);
                factors.len() - 1
            });
            let _ = write!(
                sheet.text,
                ".self-check{}{{{name}-{at}:{value}}}",
                picked.selector()
            );
        }
    }
    let part = |(at, factor)| format!("var({name}-{at},0){factor}");
    factors.into_iter().enumerate().map(part).collect()
}

/// 1 where each of these sums lies in one of its classes, else 0: how far the class of the sum
/// is from one of them, at most 1, is taken from 1.
fn factor(sums: &[(usize, BTreeSet<usize>)]) -> String {
    let mut factor = String::new();
    for (score, classes) in sums {
        let is = |class: &usize| {
            let distance = format!("var(--c{}) - {class}", score + 1);
            format!("(1 - min(1,max({distance},-1*({distance}))))")
        };
        let one = classes.iter().map(is).collect::<Vec<_>>();
        let _ = write!(factor, "*({})", one.join(" + "));
    }
    factor
}
