//! The page graph: addresses, sections, what is published. Data only.
use std::collections::BTreeMap;
use std::sync::Arc;

use ground::diagnostic::{Diagnostic, Level, Scope};
use ground::source::{self, Mode, Path, Span, folder, hash};
use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::read::front_matter::{self, FrontMatter};
use crate::read::page::ParsedPage;

/// All pages, and how to find them. It depends on what pages say of themselves, not on their
/// texts.
#[derive(Debug, Default)]
pub struct PageGraph {
    /// The pages, in the order of their files.
    pub pages: Vec<PageNode>,
    /// The pages by their files, `content/a.md`.
    pub by_file: FxHashMap<Path, usize>,
    /// The pages by their addresses, `/a/`.
    pub by_address: FxHashMap<Path, usize>,
    /// The pages of each section's page, in the order of their files.
    pub children: BTreeMap<usize, Vec<usize>>,
    /// A hash of all that one page may show of others: their interfaces.
    pub interfaces: u128,
}

/// A page in the graph.
#[derive(Debug)]
pub struct PageNode {
    /// The file that it was read from.
    pub file: Path,
    /// What it says of itself.
    pub page: Arc<ParsedPage>,
    /// Where visitors find it, `/a/`.
    pub address: Path,
    /// The file of the website, `a/index.html`.
    pub output: Path,
    /// The section's page that it belongs to.
    pub section: Option<usize>,
    /// Why it is not published, if it is not.
    pub hidden: Option<Hidden>,
    /// Whether it is built: always when published, in a preview otherwise.
    pub built: bool,
}

/// Why a page is not published today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hidden {
    /// It, or a section above it, is a draft.
    Draft,
    /// It is to be published from this day on.
    Later(Date),
    /// Its time is over.
    Expired,
}

impl PageGraph {
    /// Whether a page stands at an address.
    pub fn has(&self, address: &str) -> bool {
        self.by_address.get(address).is_some_and(|at| self.pages[*at].built)
    }

    /// The page that is shown where there is none, if a file stands for it.
    pub fn error_page(&self) -> Option<&PageNode> {
        self.by_file.get(ERROR_PAGE).map(|at| &self.pages[*at])
    }

    /// The files of the pages, in their order.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.pages.iter().map(|page| &page.file)
    }
}

impl PageNode {
    /// Whether it is the page that is shown where there is none. Nothing lists it.
    pub fn is_error_page(&self) -> bool {
        &*self.file == ERROR_PAGE
    }

    /// Whether visitors find it in menus, lists, sitemap and feed.
    pub fn listed(&self) -> bool {
        self.built && !self.is_error_page()
    }

    /// The template's name without its ending.
    pub fn kind(&self) -> &str {
        let said = self.page.matter.kind.as_ref().map(|(kind, _)| kind.as_str());
        front_matter::kind_of(&self.file, said)
    }

    /// Makes warnings of what is wrong with a draft's text: nobody sees it, and a site that comes
    /// from elsewhere is moved page by page. Marks of our own are nobody else's, and a template's
    /// faults are no draft's.
    pub fn soften(&self, found: &mut [Diagnostic]) {
        if self.hidden != Some(Hidden::Draft) {
            return;
        }
        let of_text = |finding: &&mut Diagnostic| {
            matches!(finding.scope, Scope::Page | Scope::Site)
        };
        for finding in found.iter_mut().filter(of_text) {
            finding.level = finding.level.max(Level::Warning);
        }
    }

    /// The folder of its file, `content/a`.
    pub fn folder(&self) -> &str {
        folder(&self.file)
    }
}

/// The page that is shown where there is none.
const ERROR_PAGE: &str = "content/404.md";

/// The file of the output that holds the page of a file at an address.
fn output(file: &str, address: &str) -> Path {
    if file == ERROR_PAGE {
        return "404.html".into();
    }
    format!("{}index.html", &address[1..]).into()
}

/// Joins pages to a graph. Two pages with one address, or an address that is not in small
/// letters, are findings.
pub fn link(
    pages: Vec<(Path, Arc<ParsedPage>)>,
    today: Date,
    mode: Mode,
    found: &mut Vec<Diagnostic>,
) -> PageGraph {
    let mut graph = PageGraph::default();
    graph.pages.reserve(pages.len());
    graph.by_file.reserve(pages.len());
    graph.by_address.reserve(pages.len());
    let place = |(file, _): &(Path, Arc<ParsedPage>)| {
        let mut found = vec![];
        let address: Path = address(file, &mut found).into();
        (output(file, &address), address, found)
    };
    // In parallel and by themselves: what an address is depends on no other page. That two are
    // the same is found below, in the order of the files.
    let places: Vec<_> = pages.par_iter().map(place).collect();
    for ((file, page), (output, address, wrong)) in pages.into_iter().zip(places) {
        found.extend(wrong);
        let at = graph.pages.len();
        if let Some(first) = graph.by_address.insert(Arc::clone(&address), at) {
            found.push(same_address(&address, &graph.pages[first].file, &file));
        }
        graph.by_file.insert(Arc::clone(&file), at);
        let hidden = hidden(&page.matter, today);
        let built = hidden.is_none() || mode == Mode::Preview;
        graph.pages.push(PageNode {
            file,
            page,
            address,
            output,
            section: None,
            hidden,
            built,
        });
    }
    join_sections(&mut graph, mode);
    graph.interfaces = interfaces(&graph.pages, today);
    graph
}

/// Finds each page's section. A draft hides all that stands in it.
fn join_sections(graph: &mut PageGraph, mode: Mode) {
    let heads = heads(graph);
    for at in 0..graph.pages.len() {
        let sections = sections(&heads, &graph.pages[at].file, at);
        graph.pages[at].section = sections.first().copied();
        if let Some(section) = sections.first() {
            graph.children.entry(*section).or_default().push(at);
        }
        let draft = |at: usize| graph.pages[at].page.matter.draft;
        // Overrides the page's own state: nothing in a draft section is published, whatever its
        // days say.
        if sections.iter().copied().any(draft) {
            graph.pages[at].hidden = Some(Hidden::Draft);
            graph.pages[at].built = mode == Mode::Preview;
        }
    }
}

/// A hash of what menus, lists and links show of pages. Headings are not among it: whether a
/// link finds one is checked when all pages are made.
fn interfaces(pages: &[PageNode], today: Date) -> u128 {
    let all: Vec<_> = pages.par_iter().map(|page| interface(page, today)).collect();
    hash(&all)
}

/// The interface of one page. Its file gives its address, and is what links name: a page that
/// moves from `a.md` to `a/index.md` keeps its address, and breaks them.
///
/// Its days go along as they are told: with the year where that is not today's.
fn interface(node: &PageNode, today: Date) -> u128 {
    let PageNode { file, section, hidden, page, .. } = node;
    let matter = &page.matter;
    let days = (matter.expire, matter.publish.or(matter.expire).map(|_| today.year()));
    hash(&(file, &matter.title, &matter.description, section, hidden, days))
}

/// The pages of the sections, by their folders.
fn heads(graph: &PageGraph) -> FxHashMap<Path, usize> {
    let head = |(at, page): (usize, &PageNode)| {
        Some((page.file.strip_suffix("/_index.md")?.into(), at))
    };
    graph.pages.iter().enumerate().filter_map(head).collect()
}

/// The pages of the sections that the page `at` stands in, the nearest first.
fn sections(heads: &FxHashMap<Path, usize>, file: &str, at: usize) -> Vec<usize> {
    let mut folder = source::folder(file);
    let mut sections = vec![];
    while !folder.is_empty() {
        sections.extend(heads.get(folder).filter(|section| **section != at));
        folder = source::folder(folder);
    }
    sections
}

fn hidden(matter: &FrontMatter, today: Date) -> Option<Hidden> {
    if matter.draft {
        Some(Hidden::Draft)
    } else if let Some(day) = matter.publish.filter(|publish| *publish > today) {
        Some(Hidden::Later(day))
    // `expire` is the first day on which it no longer shows, as `publish` is the first on which
    // it does: one page can give way to another without a gap.
    } else if matter.expire.is_some_and(|expire| expire <= today) {
        Some(Hidden::Expired)
    } else {
        None
    }
}

/// The address of a page's file, `content/a.md`: lower-case words with hyphens, a slash at the end.
pub fn address(file: &Path, found: &mut Vec<Diagnostic>) -> String {
    let name = file.strip_prefix("content/").unwrap_or(file);
    let name = name.strip_suffix(".md").unwrap_or(name);
    if let Some(wrong) = name.split('/').find(|part| !is_word(part)) {
        let right = name.split('/').map(as_word).collect::<Vec<_>>().join("/");
        let message = format!("`{wrong}` cannot stand in an address");
        found.push(Diagnostic::error("address", message).at(Span::new(file, 0, 0)).help(
            if right.split('/').all(|part| !part.is_empty()) {
                format!("rename the file to content/{right}.md")
            } else {
                "rename it with small letters, digits and hyphens".to_owned()
            },
        ));
    }
    let (folder, stem) = name.rsplit_once('/').unwrap_or(("", name));
    // `index` and `_index` are the folder's own page, as in other generators.
    let path = match stem {
        "index" | "_index" => folder.to_owned(),
        _ => name.to_owned(),
    };
    if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
}

fn is_word(part: &str) -> bool {
    part == "_index"
        || !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// A part of an address that stands for some words.
pub fn as_word(part: &str) -> String {
    if is_word(part) {
        return part.to_owned();
    }
    let mut word = String::new();
    for c in part.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            word.push(c);
        } else if !word.is_empty() && !word.ends_with('-') {
            word.push('-');
        }
    }
    word.trim_end_matches('-').to_owned()
}

fn same_address(address: &str, first: &Path, second: &Path) -> Diagnostic {
    let message =
        format!("two pages have the address {address}, so visitors see only one");
    Diagnostic::error("address-twice", message)
        .at(Span::new(second, 0, 0))
        .label(Span::new(first, 0, 0), "this is the other one")
        .help("rename one of the two files, or remove it")
}
