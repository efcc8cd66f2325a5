//! What the editor of the desk asks of the site: what a page has to say, and what can be inserted
//! into its text.
use std::collections::BTreeMap;

use ground::prose::Prose;
use ground::source::{Mode, Path, Sources, folder, name};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::components;
use crate::authoring::guide::{is_said, kinds_of};
use crate::load;
use crate::load::graph::{self, PageNode};
use crate::memo::Memo;
use crate::read::directive::KINDS;
use crate::read::front_matter::kind_of;
use crate::read::kinds::{Field, FieldType, PageKind};
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
            "link": relative(file, &node.file),
            "headings": headings(sources, &node.file),
        })
    };
    let fact = |(id, fact): (&String, &crate::read::facts::Fact)| {
        json!({
            "id": id,
            "mark": format!("[@{id}]"),
            "says": fact.statement,
            "figure": fact.figure,
            "crisis": fact.crisis,
        })
    };
    let component = |kind| {
        json!({
            "name": kind_name(kind),
            "words": label(kind_name(kind)),
            "text": components::written(kind, None),
        })
    };
    json!({
        "components": KINDS.iter().map(component).collect::<Vec<_>>(),
        "pages": graph.pages.par_iter().map(page).collect::<Vec<_>>(),
        "facts": facts.facts.iter().map(fact).collect::<Vec<_>>(),
    })
}

fn kind_name(kind: &crate::read::directive::DirectiveKind) -> &'static str {
    kind.name
}

/// The headings of a page, by what a link names.
fn headings(sources: &Sources, file: &Path) -> Vec<Value> {
    let text = sources.files.get(file).and_then(|text| text.text(file).ok());
    let (outline, _) =
        page::read_text(file, text.unwrap_or_default(), Mode::Build, Prose::default());
    let heading = |heading: &crate::read::body::Heading| json!({ "text": heading.text, "id": heading.id });
    outline.headings.iter().map(heading).collect()
}

/// What a component is called where nobody writes it by hand.
fn label(name: &str) -> &'static str {
    LABELS.iter().find(|(known, _)| *known == name).map_or("", |(_, label)| label)
}

const LABELS: &[(&str, &str)] = &[
    ("warning", "Box that warns"),
    ("callout", "Box to notice"),
    ("key-facts", "Key facts at the top"),
    ("studies", "Studies beside each other"),
    ("steps", "Steps in order"),
    ("actions", "Buttons"),
    ("ways", "Ways on from here"),
    ("fold", "Text that opens when it is pressed"),
    ("table", "Table with a title"),
    ("crisis", "Help in a crisis"),
    ("contact", "How to reach the practice"),
    ("phone", "Telephone number"),
    ("sources", "List of sources"),
    ("self-check", "The self-check"),
    ("gap", "Something that is still missing"),
    ("drawing", "Drawing"),
    ("compare", "Options beside each other"),
    ("weigh", "Help to weigh options"),
    ("take-along", "Sheet to take along"),
    ("asks", "Questions to ask"),
    ("decoration", "Picture that only decorates"),
];

/// The pages of the site by section, as the desk lists them.
pub fn overview(sources: &Sources) -> Vec<Section> {
    let (graph, kinds) = (load::pages(sources), kinds_of(sources));
    let mut sections: BTreeMap<Option<usize>, Vec<Row>> = BTreeMap::new();
    for node in &graph.pages {
        let kind = kinds.kind(node.kind()).map_or(node.kind(), |kind| &kind.name);
        let row = Row {
            file: node.file.clone(),
            title: node.page.matter.title.clone(),
            kind: kind.to_owned(),
            state: state(node),
        };
        sections.entry(node.section).or_default().push(row);
    }
    let named = |(at, pages): (Option<usize>, Vec<Row>)| Section {
        title: at.map(|at| graph.pages[at].page.matter.title.clone()),
        pages,
    };
    sections.into_iter().map(named).collect()
}

/// Pages that belong together.
pub struct Section {
    /// The title of the section's page; none for pages in no section.
    pub title: Option<String>,
    /// Its pages, in the order of their files.
    pub pages: Vec<Row>,
}

/// A page in the list of all.
pub struct Row {
    /// Its file.
    pub file: Path,
    /// Its title.
    pub title: String,
    /// What its kind is called.
    pub kind: String,
    /// Whether visitors see it, in words.
    pub state: String,
}

fn state(node: &PageNode) -> String {
    use graph::Hidden;
    let matter = &node.page.matter;
    match (node.hidden, matter.publish, matter.expire) {
        (Some(Hidden::Draft), ..) => "draft".to_owned(),
        (Some(Hidden::Later), Some(on), _) => format!("goes live on {on}"),
        (Some(Hidden::Later), ..) => "goes live later".to_owned(),
        (Some(Hidden::Expired), ..) => "expired".to_owned(),
        (None, _, Some(on)) => format!("published until {on}"),
        (None, ..) => "published".to_owned(),
    }
}
