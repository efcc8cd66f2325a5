//! What the editor of the desk asks of the site: what a page has to say, and what can be inserted
//! into its text.
use ground::source::{Path, Sources, folder, name};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::components;
use super::labels::label;
use crate::authoring::guide::{is_said, kinds_of};
use crate::authoring::headings;
use crate::load;
use crate::load::graph::{self, PageNode};
use crate::memo::Memo;
use crate::read::directive::{DirectiveKind, KINDS};
use crate::read::facts::Fact;
use crate::read::front_matter::kind_of;
use crate::read::kinds::{Field, FieldType, Kinds, PageKind};
use crate::read::page;
use crate::render::address::relative;

/// Where the page of a file is shown: of a page its own address, of a text of a self-check that of
/// the page that asks its questions, of the practice's settings the home page. Nothing for others.
pub fn address(sources: &Sources, file: &Path) -> Option<String> {
    if sources.is_page(file) {
        return Some(graph::address(file, &mut vec![]));
    }
    if &**file == "content/practice.toml" {
        return Some("/".to_owned());
    }
    let check = sources.check_of_part(file)?;
    let mut beside = sources.below(check).map(|(path, _)| path);
    let asks = beside.find(|path| folder(path) == check && sources.is_page(path))?;
    Some(graph::address(asks, &mut vec![]))
}

/// What a file is: `{title, kind, address, is_page, kinds: [{id, name, help, said, fields: [{id,
/// form, help, example, required, min, max, one_of}]}]}`.
pub fn about(sources: &Sources, file: &Path) -> Value {
    let kinds = kinds_of(sources);
    let text = sources.files.get(file).and_then(|text| text.text(file).ok());
    let is_page = sources.is_page(file);
    let page = text.filter(|_| is_page).map(|text| page::read(file, text, &kinds));
    let matter = page.map(|page| page.matter).unwrap_or_default();
    let said = matter.kind.as_ref().map(|(kind, _)| kind.as_str());
    let kind = |kind: &PageKind| {
        let fields = kinds.fields_of(&kind.id).filter(|field| field.id != "kind");
        json!({
            "id": kind.id,
            "name": kind.name,
            "help": kind.help,
            "said": is_said(kind),
            "fields": fields.map(field).collect::<Vec<_>>(),
        })
    };
    let title = if is_page { matter.title.as_str() } else { name(file) };
    json!({
        "title": title,
        "kind": kind_of(file, said),
        "address": address(sources, file),
        "is_page": is_page,
        "kinds": kinds.kinds.iter().map(kind).collect::<Vec<_>>(),
    })
}

/// What a page calls itself, or else its file's name.
pub fn title(file: &Path, text: &str) -> String {
    let said = page::read(file, text, &Kinds::default()).matter.title;
    if said.is_empty() { name(file).to_owned() } else { said }
}

fn field(field: &Field) -> Value {
    let (min, max) = field.length;
    json!({
        "id": field.id,
        "form": form(field.form),
        "help": field.help,
        "example": field.example,
        "required": field.required,
        "min": min,
        "max": (max < usize::MAX).then_some(max),
        "one_of": field.one_of,
    })
}

fn form(form: FieldType) -> &'static str {
    match form {
        FieldType::Text => "text",
        FieldType::Texts => "texts",
        FieldType::Date => "date",
        FieldType::YesNo => "yes-no",
        FieldType::Number => "number",
        FieldType::Review => "review",
    }
}

/// What can be inserted into the text of a file: components, links to pages and their headings,
/// facts.
pub fn insert(sources: &Sources, file: &str) -> Value {
    let graph = load::pages(sources);
    let facts = load::facts(sources, &Memo::once(), &mut vec![]);
    let page = |node: &PageNode| {
        json!({
            "title": node.page.matter.title,
            "address": &*node.address,
            "file": &*node.file,
            "link": relative(folder(file), &node.file),
            "headings": anchors(sources, &node.file),
        })
    };
    let fact = |(id, fact): (&String, &Fact)| {
        json!({
            "id": id,
            "mark": format!("[@{id}]"),
            "says": fact.statement,
            "figure": fact.figure,
            "crisis": fact.crisis,
        })
    };
    let component = |kind: &DirectiveKind| {
        json!({
            "name": kind.name,
            "words": label(kind.name),
            "text": components::written(kind, None),
        })
    };
    json!({
        "components": KINDS.iter().map(component).collect::<Vec<_>>(),
        "pages": graph.pages.par_iter().map(page).collect::<Vec<_>>(),
        "facts": facts.facts.iter().map(fact).collect::<Vec<_>>(),
    })
}

/// The headings of a page, by what a link names.
fn anchors(sources: &Sources, file: &Path) -> Vec<Value> {
    let headings = headings(sources, file).into_iter();
    headings.map(|heading| json!({ "text": heading.text, "id": heading.id })).collect()
}
