//! The kinds of page that there are, and what each has to say of itself.
//!
//! `content/kinds.toml` is the only place that declares them: the checks of front matter,
//! `candor new`, the schema for editors and the writer's guide are all made from it.
use ground::diagnostic::{Diagnostic, nearest, one_of};
use ground::edit::Fix;
use ground::source::{Path, Span};
use ground::table::{TomlDocument, TomlTable, TomlValue};

use crate::read::criteria::{Criterion, criterion};

/// `content/kinds.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Kinds {
    /// The most words of a sentence before staff are told.
    pub sentence: Option<usize>,
    /// The kinds, in the order of the file.
    pub kinds: Vec<PageKind>,
    /// What pages say of themselves, in the order of the file.
    pub fields: Vec<Field>,
}

/// A kind of page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageKind {
    /// The template's name, and what `kind = "…"` says.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub help: String,
    /// The most years of school that it may ask of its readers.
    pub grade: Option<usize>,
    /// Whether it makes claims about health, which must rest on facts.
    pub claims: bool,
    /// What search engines take it for, as schema.org says it.
    pub schema: Option<String>,
    /// What it is about.
    pub about: Option<Subject>,
    /// What its pages owe as decision aids; empty for all other kinds.
    pub criteria: Vec<Criterion>,
    /// What only a page that meets them may be called: "decision aid".
    pub called: Option<String>,
}

/// What pages of a kind are about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    /// Its name: "Talk therapy".
    pub name: String,
    /// What schema.org calls a thing of its sort.
    pub schema: String,
}

/// Something that a page says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// Its key.
    pub id: String,
    /// What can stand there.
    pub form: FieldType,
    /// What it is for.
    pub help: String,
    /// An example as it is written in the file.
    pub example: String,
    /// Whether a page must say it.
    pub required: bool,
    /// The fewest and the most characters of a text.
    pub length: (usize, usize),
    /// The only texts that can stand there, if it is so.
    pub one_of: Vec<String>,
    /// The kinds that have it; empty for all.
    pub kinds: Vec<String>,
}

/// What can stand in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldType {
    /// Words in quotes.
    Text,
    /// Several texts.
    Texts,
    /// A day.
    Date,
    /// True or false.
    YesNo,
    /// A whole number.
    Number,
    /// Who reviewed it, in what role, when, and when again.
    Review,
}

/// The forms by the words that the file uses.
pub const FIELD_TYPES: &[(&str, FieldType)] = &[
    ("text", FieldType::Text),
    ("texts", FieldType::Texts),
    ("date", FieldType::Date),
    ("yes-no", FieldType::YesNo),
    ("number", FieldType::Number),
    ("review", FieldType::Review),
];

/// What the generator itself asks of a page, whatever the file says.
pub const BUILT_IN: &[(&str, FieldType)] = &[
    ("title", FieldType::Text),
    ("description", FieldType::Text),
    ("kind", FieldType::Text),
    ("draft", FieldType::YesNo),
    ("updated", FieldType::Date),
    ("publish", FieldType::Date),
    ("expire", FieldType::Date),
    ("review", FieldType::Review),
];

/// What schema.org calls a page on health, which can be reviewed.
pub const MEDICAL: &str = "MedicalWebPage";
/// What schema.org calls a page of questions with their answers.
pub const FAQ: &str = "FAQPage";
/// What search engines can take a page for.
const SCHEMAS: &[&str] = &["WebPage", MEDICAL, FAQ, "AboutPage", "ContactPage"];
/// What search engines can take the subject of a page for, a treatment first.
const SUBJECTS: &[&str] = &["MedicalTherapy", "MedicalCondition", "MedicalSignOrSymptom"];

impl Kinds {
    /// A kind by its id.
    pub fn kind(&self, id: &str) -> Option<&PageKind> {
        self.kinds.iter().find(|kind| kind.id == id)
    }

    /// The fields of a kind of page, in the order of the file.
    pub fn fields_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Field> {
        let has = move |field: &&Field| {
            field.kinds.is_empty() || field.kinds.iter().any(|id| id == kind)
        };
        self.fields.iter().filter(has)
    }
}

impl Field {
    /// Whether the generator reads it itself.
    pub fn is_built_in(&self) -> bool {
        BUILT_IN.iter().any(|(id, _)| *id == self.id)
    }

    /// Checks a value; what is wrong with it is a finding.
    pub fn check(&self, value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) {
        match self.form {
            FieldType::Text => self.check_text(value, found),
            FieldType::Texts => drop(value.texts(found)),
            FieldType::Date => drop(value.date(found)),
            FieldType::YesNo => drop(value.flag(found)),
            FieldType::Number => drop(value.integer(found)),
            // The generator reads it itself.
            FieldType::Review => {}
        }
    }

    /// Checks the length of a text, in characters as people count them.
    fn check_text(&self, value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) {
        let Some(text) = value.text(found) else { return };
        let (have, (min, max)) = (text.trim().chars().count(), self.length);
        let key = &self.id;
        let (problem, help) = if have == 0 {
            (format!("`{key}` is empty"), self.help.clone())
        } else if have < min {
            let problem = format!(
                "`{key}` is too short: {have} characters, at least {min} are needed"
            );
            (problem, self.help.clone())
        } else if have > max {
            let problem = format!(
                "`{key}` is too long: {have} characters, at most {max} are shown"
            );
            (problem, "shorten it: search results and tabs cut it off".to_owned())
        } else {
            return self.check_choice(text, value, found);
        };
        let finding = Diagnostic::error("text-length", problem).at(value.span());
        // A text on a line that cannot be read may be cut.
        if !value.is_faulty() {
            found.push(finding.help(help));
        }
    }

    /// Checks a text of which only some are allowed.
    fn check_choice(
        &self,
        text: &str,
        value: &TomlValue<'_>,
        found: &mut Vec<Diagnostic>,
    ) {
        if self.one_of.is_empty() || self.one_of.iter().any(|one| one == text) {
            return;
        }
        let message = format!("`{}` cannot be `{text}`", self.id);
        let near = nearest(text, self.one_of.iter().map(String::as_str));
        let help = match near {
            Some(near) => format!("write {} = \"{near}\"", self.id),
            None => format!("use one of: {}", self.one_of.join(", ")),
        };
        let finding = Diagnostic::error("wrong-word", message).at(value.span());
        let fix = near.map(|near| Fix::quoted(&value.span(), near));
        found.push(finding.help(help).fix(fix));
    }
}

/// Reads the file.
pub fn read(file: &Path, text: &str, found: &mut Vec<Diagnostic>) -> Kinds {
    let doc = TomlDocument::parse(file, 0, text, found);
    let mut table = doc.table();
    let sentence = count(&mut table, "sentence", found);
    let kinds = list(&mut table, "kind", found);
    let kinds: Vec<_> = kinds.iter().filter_map(|value| kind(value, found)).collect();
    let fields = list(&mut table, "field", found);
    let fields: Vec<_> =
        fields.iter().filter_map(|value| field(value, text, &kinds, found)).collect();
    table.finish(found);
    // The guide, the schema and `candor new` are made from this file alone, so it has to declare
    // what the generator reads as well.
    for (id, _) in BUILT_IN {
        if !fields.iter().any(|field| field.id == *id) {
            let message = format!("writers are not told of the field `{id}`");
            found.push(
                Diagnostic::error("kinds", message)
                    .at(Span::new(file, 0, 0))
                    .help(format!("add a [[field]] with id = \"{id}\"")),
            );
        }
    }
    Kinds { sentence, kinds, fields }
}

/// The entries of a list that must be there.
fn list<'a>(
    table: &mut TomlTable<'a>,
    key: &str,
    found: &mut Vec<Diagnostic>,
) -> Vec<TomlValue<'a>> {
    table.need(key, found).and_then(|list| list.list(found)).unwrap_or_default()
}

/// A number that may be there and is not below zero.
fn count(
    table: &mut TomlTable<'_>,
    key: &str,
    found: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let number = table.take(key)?.integer(found)?;
    usize::try_from(number).ok()
}

/// Reads a kind of page.
fn kind(value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) -> Option<PageKind> {
    let mut table = value.table(found)?;
    let [id, name, help] = ["id", "name", "help"].map(|key| table.text(key, found));
    let grade = count(&mut table, "grade", found);
    let claims = table.need("claims", found).and_then(|claims| claims.flag(found));
    let mut schema = |key, known| {
        table.take(key).and_then(|schema| self::schema(key, known, &schema, found))
    };
    let (schema, subject) = (schema("schema", SCHEMAS), schema("about_schema", SUBJECTS));
    let about = table.optional("about", found).map(|about| Subject {
        name: about.to_owned(),
        schema: subject.unwrap_or_else(|| SUBJECTS[0].to_owned()),
    });
    let called = table.optional("called", found).map(str::to_owned);
    let criteria = table.take("criterion").and_then(|list| list.list(found));
    let criteria = criteria.unwrap_or_default();
    let criteria = criteria.iter().filter_map(|value| criterion(value, found)).collect();
    table.finish(found);
    let [id, name, help] = [id?, name?, help?].map(str::to_owned);
    Some(PageKind {
        id,
        name,
        help,
        grade,
        claims: claims?,
        schema,
        about,
        criteria,
        called,
    })
}

/// What search engines take a kind or its subject for, if they know it.
fn schema(
    key: &str,
    known: &[&str],
    value: &TomlValue<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<String> {
    let text = value.text(found)?;
    if !known.contains(&text) {
        let what = if key == "schema" { "a page" } else { "the subject of a page" };
        let message = format!("search engines do not know {what} as `{text}`");
        let near = nearest(text, known.iter().copied());
        let help = match near {
            Some(near) => format!("write {key} = \"{near}\""),
            None => format!("use one of: {}", known.join(", ")),
        };
        let fix = near.map(|near| Fix::quoted(&value.span(), near));
        let finding = Diagnostic::error("wrong-word", message).at(value.span());
        found.push(finding.help(help).fix(fix));
        return None;
    }
    Some(text.to_owned())
}

/// Reads a field. `file` is the whole text, of which the example is a piece.
fn field(
    value: &TomlValue<'_>,
    file: &str,
    kinds: &[PageKind],
    found: &mut Vec<Diagnostic>,
) -> Option<Field> {
    let mut table = value.table(found)?;
    let (id, help) = (table.need("id", found), table.text("help", found));
    let form = table.need("form", found).and_then(|form| self::form(&form, found));
    let example = table.need("example", found);
    let required = table.take("required").and_then(|value| value.flag(found));
    let min = count(&mut table, "min", found).unwrap_or(1);
    let max = count(&mut table, "max", found).unwrap_or(usize::MAX);
    let mut texts = |key| -> Vec<(&str, Span)> {
        table.take(key).and_then(|list| list.texts(found)).unwrap_or_default()
    };
    let (one_of, only) = (texts("one_of"), texts("kinds"));
    table.finish(found);
    let unknown =
        only.iter().filter(|(name, _)| !kinds.iter().any(|kind| kind.id == *name));
    found.extend(unknown.map(|(name, at)| unknown_kind(name, at.clone(), kinds)));
    let (id, form, example) = (id?, form?, example?);
    let name = id.text(found)?;
    let own = |list: Vec<(&str, Span)>| {
        list.iter().map(|(text, _)| (*text).to_owned()).collect()
    };
    let at = example.span();
    let field = Field {
        id: name.to_owned(),
        form,
        help: help?.to_owned(),
        example: file.get(at.start..at.end).unwrap_or_default().to_owned(),
        required: required.unwrap_or(false),
        length: (min, max),
        one_of: own(one_of),
        kinds: own(only),
    };
    // What is shown as an example has to be right itself.
    field.check(&example, found);
    check_built_in(&field, id.span(), found);
    Some(field)
}

/// Finds a field that the generator reads itself, and expects to be of another type.
fn check_built_in(field: &Field, at: Span, found: &mut Vec<Diagnostic>) {
    let name = &field.id;
    let wanted = BUILT_IN.iter().find(|(built_in, _)| built_in == name);
    if let Some((_, wanted)) = wanted.filter(|(_, wanted)| *wanted != field.form) {
        let message = format!("`{name}` is read by the generator, in another form");
        let help = format!("write form = \"{}\"", word(*wanted));
        found.push(Diagnostic::error("kinds", message).at(at).help(help));
    }
}

fn form(value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) -> Option<FieldType> {
    let text = value.text(found)?;
    let known = FIELD_TYPES.iter().find(|(word, _)| *word == text);
    if known.is_none() {
        let words: Vec<_> = FIELD_TYPES.iter().map(|(word, _)| *word).collect();
        let finding =
            Diagnostic::error("wrong-word", format!("there is no form `{text}`"));
        let near = nearest(text, words.iter().copied());
        let help = match near {
            Some(near) => format!("write form = \"{near}\""),
            None => format!("use one of: {}", words.join(", ")),
        };
        let fix = near.map(|near| Fix::quoted(&value.span(), near));
        found.push(finding.at(value.span()).help(help).fix(fix));
    }
    known.map(|(_, form)| *form)
}

/// The word for a form.
pub fn word(form: FieldType) -> &'static str {
    FIELD_TYPES.iter().find(|(_, known)| *known == form).map_or("", |(word, _)| word)
}

/// Says that there is no such kind of page.
pub fn unknown_kind(name: &str, at: Span, kinds: &[PageKind]) -> Diagnostic {
    let ids = || kinds.iter().map(|kind| kind.id.as_str());
    let near = nearest(name, ids());
    let fix = near.map(|near| Fix::quoted(&at, near));
    let help = near.map(|near| format!("write kind = \"{near}\""));
    let message = format!("there is no kind of page `{name}`");
    let finding = Diagnostic::error("kind-unknown", message).at(at).fix(fix);
    finding.help(help.unwrap_or_else(|| one_of(ids())))
}
