//! The mark of a claim: one for all sources on which it rests. Pressed, it opens them in
//! place, without a script (HTML, `popover`).
use std::fmt::Write as _;

use ground::diagnostic::{Diagnostic, Level, nearest};
use ground::html::escaped;
use ground::source::Span;

use crate::read::facts::{Facts, Source};

/// The sources that a page cites, numbered by their first use, and what its marks open.
pub(super) struct Citations<'a> {
    facts: &'a Facts,
    cited: Vec<Cited>,
    /// How many marks have an id so far: those to which a source leads back.
    marks: usize,
    /// The numbers of the sources that each note tells.
    notes: Vec<Vec<usize>>,
}

/// A source that a page cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cited {
    /// Its key, `MURROUGH13`.
    pub key: String,
    /// The address of the first mark that names it; none where only help in a crisis does.
    pub first_use: Option<String>,
}

impl<'a> Citations<'a> {
    /// For a page that cites nothing yet.
    pub(super) fn new(facts: &'a Facts) -> Self {
        Self { facts, cited: vec![], marks: 0, notes: vec![] }
    }

    /// The sources, in the order of their numbers.
    pub(super) fn sources(&self) -> &[Cited] {
        &self.cited
    }

    /// The mark of a claim, for the sources on which its facts rest. Help in a crisis has
    /// none: nothing stands between a person and a number to call.
    pub(super) fn cite(
        &mut self,
        facts: &[(String, Span)],
        found: &mut Vec<Diagnostic>,
    ) -> String {
        let numbers = self.numbers(facts, found);
        if self.is_help(facts) {
            return String::new();
        }
        let id = self.id(&numbers);
        self.mark(id.as_deref(), &numbers)
    }

    /// The mark of a claim that may stand in several places, of which one shows at a time.
    pub(super) fn cite_anywhere(
        &mut self,
        facts: &[(String, Span)],
        found: &mut Vec<Diagnostic>,
    ) -> String {
        let numbers = self.numbers(facts, found);
        self.mark(None, &numbers)
    }

    /// Whether people read these facts in a crisis.
    fn is_help(&self, facts: &[(String, Span)]) -> bool {
        let known = |id: &String| self.facts.facts.get(id);
        facts.iter().all(|(id, _)| known(id).is_some_and(|fact| fact.crisis))
    }

    /// The id of the next mark, if it is the first of some source: the list of sources leads
    /// back to it.
    fn id(&mut self, numbers: &[usize]) -> Option<String> {
        let is_new = |number: &&usize| self.cited[**number - 1].first_use.is_none();
        let new: Vec<_> = numbers.iter().filter(is_new).collect();
        if new.is_empty() {
            return None;
        }
        self.marks += 1;
        let id = format!("cite-{}", self.marks);
        for number in new {
            self.cited[number - 1].first_use = Some(format!("#{id}"));
        }
        Some(id)
    }

    fn mark(&mut self, id: Option<&str>, numbers: &[usize]) -> String {
        if numbers.is_empty() {
            return String::new();
        }
        mark(id, self.note(numbers), numbers)
    }

    /// What the marks open, to stand at the end of the page: what opens from within a part
    /// that is hidden would be hidden too. On a page that takes answers they are all there is to
    /// open: an address would tell which part somebody was shown.
    pub(super) fn notes(&self, takes_answers: bool) -> String {
        let source = |number: usize| {
            let key = self.cited[number - 1].key.as_str();
            (key, self.facts.sources.get(key))
        };
        let notes = self.notes.iter().enumerate();
        notes.map(|(at, numbers)| note(at + 1, numbers, source, takes_answers)).collect()
    }

    /// The number of the note that tells these sources: claims on the same ones share it.
    fn note(&mut self, numbers: &[usize]) -> usize {
        let known = self.notes.iter().position(|note| note == numbers);
        1 + known.unwrap_or_else(|| {
            self.notes.push(numbers.to_vec());
            self.notes.len() - 1
        })
    }

    /// The numbers of the sources on which some facts rest, in order.
    fn numbers(
        &mut self,
        facts: &[(String, Span)],
        found: &mut Vec<Diagnostic>,
    ) -> Vec<usize> {
        let (known, mut numbers) = (self.facts, vec![]);
        for (id, span) in facts {
            match known.facts.get(id) {
                Some(fact) => {
                    numbers.extend(fact.sources.iter().map(|(key, _)| self.number(key)));
                }
                None => found.push(no_fact(id, span, known)),
            }
        }
        // Two facts may rest on one source, and one fact on several: a reader sees each number
        // once, in order.
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The number of a source, by its first use.
    fn number(&mut self, key: &str) -> usize {
        let known = self.cited.iter().position(|cited| cited.key == key);
        1 + known.unwrap_or_else(|| {
            self.cited.push(Cited { key: key.to_owned(), first_use: None });
            self.cited.len() - 1
        })
    }
}

fn no_fact(id: &str, span: &Span, facts: &Facts) -> Diagnostic {
    let message = format!("this statement rests on nothing: there is no fact `{id}`");
    let known = || facts.facts.keys().map(String::as_str);
    let help = match nearest(id, known()).or_else(|| known().next()) {
        Some(fact) => {
            format!("cite a fact that stands in content/facts, like this: [@{fact}]")
        }
        None => "remove it: no fact stands in content/facts".to_owned(),
    };
    Diagnostic::new("citation-unknown", Level::Unpublishable, message)
        .at(span.clone())
        .help(help)
}

/// The mark of a claim. `note` numbers what it opens; the list of sources leads back to `id`.
fn mark(id: Option<&str>, note: usize, numbers: &[usize]) -> String {
    let id = id.map_or_else(String::new, |id| format!(" id=\"{id}\""));
    format!(
        "\u{2060}<button type=\"button\" class=\"cite\"{id} popovertarget=\"cited-{note}\" \
         aria-label=\"{}\">{}</button>",
        name(numbers),
        short(numbers)
    )
}

/// Puts a mark behind the last word of a text, and on the line of that word: a line never begins
/// with a mark. The word joiner in the mark says so too, but browsers break a line before any
/// button, unless both stand in an element without breaks.
pub(super) fn attach(html: &mut String, mark: &str) {
    html.truncate(html.trim_end_matches(' ').len());
    if mark.is_empty() {
        return;
    }
    // Within what is bold the last word is; a button cannot stand within a link.
    let end = html.rfind("</").filter(|at| {
        let tag = &html[*at..];
        tag.find('>') == Some(tag.len() - 1) && tag != "</a>"
    });
    let tail = end.map(|end| html.split_off(end)).unwrap_or_default();
    let word = html.rfind([' ', '\n', '>']).map_or(0, |before| before + 1);
    html.insert_str(word, "<span class=\"cites\">");
    html.push_str(mark);
    html.push_str("</span>");
    html.push_str(&tail);
}

/// What marks of these sources open: their references, and the way to all of the page, unless
/// everything opens in place. Each word that all notes have in common weighs next to nothing,
/// and a page may have forty of them.
fn note<'a>(
    note: usize,
    numbers: &[usize],
    source: impl Fn(usize) -> (&'a str, Option<&'a Source>),
    in_place: bool,
) -> String {
    let mut html = format!(
        "<div popover class=\"note\" id=\"cited-{note}\" role=\"group\" aria-label=\"Sources\">\n<ol>\n"
    );
    for number in numbers {
        let (key, source) = source(*number);
        let mut reference = reference(key, source);
        if in_place {
            reference = in_new_tabs(&reference);
        }
        let _ = writeln!(html, "<li value=\"{number}\">{reference}</li>");
    }
    let all =
        if in_place { "" } else { "<a href=\"#source-1\">All sources of this page</a> " };
    let _ = writeln!(
        html,
        "</ol>\n<p>{all}<button type=\"button\" \
         popovertarget=\"cited-{note}\">Close</button></p>\n</div>"
    );
    html
}

/// What visitors read of a source: a link where it has an address, and where not what to search
/// for, which is its own words.
pub(super) fn reference(key: &str, source: Option<&Source>) -> String {
    let text = escaped(source.map_or(key, |source| &source.reference));
    match source.and_then(|source| source.link.as_deref()) {
        Some(link) => {
            format!("<a href=\"{}\" rel=\"noreferrer\">{text}</a>", escaped(link))
        }
        None => format!("<span class=\"quiet\">Search for:</span> {text}"),
    }
}

/// A text whose links to other pages open in new tabs, and say so: whoever comes back to a page
/// that nobody keeps finds no answers and no result there.
pub(super) fn in_new_tabs(html: &str) -> String {
    const START: &str = "<a href=\"";
    let mut parts = html.split(START);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let leads_on =
            !["tel:", "sms:", "mailto:", "#"].iter().any(|to| part.starts_with(to));
        match part.split_once("</a>").filter(|_| leads_on) {
            Some((link, rest)) => {
                let parts = ["<a target=\"_blank\" href=\"", link, NEW_TAB, "</a>", rest];
                text.extend(parts);
            }
            None => text.extend([START, part]),
        }
    }
    text
}

/// What a link says that opens in a new tab.
const NEW_TAB: &str = " (opens in a new tab)";

/// What fits into a mark: `1–3`, `2, 5`, or of more than two runs the first number and how
/// many more, `3 +4`.
fn short(numbers: &[usize]) -> String {
    let runs: Vec<_> = numbers.chunk_by(|one, next| one + 1 == *next).collect();
    if runs.len() > 2 {
        return format!("{} +{}", numbers[0], numbers.len() - 1);
    }
    runs.into_iter().map(run).collect::<Vec<_>>().join(", ")
}

/// Numbers that follow each other: first and last.
fn run(numbers: &[usize]) -> String {
    match numbers {
        [first, .., last] if numbers.len() > 2 => format!("{first}–{last}"),
        few => few.iter().map(usize::to_string).collect::<Vec<_>>().join(", "),
    }
}

/// What a screen reader says of it, and a voice can call it by: it holds what is seen.
fn name(numbers: &[usize]) -> String {
    let one = if numbers.len() == 1 { "Source " } else { "Sources " };
    [one, &short(numbers)].concat()
}
