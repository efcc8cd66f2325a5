//! The list of what only a person can judge, with what to write for a yes.
use std::fmt::Write as _;

use ground::html::escaped;
use ground::source::Sources;
use rayon::prelude::*;

use super::declared::{attestations_of, kinds_of};
use crate::check::signoff::{asked_of, standing, text_of};
use crate::load;
use crate::load::graph::{PageGraph, PageNode};
use crate::read::attestations::Attestations;

/// The list of what only a person can judge, as the main part of a page of the preview.
pub fn judge(sources: &Sources) -> String {
    list(&attestations_of(sources), &load::pages(sources), sources)
}

fn list(attestations: &Attestations, graph: &PageGraph, sources: &Sources) -> String {
    let (kinds, today) = (kinds_of(sources), sources.today);
    let hash = |node: &PageNode| {
        let file = sources.files.get(&node.file);
        file.map(|file| load::hash_of_words(&node.file, file, &kinds)).unwrap_or_default()
    };
    let words: Vec<_> = graph.pages.par_iter().map(hash).collect();
    let mut html = String::from(
        "<h1>What only a person can judge</h1>\n\
         <p>Look at the page, and ask yourself. For a yes, copy the lines below the page into \
         <code>content/judged.toml</code> with your name. A yes falls when the text changes.</p>\n",
    );
    for question in &attestations.questions {
        let _ = writeln!(html, "<h2>{}</h2>\n<ul>", escaped(&question.ask));
        for page in asked_of(graph, question) {
            let Some(text) = text_of(graph, page, |at| words[at]) else {
                continue;
            };
            let name = escaped(page.unwrap_or("The site"));
            if let Some(tick) = standing(attestations, question, page, &text) {
                let by = escaped(&tick.by);
                let _ = writeln!(html, "<li>{name}: yes, {by} on {}</li>", tick.on);
                continue;
            }
            let page =
                page.map(|page| format!("page = \"{page}\"\n")).unwrap_or_default();
            let _ = writeln!(
                html,
                "<li><details><summary>{name}: nobody yet</summary><pre>[[tick]]\n\
                 question = \"{}\"\n{}by = \"\"\non = {today}\ntext = \"{text}\"</pre></details></li>",
                escaped(&question.id),
                escaped(&page),
            );
        }
        html.push_str("</ul>\n");
    }
    html
}
