//! A photograph of somebody says beside it, for all to read, who that is: visitors could take
//! a model for a patient (California Business & Professions Code 651).
use std::borrow::Cow;

use ground::diagnostic::{Diagnostic, Level};
use ground::prose::Block;
use ground::source::{Span, ending, name};

use crate::assets::picture::is_picture;
use crate::read::body::{Body, Placeholder, PlaceholderKind};
use crate::read::words::{People, words};

/// Finds photographs that show somebody and do not say whom.
pub(crate) fn check(body: &Body, people: &People, found: &mut Vec<Diagnostic>) {
    found.extend(
        body.placeholders
            .iter()
            .filter_map(|placeholder| unnamed(placeholder, body, people)),
    );
}

fn unnamed(
    placeholder: &Placeholder,
    body: &Body,
    people: &People,
) -> Option<Diagnostic> {
    let (file, alt) = photograph(placeholder)?;
    let mut shown = words(alt).chain(words(name(file)));
    if !shown.any(|(word, _)| people.words.contains(&*word))
        || beside(&placeholder.span, body).any(|word| people.told.contains(&*word))
    {
        return None;
    }
    let message = "visitors may take the person in this photograph for a patient";
    let told: Vec<_> = people.told.iter().map(String::as_str).collect();
    let help = format!(
        "say who it is in the text beside it, with one of these words: {}",
        told.join(", ")
    );
    let finding = Diagnostic::new("person-unnamed", Level::Unpublishable, message);
    Some(finding.at(placeholder.span.clone()).help(help))
}

/// The file and the alternative text of a photograph, which only pictures of pixels can be.
fn photograph(placeholder: &Placeholder) -> Option<(&str, &str)> {
    let (file, alt) = match &placeholder.kind {
        PlaceholderKind::Image { file, alt, .. } => (file.as_str(), alt.as_str()),
        PlaceholderKind::Directive(directive) if directive.name == "decoration" => {
            (directive.get("file")?, "")
        }
        _ => return None,
    };
    // A drawing is nobody's portrait.
    let drawn = ending(file).eq_ignore_ascii_case("svg");
    (is_picture(file) && !drawn).then_some((file, alt))
}

/// The words that all visitors see beside a picture: in its paragraph and in the next one.
fn beside<'a>(picture: &'a Span, body: &'a Body) -> impl Iterator<Item = Cow<'a, str>> {
    let place = |block: &Block| block.span(0..block.text.len());
    let around = body.prose.blocks.iter().filter(move |block| {
        let at = place(block);
        at.start < picture.end && picture.start < at.end
    });
    let later =
        body.prose.blocks.iter().filter(|block| place(block).start >= picture.end);
    // By place and not by the order of the blocks: a block is listed where it ends, so a
    // quotation comes after what stands in it.
    let next = later.min_by_key(|block| place(block).start);
    around.chain(next).flat_map(move |block| {
        let seen = words(&block.text)
            .filter(|(_, range)| is_seen(&block.span(range.clone()), body));
        seen.map(|(word, _)| word)
    })
}

/// Whether a word is no part of a picture's alternative text.
fn is_seen(word: &Span, body: &Body) -> bool {
    let has_it = |picture: &Span| picture.start <= word.start && word.end <= picture.end;
    let is_picture = |kind: &_| matches!(kind, PlaceholderKind::Image { .. });
    let mut all = body.placeholders.iter();
    !all.any(|Placeholder { kind, span, .. }| is_picture(kind) && has_it(span))
}
