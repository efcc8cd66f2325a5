//! What other programs read: sitemap, feed, rules for crawlers.
use std::fmt::Write as _;

use ground::html::escaped;
use ground::source::Mode;
use jiff::civil::Date;

use crate::load::graph::{PageGraph, PageNode};
use crate::read::practice::Practice;

/// `sitemap.xml` (sitemaps.org 0.9): each listed page, with the day of its last change
/// where the page says it.
pub fn sitemap(practice: &Practice, graph: &PageGraph) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for entry in listed(graph) {
        let _ = write!(xml, "<url><loc>{}</loc>", url(practice, entry));
        if let Some(updated) = entry.page.matter.updated {
            // Only where the page says it: search engines ignore a `lastmod` that proves
            // inaccurate.
            let _ = write!(xml, "<lastmod>{updated}</lastmod>");
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}

/// `feed.xml` (Atom, RFC 4287): the pages that say when they changed, the latest first.
/// `today` stands where none does.
pub fn feed(practice: &Practice, graph: &PageGraph, today: Date) -> String {
    let mut entries: Vec<(Date, &PageNode)> = listed(graph)
        .filter_map(|entry| Some((entry.page.matter.updated?, entry)))
        .collect();
    entries.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.address.cmp(&b.1.address)));
    let latest = entries.first().map_or(today, |(updated, _)| *updated);
    let (home, name) = (escaped(&practice.url), escaped(&practice.name));
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <id>{home}/</id>\n<title>{name}</title>\n<updated>{latest}T00:00:00Z</updated>\n\
         <author><name>{name}</name></author>\n\
         <link rel=\"self\" href=\"{home}/feed.xml\"/>\n<link rel=\"alternate\" href=\"{home}/\"/>\n",
        escaped(&practice.language)
    );
    for (updated, entry) in entries {
        let (url, matter) = (url(practice, entry), &entry.page.matter);
        let _ = writeln!(
            xml,
            "<entry><id>{url}</id><title>{}</title><updated>{updated}T00:00:00Z</updated>\
             <link rel=\"alternate\" href=\"{url}\"/><summary>{}</summary></entry>",
            escaped(&matter.title),
            escaped(&matter.description)
        );
    }
    xml.push_str("</feed>\n");
    xml
}

/// `robots.txt` (RFC 9309): all is open, or in a preview, which shows drafts, nothing.
pub fn robots(practice: &Practice, mode: Mode) -> String {
    match mode {
        Mode::Build => {
            format!("User-agent: *\nAllow: /\nSitemap: {}/sitemap.xml\n", practice.url)
        }
        Mode::Preview => "User-agent: *\nDisallow: /\n".to_owned(),
    }
}

fn listed(graph: &PageGraph) -> impl Iterator<Item = &PageNode> {
    graph.pages.iter().filter(|entry| entry.listed())
}

fn url(practice: &Practice, entry: &PageNode) -> String {
    escaped(&format!("{}{}", practice.url, entry.address))
}
