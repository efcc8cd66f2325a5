//! The points that a question gives: each of its answers, or each band of a number.
use ground::diagnostic::Diagnostic;
use ground::source::Span;
use ground::table::TomlValue;

use super::cuts::Cuts;
use super::draft::{AnswerForm, ItemDraft, PointsDraft, QuestionDraft, Range};
use super::field::{errors, index_of};
use super::range;

/// The most points of an answer, either way: sums stay far from any limit.
const MOST: i64 = 1_000_000;

/// Reads the points of one question.
pub(super) fn read(
    question: usize,
    draft: &QuestionDraft<'_>,
    value: &TomlValue<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<ItemDraft> {
    let (listed, also) = match draft.form {
        AnswerForm::Number { min, max } => of_number(draft, (min, max), value, found)?,
        AnswerForm::One | AnswerForm::Many => of_answers(draft, value, found)?,
    };
    Some(ItemDraft { question, listed, also })
}

/// The points of each answer.
fn of_answers(
    draft: &QuestionDraft<'_>,
    value: &TomlValue<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<(PointsDraft, Vec<i64>)> {
    let ids: Vec<&str> = draft.answer_ids().collect();
    let mut points = vec![None; ids.len()];
    for (name, at, value) in value.table_like("{ no = 0, yes = 1 }", found)?.rest() {
        let Some(answer) = index_of("answer", name, &at, ids.iter().copied(), found)
        else {
            continue;
        };
        points[answer] = integer(&value, found);
    }
    check_missing("answers", &without(&ids, &points), value, found);
    let mut listed: Vec<i64> =
        points.into_iter().map(Option::unwrap_or_default).collect();
    let also = listed.split_off(draft.listed.len());
    if draft.form == AnswerForm::Many {
        // "None of these" stands after the ticks, and adds nothing.
        listed.push(0);
    }
    Some((PointsDraft::Answers(listed), also))
}

/// The points of each band of a number, named by its range, and of the answers beside it.
fn of_number(
    draft: &QuestionDraft<'_>,
    bounds: Range,
    value: &TomlValue<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<(PointsDraft, Vec<i64>)> {
    let also: Vec<&str> = draft.also.iter().map(|(id, _)| id.as_str()).collect();
    let mut beside = vec![None; also.len()];
    let mut ranges: Vec<(Range, i64, Span)> = vec![];
    let example = "{ \"0..64\" = 0, \">= 65\" = 1 }";
    let before = errors(found);
    for (name, at, value) in value.table_like(example, found)?.rest() {
        let points = integer(&value, found);
        if let Some(answer) = also.iter().position(|id| *id == name) {
            beside[answer] = points;
        } else if let Some(band) = draft.bands.iter().find(|band| band.label == name) {
            found.push(by_label(band.values, &at));
        } else if let Some(range) = range::parse_any(name, &at, bounds, found) {
            ranges.push((range, points.unwrap_or_default(), at));
        }
    }
    let is_whole = errors(found) == before && draft.form != AnswerForm::ANY_NUMBER;
    ranges.sort_by_key(|(range, ..)| *range);
    check_overlap(&ranges, found);
    check_missing("answers", &without(&also, &beside), value, found);
    // Where a range or the bounds could not be read, nothing is said of what is left out.
    if is_whole {
        let gaps = gaps(bounds, &ranges);
        let gaps: Vec<&str> = gaps.iter().map(String::as_str).collect();
        check_missing("numbers", &gaps, value, found);
    }
    let ranges = ranges.into_iter().map(|(range, points, _)| (range, points)).collect();
    let beside = beside.into_iter().map(Option::unwrap_or_default).collect();
    Some((PointsDraft::Ranges(ranges), beside))
}

/// The finding for a band that is named by its label, which staff may change at any time.
fn by_label((from, to): Range, at: &Span) -> Diagnostic {
    Diagnostic::error("score", "points belong to a range, not to its label")
        .at(at.clone())
        .help(format!("write \"{from}..{to}\" here"))
}

/// Finds numbers that two ranges hold. The ranges come in their order.
fn check_overlap(ranges: &[(Range, i64, Span)], found: &mut Vec<Diagnostic>) {
    for pair in ranges.windows(2) {
        let [(first, _, other), (second, _, at)] = pair else { continue };
        if second.0 <= first.1 {
            let message = format!("{} has points in two ranges", second.0);
            let finding = Diagnostic::error("score", message).at(at.clone());
            let finding = finding.label(other.clone(), "it has points here too");
            found.push(finding.help("write ranges that hold each number exactly once"));
        }
    }
}

/// The ranges between those that have points, as a key in quotes.
fn gaps((min, max): Range, ranges: &[(Range, i64, Span)]) -> Vec<String> {
    let mut gaps = vec![];
    let mut next = min;
    for ((from, to), ..) in ranges {
        if next < *from {
            gaps.push(format!("\"{next}..{}\"", from - 1));
        }
        next = next.max(to.saturating_add(1));
    }
    if next <= max && ranges.iter().all(|((_, to), ..)| *to < max) {
        gaps.push(format!("\"{next}..{max}\""));
    }
    gaps
}

/// The answers without points.
fn without<'n>(ids: &[&'n str], points: &[Option<i64>]) -> Vec<&'n str> {
    let missing = ids.iter().zip(points).filter(|(_, points)| points.is_none());
    missing.map(|(id, _)| *id).collect()
}

/// Finds what has no points.
fn check_missing(
    what: &str,
    missing: &[&str],
    value: &TomlValue<'_>,
    found: &mut Vec<Diagnostic>,
) {
    if let Some(first) = missing.first() {
        let message = format!("these {what} have no points: {}", missing.join(", "));
        let finding = Diagnostic::error("score", message).at(value.span());
        found.push(finding.help(format!("write {first} = 0, or its points")));
    }
}

/// Points within the limit; more are a finding, and are cut.
fn integer(value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) -> Option<i64> {
    let points = value.integer(found)?;
    if points.unsigned_abs() > MOST.unsigned_abs() {
        let finding =
            Diagnostic::error("score", "these are too many points").at(value.span());
        found.push(finding.help(format!("write at most {MOST}")));
    }
    Some(points.clamp(-MOST, MOST))
}

/// The points of each fact of a question, now that numbers are cut.
pub(super) fn write(
    listed: PointsDraft,
    also: Vec<i64>,
    question: usize,
    cuts: &Cuts,
) -> Vec<i64> {
    let mut points = match listed {
        PointsDraft::Answers(points) => points,
        PointsDraft::Ranges(ranges) => {
            // Each range was a reason to cut, so each class lies inside one.
            let of = |class: &Range| {
                let holds =
                    |(range, _): &&(Range, i64)| range.0 <= class.0 && class.1 <= range.1;
                ranges.iter().find(holds).map_or(0, |(_, points)| *points)
            };
            cuts.classes(question).iter().map(of).collect()
        }
    };
    points.extend(also);
    points
}
