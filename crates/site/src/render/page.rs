//! A page's values, and the page that its template makes of them.
use std::collections::BTreeMap;
use std::fmt::Write as _;

use ground::diagnostic::{Diagnostic, nearest};
use ground::edit::Fix;
use ground::source::Mode;
use jiff::civil::Date;
use memchr::memmem;
use serde::Serialize;
use tera::{Context, Value};

use crate::load::Project;
use crate::load::dates;
use crate::load::graph::{Hidden, PageNode};
use crate::memo::Memo;
use crate::name::normal;
use crate::read::body::{Body, Heading};
use crate::read::front_matter::{FieldValue, PageReview};
use crate::read::page::Outline;
use crate::read::template::Templates;
use crate::render::address::{SILENCE, is_generated};
use crate::render::aid::{self, AidView};
use crate::render::citation::Cited;
use crate::render::head::{Parts, parts};
use crate::render::links::{Anchor, Scan, as_read, scan};
use crate::render::policy::{self, PENDING};
use crate::render::rendered::Rendered;
use crate::render::resolver::Resolver;
use crate::render::shared::{Shared, link};
use crate::render::structured;

/// What pages are rendered from.
#[derive(Clone, Copy)]
pub struct Renderer<'a> {
    /// All inputs.
    pub project: &'a Project,
    /// Cleaned pictures.
    pub memo: &'a Memo,
    /// What all pages show.
    pub shared: &'a Shared,
}

/// A page as templates are given it. What they may ask of it is checked when they are parsed:
/// [`crate::read::template::PAGE_FIELDS`].
#[derive(Default, Serialize)]
pub struct PageView<'a> {
    title: &'a str,
    description: &'a str,
    address: &'a str,
    url: String,
    kind: &'a str,
    draft: bool,
    /// When it comes or goes, for those who make the site: only in a preview.
    days: Option<String>,
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
    /// Whether visitors answer something in it: then no address may tell where they were.
    takes_answers: bool,
    fields: Option<&'a BTreeMap<String, FieldValue>>,
    /// How it stands as a decision aid, where it is one.
    aid: Option<AidView<'a>>,
}

#[derive(Serialize)]
struct DateView {
    iso: String,
    text: String,
}

/// Without a review all but `pending` is empty.
#[derive(Default, Serialize)]
struct ReviewView<'a> {
    /// What the page says of that.
    pending: Option<&'a str>,
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
    /// Where the text first cites it.
    first_use: Option<&'a str>,
}

/// Renders one page. Without templates, for they have faults, it only finds what is wrong
/// with the page itself.
pub fn render(
    renderer: &Renderer<'_>,
    at: usize,
    outline: &Outline,
    body: &Body,
) -> Rendered {
    let Renderer { project, memo, shared } = *renderer;
    let page = &project.graph.pages[at];
    let mut resolver = Resolver::new(project, memo, page, &outline.headings);
    let text = resolver.resolve(body);
    // Only directives write what visitors answer in, and most texts have none.
    let takes_answers = body.has_directives() && policy::takes_answers(text.as_bytes());
    let score = aid::score(project, page, outline, body);
    let mut view = page_view(renderer, at, outline, &resolver, takes_answers);
    let kind = project.kinds.kind(page.kind());
    view.aid = kind.zip(score.as_ref()).map(|(kind, score)| aid::view(kind, score));
    let mut notes = resolver.citations.notes(takes_answers);
    if takes_answers {
        let _ = writeln!(notes, "<audio preload=\"auto\" src=\"{SILENCE}\"></audio>");
    }
    let data = structured::element(project, &shared.values.publisher, page, &text);
    let context = context(shared, &view, [&text, &notes], &data);
    // A kind that nobody declares is told where it is parsed.
    let kinds = &project.kinds;
    let declared = kinds.kinds.is_empty() || kinds.kind(page.kind()).is_some();
    let templates = shared.templates();
    let templates = templates.filter(|templates| declared || templates.has(page.kind()));
    let html =
        templates.map(|templates| with_template(page, templates, &context)).transpose();
    let Resolver { files, anchors, telling, mut findings, .. } = resolver;
    let html = html.unwrap_or_else(|finding| {
        findings.push(finding);
        None
    });
    let page = Rendered { html, score, files, anchors, findings, ..Rendered::default() };
    with_policy(project, page, &telling)
}

/// Writes into a page what it may load: what it names, and nothing else.
/// `told` are its addresses that are found already.
fn with_policy(project: &Project, page: Rendered, told: &[String]) -> Rendered {
    let Some(html) = &page.html else { return page };
    let Rendered { files, anchors, .. } = &page;
    let find = |name: &str| {
        let own = files.iter().find(|(path, _)| **path == *name);
        own.map(|(_, file)| file).or_else(|| project.assets.files.get(name))
    };
    let file = |address: &str| find(address.trim_start_matches('/'));
    let known = |address: &str| {
        project.graph.has(address)
            || is_generated(address)
            || address.strip_prefix('/').is_some_and(|name| find(name).is_some())
            || is_anchor(anchors, address)
            || told.iter().any(|told| is_written(told, address))
    };
    let Scan { links, ids, policy } = scan(html, known, file);
    let takes_answers = policy::takes_answers(html.as_bytes());
    let html = Some(replaced(html, PENDING, &policy));
    Rendered { html, policy, takes_answers, links, ids, ..page }
}

/// A text with other words in place of some. It has no spare capacity, so that a store can
/// keep it without another copy.
fn replaced(text: &str, words: &str, by: &str) -> String {
    // `str::replace` searches without SIMD, which takes 2 of 100 instructions of a build.
    let places = memmem::find_iter(text.as_bytes(), words);
    let (mut pieces, mut from) = (vec![], 0);
    for at in places {
        pieces.extend([&text[from..at], by]);
        from = at + words.len();
    }
    pieces.push(&text[from..]);
    pieces.concat()
}

/// Whether an address is an author's link to a heading of another page: whether it is there is
/// told at the link's own place.
fn is_anchor(anchors: &[Anchor], address: &str) -> bool {
    !anchors.is_empty()
        && address.contains('#')
        && anchors.iter().any(|anchor| is_written(&anchor.address, address))
}

/// Whether an address stands in a page as it is escaped there.
fn is_written(address: &str, escaped: &str) -> bool {
    normal(address) == normal(&as_read(escaped))
}

fn context(
    shared: &Shared,
    page: &PageView<'_>,
    [body, notes]: [&str; 2],
    data: &str,
) -> Context {
    let mut context = shared.context();
    context.insert_value("shared", shared.parts(page.address));
    context.insert_value("page", Value::from_serializable(page));
    let whole = Value::safe_string(body);
    let Parts { lead, beside, rest } = parts(body);
    // Most texts have no other part: then the engine shares the one copy.
    let is_whole = rest.len() == body.len();
    let rest = if is_whole { whole.clone() } else { Value::safe_string(rest) };
    context.insert_value("body", whole);
    context.insert_value("rest", rest);
    for (name, part) in [("lead", lead), ("beside", beside), ("notes", notes)] {
        context.insert_value(name, Value::safe_string(part));
    }
    context.insert_value("structured_data", Value::safe_string(data));
    // A placeholder: the policy is known only once the page is whole.
    context.insert_value("csp", Value::from(PENDING));
    context
}

fn with_template(
    page: &PageNode,
    templates: &Templates,
    context: &Context,
) -> Result<String, Diagnostic> {
    let kind = page.kind();
    if templates.has(kind) {
        return templates.render(kind, context);
    }
    let Some((_, span)) = &page.page.matter.kind else {
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
pub fn render_generated(
    Renderer { project, shared, .. }: &Renderer<'_>,
    kind: &str,
    address: &str,
    moved_to: Option<&PageNode>,
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
        url: format!("{}{address}", project.practice.url),
        kind,
        review: review_view(None, None),
        moved_to: moved_to.map(link),
        ..PageView::default()
    };
    let context = context(shared, &view, ["", ""], "");
    let templates = shared.templates().filter(|templates| templates.has(kind));
    let rendered = match templates {
        Some(templates) => templates.render(kind, &context),
        None => Err(no_template(kind)),
    };
    let (html, findings) = match rendered {
        Ok(html) => (Some(html), vec![]),
        Err(finding) => (None, vec![finding]),
    };
    with_policy(project, Rendered { html, findings, ..Rendered::default() }, &[])
}

fn no_template(kind: &str) -> Diagnostic {
    Diagnostic::error("template", format!("there is no template for a `{kind}`"))
        .help(format!("add the file templates/{kind}.html"))
}

fn page_view<'a>(
    Renderer { project, shared, .. }: &Renderer<'a>,
    at: usize,
    outline: &'a Outline,
    resolver: &'a Resolver<'_>,
    takes_answers: bool,
) -> PageView<'a> {
    let pages = &project.graph.pages;
    let page = &pages[at];
    let matter = &page.page.matter;
    let children = project.graph.children.get(&at).into_iter().flatten();
    let children = children.filter(|child| pages[**child].listed());
    let link = |at: usize| shared.values.links[at].clone();
    let [previous, next] = beside(pages, at);
    PageView {
        title: &matter.title,
        description: &matter.description,
        address: &page.address,
        url: format!("{}{}", project.practice.url, page.address),
        kind: page.kind(),
        draft: page.hidden.is_some(),
        days: days(project, page),
        updated: matter.updated.map(date_view),
        review: review_view(matter.review.as_ref(), unreviewed(project, page)),
        toc: &outline.headings,
        sources: source_views(project, resolver.citations.sources()),
        moved_to: None,
        section: page.section.filter(|at| !waits(&pages[*at])).map(link),
        previous: previous.map(link),
        next: next.map(link),
        children: children.copied().map(link).collect(),
        styles: &resolver.styles,
        scripts: &resolver.scripts,
        takes_answers,
        fields: Some(&matter.fields),
        aid: None,
    }
}

/// When a page comes or goes, as a sentence of a preview. Visitors read it on no page.
fn days(project: &Project, page: &PageNode) -> Option<String> {
    let is_preview = project.sources.mode == Mode::Preview;
    let said = is_preview.then(|| dates::outlook(page, project.sources.today)).flatten();
    said.map(|said| dates::sentence(&said))
}

/// Whether a page is not there yet, but will be: until then nothing leads to it.
fn waits(page: &PageNode) -> bool {
    !page.built && matches!(page.hidden, Some(Hidden::Later(_)))
}

/// The pages before and after one in its section.
fn beside(pages: &[PageNode], at: usize) -> [Option<usize>; 2] {
    let Some(section) = pages[at].section else { return [None, None] };
    let near =
        |other: &usize| pages[*other].section == Some(section) && pages[*other].listed();
    [(0..at).rev().find(near), (at + 1..pages.len()).find(near)]
}

fn source_views<'a>(project: &'a Project, cited: &'a [Cited]) -> Vec<SourceView<'a>> {
    let view = |(at, cited): (usize, &'a Cited)| {
        let source = project.facts.sources.get(&cited.key);
        SourceView {
            id: format!("source-{}", at + 1),
            number: at + 1,
            reference: source.map_or(cited.key.as_str(), |source| &source.reference),
            link: source.and_then(|source| source.link.as_deref()),
            first_use: cited.first_use.as_deref(),
        }
    };
    cited.iter().enumerate().map(view).collect()
}

/// What a page says where nobody has reviewed it. One that makes no claims says nothing of it,
/// unless the practice wants it to.
fn unreviewed<'a>(project: &'a Project, page: &PageNode) -> Option<&'a str> {
    let claims = project.kinds.kind(page.kind()).is_some_and(|kind| kind.claims);
    let said = project.practice.unreviewed.as_deref();
    said.or(claims.then_some("Nobody has reviewed this page yet."))
}

fn review_view<'a>(
    review: Option<&'a PageReview>,
    unreviewed: Option<&'a str>,
) -> ReviewView<'a> {
    ReviewView {
        pending: unreviewed.filter(|_| review.is_none()),
        by: review.map(|review| review.by.as_str()),
        role: review.map(|review| review.role.as_str()),
        on: review.map(|review| date_view(review.on)),
        next: review.map(|review| date_view(review.next)),
    }
}

fn date_view(date: Date) -> DateView {
    DateView { iso: date.to_string(), text: date.strftime("%B %-d, %Y").to_string() }
}
