//! The list of all pages, as the desk begins with it.
use std::collections::BTreeMap;

use ground::source::{Path, Sources, ending, name};
use jiff::civil::Date;

use crate::authoring::guide::kinds_of;
use crate::load;
use crate::load::dates::outlook;
use crate::load::graph::PageNode;

/// The pages of the site by section, as the desk lists them.
pub fn overview(sources: &Sources) -> Vec<PageSection> {
    let (graph, kinds) = (load::pages(sources), kinds_of(sources));
    let mut sections: BTreeMap<Option<usize>, Vec<PageRow>> = BTreeMap::new();
    for node in &graph.pages {
        let kind = kinds.kind(node.kind()).map_or(node.kind(), |kind| &kind.name);
        let row = PageRow {
            file: node.file.clone(),
            title: node.page.matter.title.clone(),
            kind: kind.to_owned(),
            state: state(node, sources.today),
            is_page: true,
        };
        sections.entry(node.section).or_default().push(row);
    }
    let named = |(at, pages): (Option<usize>, Vec<PageRow>)| PageSection {
        title: at.map(|at| graph.pages[at].page.matter.title.clone()),
        pages,
    };
    let texts =
        PageSection { title: Some("Other texts".to_owned()), pages: texts(sources) };
    let sections = sections.into_iter().map(named).chain([texts]);
    sections.filter(|section| !section.pages.is_empty()).collect()
}

/// What people write that is no page of its own: what each page takes from the practice, and what a
/// self-check says.
fn texts(sources: &Sources) -> Vec<PageRow> {
    let text = |file: &Path| {
        let (title, kind) = if &**file == "content/practice.toml" {
            ("Name, phone and menus".to_owned(), "On every page")
        } else {
            sources.check_of_part(file).filter(|_| ending(file) == "md")?;
            let is_result = file.rsplit('/').nth(1) == Some("outcomes");
            let kind = if is_result {
                "A result of the self-check"
            } else {
                "A box of the self-check"
            };
            (name(file).trim_end_matches(".md").replace('_', " "), kind)
        };
        let (kind, state) = (kind.to_owned(), String::new());
        Some(PageRow { file: file.clone(), title, kind, state, is_page: false })
    };
    sources.files.keys().filter_map(text).collect()
}

/// Pages that belong together.
pub struct PageSection {
    /// The title of the section's page; none for pages in no section.
    pub title: Option<String>,
    /// Its pages, in the order of their files.
    pub pages: Vec<PageRow>,
}

/// A page in the list of all.
pub struct PageRow {
    /// Its file.
    pub file: Path,
    /// Its title.
    pub title: String,
    /// What its kind is called.
    pub kind: String,
    /// Whether visitors see it, in words.
    pub state: String,
    /// Whether it is a page, which can move and go.
    pub is_page: bool,
}

/// Whether visitors see a page, in words.
fn state(node: &PageNode, today: Date) -> String {
    let plain = if node.hidden.is_none() { "published" } else { "draft" };
    outlook(node, today).unwrap_or_else(|| plain.to_owned())
}
