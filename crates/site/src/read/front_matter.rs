//! The facts about a page that stand above its text, between two lines of `+++`.
use std::collections::BTreeMap;
use std::ops::Range;

use ground::diagnostic::{Diagnostic, Level};
use ground::edit::Fix;
use ground::prose::{Form, Prose};
use ground::source::{Path, Span};
use ground::table::{TomlDocument, TomlTable, TomlValue};
use jiff::civil::Date;

use crate::read::example;
use crate::read::foreign;
use crate::read::kinds::{self, Field, Kinds};

/// What a page says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FrontMatter {
    /// The page's only `h1`, and the start of its `title`.
    pub title: String,
    /// What search engines and cards show.
    pub description: String,
    /// Which template renders it, if not the usual one, and where that stands.
    pub kind: Option<(String, Span)>,
    /// Not to be published yet.
    pub draft: bool,
    /// When its content last changed.
    pub updated: Option<Date>,
    /// Where that stands.
    pub updated_at: Option<Span>,
    /// The first day on which it is published.
    pub publish: Option<Date>,
    /// The first day on which it is no longer published.
    pub expire: Option<Date>,
    /// Who reviewed it, if anybody did.
    pub review: Option<PageReview>,
    /// What the practice's own fields say.
    pub fields: BTreeMap<String, FieldValue>,
    /// Its words: title, description, and the texts of the practice's own fields.
    pub prose: Prose,
}

/// What a field of the practice says.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(untagged)]
pub enum FieldValue {
    /// Words.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// True or false.
    YesNo(bool),
    /// A whole number.
    Number(i64),
}

/// A clinician's review of a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageReview {
    /// The reviewer's name.
    pub by: String,
    /// The reviewer's credential.
    pub role: String,
    /// The day of the review.
    pub on: Date,
    /// The day on which the next one is due.
    pub next: Date,
    /// Where it stands.
    pub at: Span,
}

/// Splits a file into its front matter and its body, as byte ranges. A file without front
/// matter is a finding, and all of it is body.
pub fn split(
    file: &Path,
    text: &str,
    found: &mut Vec<Diagnostic>,
) -> (Option<Range<usize>>, Range<usize>) {
    // Editors on Windows may begin a file with a byte order mark.
    let first = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let start = text.len() - text[first..].trim_start().len();
    let mark = text[start..].lines().next().unwrap_or_default().trim_end();
    if let Some(foreign) = foreign::split(text, start, mark) {
        found.push(foreign.finding(file));
        return (None, foreign.lines.end..text.len());
    }
    if mark != "+++" {
        found.push(says_nothing(file, text));
        return (None, 0..text.len());
    }
    if start > first {
        found.push(after_others(&Span::new(file, first, start)));
    }
    let open = start + text[start..].find('\n').map_or(text.len() - start, |at| at + 1);
    let mut at = open;
    for line in text[open..].split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return (Some(open..at), at + line.len()..text.len());
        }
        at += line.len();
    }
    found.push(never_ends(Span::new(file, start, start + 3)));
    (None, 0..text.len())
}

fn says_nothing(file: &Path, text: &str) -> Diagnostic {
    let at = Span::new(file, 0, text.lines().next().unwrap_or_default().len());
    let help =
        "start the file with these lines: +++, title = \"…\", description = \"…\", +++";
    let message = "this page does not say its title";
    Diagnostic::error("front-matter", message).at(at).help(help)
}

fn after_others(at: &Span) -> Diagnostic {
    let message = "the lines about this page begin after an empty one";
    let finding = Diagnostic::error("front-matter", message).at(at.clone());
    finding.help("remove all above +++").fix(Fix::one(at, ""))
}

fn never_ends(at: Span) -> Diagnostic {
    let message = "the lines about this page never end, so it has no text";
    let finding = Diagnostic::error("front-matter", message).at(at);
    finding.help("write a second line with only +++ below them")
}

/// A page's title while it does not say one, which is found: menus and lists name the page by
/// its file, so that nothing else is wrong on its account.
pub fn name(file: &Path) -> String {
    let name = file.rsplit('/').next().unwrap_or_default();
    name.strip_suffix(".md").unwrap_or(name).to_owned()
}

/// The kind of a page: what it says, or what its file's name says.
pub fn kind_of<'a>(file: &str, said: Option<&'a str>) -> &'a str {
    match said {
        Some(kind) => kind,
        None if file == "content/404.md" => "404",
        None if file.ends_with("/_index.md") => "section",
        None => "page",
    }
}

/// Reads the front matter that stands in `file` at `range`. `kinds` says what belongs there.
pub fn read(
    file: &Path,
    text: &str,
    range: Range<usize>,
    kinds: &Kinds,
    found: &mut Vec<Diagnostic>,
) -> FrontMatter {
    let doc = TomlDocument::parse(file, range.start, &text[range.clone()], found);
    let mut table = doc.table();
    // The kind first, as it decides which fields a page has. One on a faulty line may be cut in
    // the middle of the word.
    let kind = table.take("kind").filter(|kind| !kind.is_faulty());
    let kind = kind.and_then(|kind| Some((kind.text(found)?.to_owned(), kind.span())));
    let said = kind.as_ref().map(|(kind, _)| kind.as_str());
    if let Some((name, at)) = &kind
        && !kinds.kinds.is_empty()
        && kinds.kind(name).is_none()
    {
        found.push(kinds::unknown_kind(name, at.clone(), &kinds.kinds));
    }
    let own_kind = kind_of(file, said);
    let before = found.len();
    example::check((file, text), &range, kinds.fields_of(own_kind), found);
    let examples = before..found.len();
    let mut fields = Fields { table, kinds, kind: own_kind, prose: Prose::default() };
    let title = fields.visible_text("title", found);
    let description = fields.visible_text("description", found);
    let draft = fields.take("draft", found).and_then(|value| value.flag(found));
    if draft == Some(true) {
        // Nobody sees a draft, so it keeps no other page from going live.
        let examples = found[examples].iter_mut();
        examples.for_each(|example| example.level = example.level.max(Level::Warning));
    }
    let mut date = |key| {
        let value = fields.take(key, found);
        (value.and_then(|value| value.date(found)), value.map(|value| value.span()))
    };
    let ((updated, updated_at), (publish, _)) = (date("updated"), date("publish"));
    let (expire, until) = date("expire");
    found.extend(never_shown(publish, expire, until));
    let review = fields.take("review", found);
    let review = review.and_then(|value| self::review(value.table(found)?, found));
    let own = fields.own(found);
    let Fields { table, prose, .. } = fields;
    table.finish(found);
    FrontMatter {
        title: if title.is_empty() { name(file) } else { title },
        description,
        kind,
        draft: draft.unwrap_or(false),
        updated,
        updated_at,
        publish,
        expire,
        review,
        fields: own,
        prose,
    }
}

/// The finding for a page that is over before it begins.
fn never_shown(
    publish: Option<Date>,
    expire: Option<Date>,
    at: Option<Span>,
) -> Option<Diagnostic> {
    let (publish, expire) = (publish?, expire?);
    let message = format!("nobody would ever see this page: it begins on {publish}");
    let finding = Diagnostic::error("dates", message).at(at?);
    (expire <= publish).then(|| finding.help("write a later day as expire"))
}

/// The fields of one page, while they are read.
struct Fields<'a, 'b> {
    table: TomlTable<'a>,
    kinds: &'b Kinds,
    kind: &'b str,
    prose: Prose,
}

impl<'a, 'b> Fields<'a, 'b> {
    /// What the site declares of a key, for this kind of page.
    fn field(&self, key: &str) -> Option<&'b Field> {
        self.kinds.fields_of(self.kind).find(|field| field.id == key)
    }

    /// Takes a field, which may have to be there.
    fn take(&mut self, key: &str, found: &mut Vec<Diagnostic>) -> Option<TomlValue<'a>> {
        let always = matches!(key, "title" | "description");
        if always || self.field(key).is_some_and(|field| field.required) {
            return self.table.need(key, found);
        }
        self.table.take(key)
    }

    /// Takes a text that visitors read.
    fn visible_text(&mut self, key: &str, found: &mut Vec<Diagnostic>) -> String {
        let Some(value) = self.take(key, found) else { return String::new() };
        match self.field(key) {
            Some(field) => field.check(&value, found),
            None => drop(value.text(found)),
        }
        self.prose.add_value(Form::Label, &value);
        value.as_text().unwrap_or_default().trim().to_owned()
    }

    /// Takes the practice's own fields.
    fn own(&mut self, found: &mut Vec<Diagnostic>) -> BTreeMap<String, FieldValue> {
        let mut all = BTreeMap::new();
        for field in self.kinds.fields_of(self.kind).filter(|field| !field.is_built_in())
        {
            let Some(value) = self.take(&field.id, found) else { continue };
            field.check(&value, found);
            if let Some(given) = given(field, &value) {
                all.insert(field.id.clone(), given);
            }
            for text in value.as_list().unwrap_or_else(|| vec![value]) {
                self.prose.add_value(Form::Label, &text);
            }
        }
        all
    }
}

/// What is said, as far as it is right.
fn given(field: &Field, value: &TomlValue<'_>) -> Option<FieldValue> {
    // What is wrong was found when the field was checked.
    let quiet = &mut vec![];
    Some(match field.form {
        kinds::FieldType::Text => FieldValue::Text(value.text(quiet)?.to_owned()),
        kinds::FieldType::Texts => {
            let texts = value.texts(quiet)?;
            FieldValue::Texts(
                texts.into_iter().map(|(text, _)| text.to_owned()).collect(),
            )
        }
        kinds::FieldType::Date => FieldValue::Text(value.date(quiet)?.to_string()),
        kinds::FieldType::YesNo => FieldValue::YesNo(value.flag(quiet)?),
        kinds::FieldType::Number => FieldValue::Number(value.integer(quiet)?),
        kinds::FieldType::Review => return None,
    })
}

/// Reads the review. All four of its parts are needed.
fn review(mut table: TomlTable<'_>, found: &mut Vec<Diagnostic>) -> Option<PageReview> {
    let at = table.span.clone();
    let by = table.text("by", found);
    let role = table.text("role", found);
    let on = table.need("on", found).and_then(|value| value.date(found));
    let next = table.need("next", found).and_then(|value| value.date(found));
    table.finish(found);
    Some(PageReview {
        by: by?.to_owned(),
        role: role?.to_owned(),
        on: on?,
        next: next?,
        at,
    })
}
