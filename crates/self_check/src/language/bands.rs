//! Bands of a number: the ranges that visitors pick from.
use ground::diagnostic::Diagnostic;
use ground::source::Span;
use ground::table::TomlValue;

use super::draft::{AnswerForm, BandDraft, Range};
use super::field::need_text;
use super::range;
use super::types::Band;

/// Reads the bands that the file lists.
pub(super) fn read(
    value: &TomlValue<'_>,
    form: AnswerForm,
    found: &mut Vec<Diagnostic>,
) -> Vec<BandDraft> {
    let AnswerForm::Number { min, max } = form else {
        let finding =
            Diagnostic::error("bands", "only a number has bands").at(value.span());
        found.push(finding.help("remove the bands"));
        return vec![];
    };
    let list = value.list(found).unwrap_or_default();
    list.iter().filter_map(|band| draft(band, (min, max), found)).collect()
}

/// Reads one band.
fn draft(
    band: &TomlValue<'_>,
    bounds: Range,
    found: &mut Vec<Diagnostic>,
) -> Option<BandDraft> {
    let mut table = band.table(found)?;
    let range = table.need("range", found);
    let label = need_text(&mut table, "label", found).unwrap_or_default();
    table.finish(found);
    let (range, at) = range.map(|range| (range, range.span()))?;
    // Unlike in a cell, a single band may hold everything.
    let values = range::parse_any(range.text(found)?, &at, bounds, found)?;
    Some(BandDraft { values, label, at })
}

/// The bands with the class that each lies in: those of the file, or one for each class.
/// `question` is where the question stands.
pub(super) fn resolve(
    drafts: Vec<BandDraft>,
    form: AnswerForm,
    question: &Span,
    classes: &[Range],
    found: &mut Vec<Diagnostic>,
) -> Vec<Band> {
    if drafts.is_empty() {
        let band = |(pick, values): (usize, &Range)| Band {
            label: range::label(*values),
            pick,
            values: *values,
        };
        return classes.iter().enumerate().map(band).collect();
    }
    let is_partition = is_partition(&drafts, form, classes);
    // A gap or an overlap has no place of its own: it is reported at the last band.
    let last = drafts.last().map_or(question, |band| &band.at).clone();
    let bands = drafts.into_iter().filter_map(|band| resolve_one(band, classes, found));
    let bands = bands.collect();
    if !is_partition {
        let finding =
            Diagnostic::error("bands", "the bands leave values out, or overlap");
        found
            .push(finding.at(last).help("write bands that hold each value exactly once"));
    }
    bands
}

/// A band in its class. One that crosses a cut has none: its visitors would get answers that
/// the rules tell apart.
fn resolve_one(
    BandDraft { values, label, at }: BandDraft,
    classes: &[Range],
    found: &mut Vec<Diagnostic>,
) -> Option<Band> {
    let lies = |class: &Range| class.0 <= values.0 && values.1 <= class.1;
    let pick = classes.iter().position(lies);
    if pick.is_none() {
        found.push(
            Diagnostic::error("bands", "the rules tell values of this band apart")
                .at(at)
                .help(format!("split it where the rules do: {}", class_list(classes))),
        );
    }
    Some(Band { label, pick: pick?, values })
}

/// Whether the bands hold each value of the number exactly once.
fn is_partition(bands: &[BandDraft], form: AnswerForm, classes: &[Range]) -> bool {
    // Wider than the numbers themselves: a range may hold all of them.
    let size = |(from, to): Range| i128::from(to) - i128::from(from) + 1;
    let apart = bands.iter().enumerate().all(|(at, BandDraft { values: a, .. })| {
        bands[..at].iter().all(|BandDraft { values: b, .. }| a.1 < b.0 || b.1 < a.0)
    });
    let covered: i128 = bands.iter().map(|band| size(band.values)).sum();
    let all: i128 = classes.iter().copied().map(size).sum();
    // Where the bounds could not be read, nothing can be said of what is left out.
    apart && (form == AnswerForm::ANY_NUMBER || covered == all)
}

/// The classes as people write ranges.
fn class_list(classes: &[Range]) -> String {
    let classes = classes.iter().map(|(from, to)| format!("{from}..{to}"));
    classes.collect::<Vec<_>>().join(", ")
}
