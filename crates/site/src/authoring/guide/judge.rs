//! The list of what only a person can judge, with what to write for a yes.
use std::collections::HashMap;
use std::fmt::Write as _;

use rayon::prelude::*;

use crate::check::signoff::{asked_of, standing, text_of};
use crate::html::escaped;
use crate::load;
use crate::load::graph::Site;
use crate::read::attestations::{self, Attestations};
use crate::source::{Path, Sources};

/// What the file declares. What is wrong with it is found in a build.
pub fn judged_of(sources: &Sources) -> Attestations {
    let path: Path = attestations::FILE.into();
    let text = sources.files.get(&path).and_then(|file| file.text(&path).ok());
    text.map(|text| attestations::read(&path, text, &mut vec![])).unwrap_or_default()
}

/// The list as the main part of a page of the preview.
pub fn judge(judged: &Attestations, site: &Site, sources: &Sources) -> String {
    let (kinds, today) = (super::kinds_of(sources), sources.today);
    let words: HashMap<_, _> = site
        .pages
        .par_iter()
        .map(|entry| (&entry.file, load::words(sources, &kinds, &entry.file)))
        .collect();
    let mut html = String::from(
        "<h1>What only a person can judge</h1>\n\
         <p>Look at the page, and ask yourself. For a yes, copy the lines below the page into \
         <code>content/judged.toml</code> with your name. A yes falls when the text changes.</p>\n",
    );
    for question in &judged.questions {
        let _ = writeln!(html, "<h2>{}</h2>\n<ul>", escaped(&question.ask));
        for page in asked_of(site, question) {
            let Some(text) = text_of(site, page, |entry| words[&entry.file]) else {
                continue;
            };
            let name = escaped(page.unwrap_or("The site"));
            if let Some(tick) = standing(judged, question, page, &text) {
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
