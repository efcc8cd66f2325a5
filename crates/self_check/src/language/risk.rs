//! The order of risk among the answers to a question.
use ground::diagnostic::Diagnostic;
use ground::source::Span;
use ground::table::TomlValue;
use rules::{Kind, Question, Risk};

use super::field::{check_twice, empty, index_of};

/// The order of risk: levels from least to most risky, each an answer or a list of them; or
/// `more-ticks` for a question with many.
pub(super) fn read(
    value: &TomlValue<'_>,
    question: &Question,
    found: &mut Vec<Diagnostic>,
) -> Risk {
    if let Some(word) = value.as_text() {
        return one_word(word, value, question, found);
    }
    let Kind::One(ids) = &question.kind else {
        let finding =
            Diagnostic::error("risk", "only a question with answers has levels of risk");
        found.push(
            finding.at(value.span()).help("remove it, or write \"more-ticks\" for many"),
        );
        return Risk::Unordered;
    };
    let ids: Vec<&str> = ids.iter().chain(&question.also).map(String::as_str).collect();
    let mut levels: Vec<Vec<usize>> = vec![];
    let mut seen: Vec<(&str, Span)> = vec![];
    for level in value.list(found).unwrap_or_default() {
        let names = names_of(&level, found);
        let fact = |(name, at): &(&str, Span)| {
            index_of("answer", name, at, ids.iter().copied(), found)
        };
        levels.push(names.iter().filter_map(fact).collect());
        seen.extend(names);
    }
    check_twice("answer", seen.iter().map(|(name, at)| (*name, at)), found);
    check_missing(&ids[..question.listed()], &seen, value, found);
    Risk::Levels(levels)
}

/// The order of risk that is one word.
fn one_word(
    word: &str,
    value: &TomlValue<'_>,
    question: &Question,
    found: &mut Vec<Diagnostic>,
) -> Risk {
    if word == "more-ticks" && matches!(question.kind, Kind::Many(_)) {
        return Risk::MoreTicks;
    }
    let finding = Diagnostic::error("risk", "this is no order of risk").at(value.span());
    found.push(
        finding.help(
            "list the answers from least to most risky; \"more-ticks\" is for many",
        ),
    );
    Risk::Unordered
}

/// The answers on a level: one, or a list of them.
fn names_of<'a>(
    level: &TomlValue<'a>,
    found: &mut Vec<Diagnostic>,
) -> Vec<(&'a str, Span)> {
    let names = match level.as_text() {
        Some(name) => vec![(name, level.span())],
        None => level.texts(found).unwrap_or_default(),
    };
    if names.is_empty() {
        found.push(empty("this level", level.span()));
    }
    names
}

/// Finds listed answers that stand on no level.
fn check_missing(
    listed: &[&str],
    seen: &[(&str, Span)],
    value: &TomlValue<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let is_seen = |id: &&str| seen.iter().any(|(name, _)| name == id);
    let missing: Vec<&str> = listed.iter().copied().filter(|id| !is_seen(id)).collect();
    if !missing.is_empty() {
        let message = format!("the order of risk leaves out {}", missing.join(", "));
        let finding = Diagnostic::error("risk", message).at(value.span());
        found.push(finding.help("list each answer once, from least to most risky"));
    }
}
