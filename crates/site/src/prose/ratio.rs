//! “64 out of 100” is believed: where a page says it, a fact has to say it too.
use std::ops::Range;

use ground::diagnostic::{Diagnostic, Level};
use ground::prose::{Block, Form};

use crate::read::body::{Body, PlaceholderKind};
use crate::read::facts::Facts;
use crate::read::words::{is_figure, words};

/// Finds paragraphs that say so many out of so many, and after that cite nothing. Of a table
/// and a drawing, what stands around them cites.
pub(crate) fn check(body: &Body, facts: &Facts, found: &mut Vec<Diagnostic>) {
    let blocks = body.prose.blocks.iter();
    // A search for a few bytes, so that only the blocks that can say it are parted into words.
    let said = blocks
        .filter(|block| block.form == Form::Sentences && block.text.contains(" out of "));
    let fact = facts.facts.keys().next().map_or("…", String::as_str);
    let bare = |block: &Block| bare(body, block, share(&block.text)?, fact);
    found.extend(said.filter_map(bare));
}

/// Where a text last says so many out of so many.
fn share(text: &str) -> Option<Range<usize>> {
    let words: Vec<_> = words(text).collect();
    let said = words.windows(4).rfind(|said| {
        let [some, out, of, all] = said else { return false };
        is_figure(&some.0) && out.0 == "out" && of.0 == "of" && is_figure(&all.0)
    })?;
    Some(said[0].1.start..said[3].1.end)
}

/// The finding for a share that nothing is cited for. `fact` is one that can be cited.
fn bare(
    body: &Body,
    block: &Block,
    share: Range<usize>,
    fact: &str,
) -> Option<Diagnostic> {
    let said = &block.text[share.clone()];
    let at = block.span(share);
    let starts = body.prose.blocks.iter().map(|block| block.span(0..1).start);
    // Until the next block begins: a mark may stand after other words of the same paragraph, and
    // no block knows where its marks are.
    let next = starts.filter(|start| *start > at.start).min().unwrap_or(usize::MAX);
    let cited = body.placeholders.iter().any(|placeholder| {
        matches!(placeholder.kind, PlaceholderKind::Cite(_))
            && (at.end..next).contains(&placeholder.span.start)
    });
    let message = format!("visitors would read “{said}” here, and not what it rests on");
    let finding = Diagnostic::new("uncited", Level::Unpublishable, message).at(at);
    let help = format!("cite the fact that says so after it, like this: [@{fact}]");
    (!cited).then(|| finding.help(help))
}
