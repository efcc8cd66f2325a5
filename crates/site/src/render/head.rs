//! What stands in the head of a page: its first words at one side, what matters most beside
//! them.

/// The way into the self-check, where a phone shows it before anybody scrolls. The program
/// hears it wherever it stands, and shows it: without one it would do nothing.
const START: &str = "<p class=\"start\" hidden><a class=\"button\" data-do=\"start\" href=\"#q1\">Start</a></p>\n";

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
    let first = &text[words_end(text)..];
    let first = first.strip_prefix(START).unwrap_or(first);
    let mut after = first;
    while let Some(next) = past_words(after) {
        after = next;
    }
    let boxed = BESIDE.iter().find_map(|(start, end)| past(after, start, end));
    let (after, rest) = boxed.map_or((first, first), |rest| (after, rest));
    let (lead, beside) = (text.len() - after.len(), text.len() - rest.len());
    Parts { lead: &text[..lead], beside: &text[lead..beside], rest }
}

/// Puts the way into the self-check behind the first words of a page.
pub(super) fn add_start(text: &mut String) {
    text.insert_str(words_end(text), START);
}

/// Where the words end with which the head of a page begins: its first paragraph.
fn words_end(text: &str) -> usize {
    past_words(text).map_or(0, |rest| text.len() - rest.len())
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
