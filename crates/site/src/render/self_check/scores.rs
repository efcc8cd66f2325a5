//! Scores in the page: the points beside each answer, the sum beside the result, and what to
//! add up on paper.
use std::fmt::Write;

use ground::html::escaped;
use rules::Cell;

use super::fhir::link_id;
use super::form::SelfCheckForm;

/// The points of an answer in words, by the fact that it makes true; none where it gives none
/// to any score.
pub(super) fn points(
    form: &SelfCheckForm<'_>,
    question: usize,
    fact: usize,
) -> Option<String> {
    let scores = form.table.scores.iter().zip(&form.scores);
    let words = scores.filter_map(|(score, view)| {
        let item = score.items.iter().find(|item| item.question == question)?;
        let words = count(*item.points.get(fact)?);
        // With several scores nobody could tell which sum it belongs to.
        let named = form.scores.len() > 1;
        Some(if named { format!("{}: {words}", view.name) } else { words })
    });
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// A number of points.
fn count(points: i64) -> String {
    let unit = if points.abs() == 1 { "point" } else { "points" };
    format!("{} {unit}", signed(points))
}

/// A number as people write it, with a minus and not a hyphen.
fn signed(number: i64) -> String {
    number.to_string().replace('-', "−")
}

/// The sums, each with its scale's name and range: a line to fill in by hand, and an empty
/// place for the number, which is not to be said by itself.
pub(super) fn sums(form: &SelfCheckForm<'_>, html: &mut String) {
    for (at, (score, view)) in form.table.scores.iter().zip(&form.scores).enumerate() {
        let (number, (lowest, highest)) = (at + 1, view.range);
        let (lowest, highest) = (signed(lowest), signed(highest));
        let _ = writeln!(
            html,
            "<p class=\"sum\" id=\"s{number}\">{}: <span class=\"blank\">______</span>\
             <output name=\"{}\" aria-live=\"off\" hidden></output> (from {lowest} to {highest})</p>",
            escaped(view.name),
            escaped(&link_id(form, &score.id))
        );
    }
}

/// What to add up on paper, and what each range of a sum means by itself.
pub(super) fn meanings(form: &SelfCheckForm<'_>, html: &mut String) {
    for (at, view) in form.scores.iter().enumerate() {
        let means: Vec<String> = ranges(form, at)
            .iter()
            .map(|(range, title)| format!("{range} means “{title}”"))
            .collect();
        if !means.is_empty() {
            let _ = writeln!(
                html,
                "<p class=\"when\">For {}, add the points of {}: {}.</p>",
                escaped(view.name),
                questions(form, at),
                escaped(&means.join(", "))
            );
        }
    }
}

/// The ranges of a score that alone ask for an outcome, the lowest first.
fn ranges<'a>(form: &SelfCheckForm<'a>, wanted: usize) -> Vec<(String, &'a str)> {
    let mut ranges = vec![];
    for rule in &form.table.rules {
        for row in &rule.when {
            if let ([Cell::Score { score, from, to }], Some(outcome)) =
                (&row[..], rule.outcome)
                && *score == wanted
            {
                ranges.push(((*from, *to), form.outcomes[outcome].title));
            }
        }
    }
    ranges.sort_unstable();
    ranges.into_iter().map(|(range, title)| (self::range(range), title)).collect()
}

/// A range of sums in words.
pub(super) fn range((from, to): (i64, i64)) -> String {
    if from == to { signed(from) } else { format!("{} to {}", signed(from), signed(to)) }
}

/// The questions of a score by their numbers: "questions 2 to 8".
pub(super) fn questions(form: &SelfCheckForm<'_>, score: usize) -> String {
    let items = &form.table.scores[score].items;
    let mut numbers: Vec<usize> = items.iter().map(|item| item.question + 1).collect();
    numbers.sort_unstable();
    let runs = numbers.chunk_by(|a, b| a + 1 == *b).flat_map(|run| match run {
        [first, _, .., last] => vec![format!("{first} to {last}")],
        few => few.iter().map(usize::to_string).collect(),
    });
    let mut runs: Vec<String> = runs.collect();
    match runs.pop() {
        Some(last) if !runs.is_empty() => {
            format!("questions {} and {last}", runs.join(", "))
        }
        Some(run) if run.contains(' ') => format!("questions {run}"),
        last => format!("question {}", last.unwrap_or_default()),
    }
}
