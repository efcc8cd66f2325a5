//! What stands in the head of a page: its first words at one side, what matters most beside
//! them.

/// A page's text in the parts that its head and its column show.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    /// The first paragraph, and the ways on below it.
    pub(super) lead: &'a str,
    /// The box that follows.
    pub(super) beside: &'a str,
    /// All that follows.
    pub(super) rest: &'a str,
}

/// The boxes that stand beside the first words, by how they begin and end.
const BESIDE: [(&str, &str); 4] = [
    ("<section class=\"key-facts\"", "</section>\n"),
    ("<section class=\"studies\"", "</section>\n"),
    ("<section class=\"contact\"", "</section>\n"),
    ("<div class=\"urgent\"", "</div>\n"),
];

/// Parts a text that Candor wrote, so that each block ends with the first end of its kind: none
/// of these holds another of its kind. All paragraphs before a box stand in the head with it;
/// without a box the first says enough.
pub(super) fn parts(text: &str) -> Parts<'_> {
    let first = past_words(text).unwrap_or(text);
    let mut after = first;
    while let Some(next) = past_words(after) {
        after = next;
    }
    let boxed = BESIDE.iter().find_map(|(start, end)| past(after, start, end));
    let (after, rest) = boxed.map_or((first, first), |rest| (after, rest));
    let (lead, beside) = (text.len() - after.len(), text.len() - rest.len());
    Parts { lead: &text[..lead], beside: &text[lead..beside], rest }
}

/// What follows a paragraph, or the ways on, with which a text begins.
fn past_words(text: &str) -> Option<&str> {
    let paragraph = past(text, "<p>", "</p>\n");
    paragraph.or_else(|| past(text, "<div class=\"actions\">", "</div>\n"))
}

/// What follows the block that a text begins with, if it is one that starts and ends so.
fn past<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.strip_prefix(start)?.split_once(end)?;
    Some(rest)
}
