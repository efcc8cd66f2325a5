//! A page's values, and the page that its template makes of them.
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;
use tera::{Context, Value};

use crate::diagnostic::{Diagnostic, nearest};
use crate::edit::Fix;
use crate::load::graph::Entry;
use crate::read::front_matter::{Given, Review};
use crate::read::page::{Body, Heading};
use crate::read::template::Templates;
use crate::render::fill::{Cited, Filler, World};
use crate::render::policy::PENDING;
use crate::render::shared::Shared;
use crate::render::structured;
use crate::source::Path;

/// A page as visitors get it.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// The HTML, unless the template failed.
    pub html: Option<String>,
    /// Other files that it needs.
    pub files: Vec<(Path, Arc<[u8]>)>,
    /// What is wrong with it.
    pub findings: Vec<Diagnostic>,
}

#[derive(Default, Serialize)]
struct PageView<'a> {
    title: &'a str,
    description: &'a str,
    address: &'a str,
    url: String,
    kind: &'a str,
    draft: bool,
    updated: Option<DateView>,
    review: ReviewView<'a>,
    toc: &'a [Heading],
    sources: Vec<SourceView<'a>>,
    section: Option<Value>,
    previous: Option<Value>,
    next: Option<Value>,
    /// The page that took this one's place.
    moved_to: Option<Value>,
    children: Vec<Value>,
    styles: &'a [String],
    scripts: &'a [String],
    fields: Option<&'a BTreeMap<String, Given>>,
}

/// A page as lists and menus show it.
#[derive(Serialize)]
struct LinkView<'a> {
    title: &'a str,
    address: &'a str,
    description: &'a str,
}

#[derive(Serialize)]
struct DateView {
    iso: String,
    text: String,
}

/// Without a review all but `pending` is empty.
#[derive(Default, Serialize)]
struct ReviewView<'a> {
    pending: bool,
    by: Option<&'a str>,
    role: Option<&'a str>,
    on: Option<DateView>,
    next: Option<DateView>,
}

#[derive(Serialize)]
struct SourceView<'a> {
    id: String,
    number: usize,
    reference: &'a str,
    link: Option<&'a str>,
    uses: Vec<String>,
}

/// What a template may ask of a page: `title`, as in `page.title`.
pub fn fields() -> Vec<String> {
    let view = serde_json::to_value(PageView::default());
    let fields = view.ok().and_then(|view| Some(view.as_object()?.clone()));
    fields.into_iter().flatten().map(|(name, _)| name).collect()
}

/// Renders one page. Without templates, for they have faults, it only finds what is wrong
/// with the page itself.
pub fn render(world: &World<'_>, shared: &Shared, at: usize, body: &Body) -> Rendered {
    let entry = &world.site.pages[at];
    let mut filler = Filler::new(world, entry);
    let body = filler.fill(body);
    let view = page_view(world, shared, at, &filler);
    let data = structured::element(world, &shared.publisher, entry, &body);
    let context = context(shared, &view, &body, &data);
    let mut rendered =
        Rendered { html: None, files: filler.files, findings: filler.findings };
    // A kind that nobody declares is told where it is read.
    let declared =
        world.kinds.kinds.is_empty() || world.kinds.kind(entry.kind()).is_some();
    let templates =
        shared.templates().filter(|templates| declared || templates.has(entry.kind()));
    match templates.map(|templates| with_template(entry, templates, &context, body.len()))
    {
        Some(Ok(html)) => rendered.html = Some(html),
        Some(Err(finding)) => rendered.findings.push(finding),
        None => {}
    }
    rendered
}

fn context(shared: &Shared, page: &PageView<'_>, body: &str, data: &str) -> Context {
    let mut context = shared.context();
    context.insert_value("shared", shared.parts(page.address));
    context.insert_value("page", Value::from_serializable(page));
    context.insert_value("body", Value::safe_string(body));
    context.insert_value("structured_data", Value::safe_string(data));
    context.insert_value("csp", Value::from(PENDING));
    context
}

fn with_template(
    entry: &Entry,
    templates: &Templates,
    context: &Context,
    size: usize,
) -> Result<String, Diagnostic> {
    let kind = entry.kind();
    if templates.has(kind) {
        return templates.render(kind, context, size);
    }
    let Some((_, span)) = &entry.page.matter.kind else {
        return Err(no_template(kind));
    };
    let near = nearest(kind, templates.kinds());
    let help = match near {
        Some(near) => format!("write kind = \"{near}\""),
        None => {
            format!("use one of: {}", templates.kinds().collect::<Vec<_>>().join(", "))
        }
    };
    let message = format!("there is no kind of page `{kind}`");
    let fix = near.map(|near| Fix::quoted(span, near));
    Err(Diagnostic::error("kind-unknown", message).at(span.clone()).help(help).fix(fix))
}

/// Renders a page that no file stands for: the 404 page without a text, the list of all
/// pages, and where a page was before, the way to the one that took its place.
pub fn render_own(
    world: &World<'_>,
    shared: &Shared,
    kind: &str,
    address: &str,
    moved_to: Option<&Entry>,
) -> Rendered {
    let title = match kind {
        "404" => "Page not found",
        "moved" => "This page has moved",
        _ => "A to Z of this site",
    };
    let view = PageView {
        title,
        description: title,
        address,
        url: format!("{}{address}", world.practice.url),
        kind,
        review: review_view(None),
        moved_to: moved_to.map(link),
        ..PageView::default()
    };
    let context = context(shared, &view, "", "");
    let templates = shared.templates().filter(|templates| templates.has(kind));
    let rendered = match templates {
        Some(templates) => templates.render(kind, &context, 0),
        None => Err(no_template(kind)),
    };
    match rendered {
        Ok(html) => Rendered { html: Some(html), ..Rendered::default() },
        Err(finding) => Rendered { findings: vec![finding], ..Rendered::default() },
    }
}

fn no_template(kind: &str) -> Diagnostic {
    Diagnostic::error("template", format!("there is no template for a `{kind}`"))
        .help(format!("add the file templates/{kind}.html"))
}

fn page_view<'a>(
    world: &'a World<'_>,
    shared: &Shared,
    at: usize,
    filler: &'a Filler<'_>,
) -> PageView<'a> {
    let entry = &world.site.pages[at];
    let matter = &entry.page.matter;
    let pages = &world.site.pages;
    let children = world.site.children.get(&at).into_iter().flatten();
    let children = children.filter(|child| pages[**child].listed());
    let link = |at: usize| shared.links[at].clone();
    let [previous, next] = beside(world, at);
    PageView {
        title: &matter.title,
        description: &matter.description,
        address: &entry.address,
        url: format!("{}{}", world.practice.url, entry.address),
        kind: entry.kind(),
        draft: entry.hidden.is_some(),
        updated: matter.updated.map(date_view),
        review: review_view(matter.review.as_ref()),
        toc: &world.outline(entry).headings,
        sources: source_views(world, filler.sources()),
        moved_to: None,
        section: entry.section.map(link),
        previous: previous.map(link),
        next: next.map(link),
        children: children.copied().map(link).collect(),
        styles: &filler.styles,
        scripts: &filler.scripts,
        fields: Some(&matter.fields),
    }
}

/// The pages before and after one in its section.
fn beside(world: &World<'_>, at: usize) -> [Option<usize>; 2] {
    let pages = &world.site.pages;
    let Some(section) = pages[at].section else { return [None, None] };
    let near =
        |other: &usize| pages[*other].section == Some(section) && pages[*other].listed();
    [(0..at).rev().find(near), (at + 1..pages.len()).find(near)]
}

fn source_views<'a>(world: &'a World<'_>, cited: &'a [Cited]) -> Vec<SourceView<'a>> {
    let view = |(at, cited): (usize, &'a Cited)| {
        let source = world.facts.sources.get(&cited.key);
        SourceView {
            id: format!("source-{}", at + 1),
            number: at + 1,
            reference: source.map_or(cited.key.as_str(), |source| &source.reference),
            link: source.and_then(|source| source.link.as_deref()),
            uses: cited.uses.iter().map(|id| format!("#{id}")).collect(),
        }
    };
    cited.iter().enumerate().map(view).collect()
}

fn review_view(review: Option<&Review>) -> ReviewView<'_> {
    ReviewView {
        pending: review.is_none(),
        by: review.map(|review| review.by.as_str()),
        role: review.map(|review| review.role.as_str()),
        on: review.map(|review| date_view(review.on)),
        next: review.map(|review| date_view(review.next)),
    }
}

fn date_view(date: Date) -> DateView {
    DateView { iso: date.to_string(), text: date.strftime("%B %-d, %Y").to_string() }
}

/// A page as lists and menus show it.
pub(crate) fn link(entry: &Entry) -> Value {
    let matter = &entry.page.matter;
    Value::from_serializable(&LinkView {
        title: &matter.title,
        address: &entry.address,
        description: &matter.description,
    })
}
