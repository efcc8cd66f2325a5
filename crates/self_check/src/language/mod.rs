//! A self-check's file as a table of rules, its texts, and the place of each.
//!
//! All that is wrong with the file is found in one reading. The words of the file become
//! small numbers here; `rules` knows nothing else.
//!
//! 1. [`outcome`] reads the names that rules and promises use.
//! 2. [`answer_set`], [`question`], [`score`], [`rule`] and [`promise`] read their parts as drafts
//!    ([`draft`]), in which numbers are ranges as they are written.
//! 3. [`cuts`] cuts each number where any range of the file begins or ends.
//! 4. The same modules write their drafts as rules over the classes between the cuts.
#![doc = include_str!("language.md")]
mod answer;
mod answer_set;
mod bands;
mod condition;
mod cuts;
mod draft;
mod example;
mod field;
mod outcome;
mod points;
mod promise;
mod prose;
mod question;
mod range;
mod risk;
mod rule;
mod score;
mod signature;
mod types;

use cuts::Cuts;
use draft::Vocabulary;
use field::errors;
use ground::diagnostic::Diagnostic;
use ground::source::Path;
use ground::table::TomlDocument;
use outcome::Names;

pub use answer::GivenAnswer;
pub(crate) use draft::ALSO;
pub use prose::prose;
pub use types::{
    Band, Example, QuestionText, RuleText, ScoreText, SelfCheck, Signature, Spans, Texts,
};

/// Reads a self-check. None when something in it cannot be understood; a finding says what.
pub fn read(file: &Path, text: &str, found: &mut Vec<Diagnostic>) -> Option<SelfCheck> {
    let before = errors(found);
    let document = TomlDocument::parse(file, 0, text, found);
    let mut table = document.table();
    let mut check = SelfCheck::default();
    outcome::read(&mut table, &mut check, found);
    let SelfCheck { table: rules, spans, .. } = &mut check;
    let mut sets = answer_set::read(&mut table, found);
    let questions = question::read(&mut table, &mut sets, spans, found);
    sets.check_used(found);
    let scores = score::read(&mut table, &questions, spans, found);
    let words = Vocabulary { questions: &questions, scores: &scores };
    let names = Names(rules);
    let asks = question::ask_ifs(&words, found);
    let rows = rule::read(&mut table, &words, &names, spans, found);
    let promises = promise::read(&mut table, &words, &names, spans, found);
    let rules_say = rows.iter().map(|rule| &rule.when);
    let promises_say = promises.iter().map(promise::PromiseDraft::condition);
    let conditions = asks.iter().chain(rules_say).chain(promises_say);
    let cuts = Cuts::new(&questions, &scores, conditions);
    question::write(questions, asks, &cuts, &mut check, found);
    score::write(scores, &cuts, &mut check);
    rule::write(rows, &cuts, &mut check);
    promise::write(promises, &cuts, &mut check);
    check.examples = example::read(&mut table, &check.table, found);
    let signature = table.take("review");
    check.review = signature.and_then(|value| signature::read(&value, found));
    table.finish(found);
    (errors(found) == before).then_some(check)
}
