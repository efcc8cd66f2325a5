//! What is true only as a whole: where a text says one half of a fact, it says the other too.
use std::ops::Range;

use ground::diagnostic::{Diagnostic, Level};
use ground::prose::{Block, Form, Prose};

use crate::read::facts::Facts;

/// Finds paragraphs with one of the phrases of a fact and without another.
pub(crate) fn check(prose: &Prose, facts: &Facts, found: &mut Vec<Diagnostic>) {
    let blocks = prose.blocks.iter().filter(|block| block.form == Form::Sentences);
    for (block, (id, phrases)) in
        blocks.flat_map(|block| facts.halves.iter().map(move |halves| (block, halves)))
    {
        found.extend(halved(block, id, phrases));
    }
}

fn halved(block: &Block, id: &str, phrases: &[String]) -> Option<Diagnostic> {
    let (at, said) = phrases.iter().find_map(|phrase| place(block, phrase))?;
    let lacking = phrases.iter().find(|phrase| place(block, phrase).is_none())?;
    let message = format!("visitors read “{said}” here, and not “{lacking}”");
    let help = format!("say both in one paragraph: {id} is true only as a whole");
    let finding = Diagnostic::new("fact-halved", Level::Unpublishable, message);
    Some(finding.at(block.span(at)).help(help))
}

/// Where a paragraph says something.
fn place<'a>(block: &Block, phrase: &'a str) -> Option<(Range<usize>, &'a str)> {
    let start = block.text.find(phrase)?;
    Some((start..start + phrase.len(), phrase))
}
