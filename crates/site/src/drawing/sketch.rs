//! The builder of a drawing: HTML, the words in it, and on what each statement rests.
use std::fmt::Write as _;

use ground::diagnostic::Diagnostic;
use ground::html::escaped;
use ground::prose::Form;
use ground::source::Span;
use ground::table::{TomlTable, TomlValue};

use crate::read::body::{Body, Placeholder, PlaceholderKind};

/// A drawing that is not finished yet.
#[derive(Default)]
pub(super) struct Sketch {
    body: Body,
    stated: Vec<StatedNumber>,
}

/// A number that a drawing shows, and the facts one of which has to say it.
#[derive(Clone, Debug)]
pub(super) struct StatedNumber {
    /// As it is written: `64`, `1.5`.
    pub(super) number: String,
    /// The ids of the facts.
    pub(super) facts: Vec<String>,
    /// Where it is given.
    pub(super) at: Span,
}

/// One statement of a drawing, with the facts that say it and their places.
pub(super) struct Statement<'a> {
    words: Option<TomlValue<'a>>,
    facts: Vec<(String, Span)>,
}

impl<'a> Statement<'a> {
    /// Takes `says` and `facts`.
    pub(super) fn take(table: &mut TomlTable<'a>, found: &mut Vec<Diagnostic>) -> Self {
        Self { words: table.need("says", found), facts: facts(table, found) }
    }
}

/// Takes `facts`: the ids of facts, one at least.
pub(super) fn facts(
    table: &mut TomlTable<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<(String, Span)> {
    let Some(value) = table.need("facts", found) else { return vec![] };
    let ids = value.texts(found).unwrap_or_default();
    if ids.is_empty() && value.as_list().is_some() {
        let message = "this statement of the drawing rests on nothing";
        let finding = Diagnostic::error("drawing-uncited", message).at(value.span());
        found.push(finding.help("name a fact of content/facts: facts = [\"…\"]"));
    }
    ids.into_iter().map(|(id, at)| (id.to_owned(), at)).collect()
}

impl Sketch {
    /// Appends HTML.
    pub(super) fn push(&mut self, html: &str) {
        self.body.html.push_str(html);
    }

    /// Appends a text that visitors read, and gives it back.
    pub(super) fn push_prose<'a>(
        &mut self,
        value: Option<&TomlValue<'a>>,
        found: &mut Vec<Diagnostic>,
    ) -> &'a str {
        let Some(value) = value else { return "" };
        let text = value.text(found).unwrap_or_default();
        self.body.prose.add_value(Form::Sentences, value);
        self.push(&escaped(text));
        text
    }

    /// Leaves a placeholder for the sources of some facts.
    pub(super) fn cite(&mut self, facts: &[(String, Span)]) {
        if let Some((_, first)) = facts.first() {
            let (at, span) = (self.body.html.len(), first.clone());
            let kind = PlaceholderKind::Cite(facts.to_vec());
            self.body.placeholders.push(Placeholder { at, kind, span });
        }
    }

    /// Notes a number that one of `facts` has to say.
    pub(super) fn state(&mut self, number: &str, facts: &[(String, Span)], at: Span) {
        let facts = facts.iter().map(|(id, _)| id.clone()).collect();
        self.stated.push(StatedNumber { number: number.to_owned(), facts, at });
    }

    /// Notes a number that one of the statement's facts has to say.
    pub(super) fn state_of(&mut self, number: &str, said: &Statement<'_>, at: Span) {
        self.state(number, &said.facts, at);
    }

    /// The statements as a list; the drawing shows their numbers.
    pub(super) fn legend(&mut self, all: &[Statement<'_>], found: &mut Vec<Diagnostic>) {
        self.push("<ol>\n");
        for said in all {
            self.item(said, found);
        }
        self.push("</ol>\n");
    }

    /// One statement of the list, with its sources.
    fn item(&mut self, said: &Statement<'_>, found: &mut Vec<Diagnostic>) {
        self.push("<li>");
        self.push_prose(said.words.as_ref(), found);
        self.push(" ");
        self.cite(&said.facts);
        self.push("</li>\n");
    }

    /// The drawing and the words in it.
    pub(super) fn finish(self) -> (Body, Vec<StatedNumber>) {
        (self.body, self.stated)
    }
}

/// Opens a picture of a size in its own units, with a name for those who do not see it.
pub(super) fn open(width: i64, height: i64, name: &str) -> String {
    format!(
        "<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">\n",
        escaped(name)
    )
}

/// Draws the number of a statement in a disc around a point.
pub(super) fn number(svg: &mut String, number: usize, x: i64, y: i64) {
    let _ = writeln!(
        svg,
        "<circle class=\"disc\" cx=\"{x}\" cy=\"{y}\" r=\"11\"/><text class=\"on-disc\" x=\"{x}\" y=\"{}\">{number}</text>",
        y + 5
    );
}

/// Writes a word or a number in the picture, centred on a point.
pub(super) fn label(svg: &mut String, text: &str, x: i64, y: i64) {
    let _ = writeln!(svg, "<text x=\"{x}\" y=\"{y}\">{}</text>", escaped(text));
}
