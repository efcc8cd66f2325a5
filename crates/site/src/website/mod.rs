//! The third stage of a build: pages to a [`Website`], with all that it has besides them.
//!
//! 1. Static files, then pages and the files that they need, by their paths.
//! 2. What other programs read: sitemap, feed, rules for crawlers ([`feed`]).
//! 3. What hosts read: headers and redirects ([`host`]).
pub mod feed;
pub mod host;
pub mod redirects;

use std::collections::BTreeMap;
use std::sync::Arc;

use ground::source::{Path, hash};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::load::Project;
use crate::memo::Memo;
use crate::render::Pages;
use crate::render::address::SILENCE;
use crate::store::{Content, WebFile};
use redirects::Redirects;

/// Every file of a website by its path, `side-effects/index.html`.
pub type Files = BTreeMap<Path, WebFile>;

/// A website, not yet published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Website {
    /// Its files.
    pub files: Files,
    /// Where visitors of former addresses are sent, for hosts.
    pub redirects: Redirects,
    /// The path of the host below which it is served, [`Practice::base_path`].
    ///
    /// [`Practice::base_path`]: crate::read::practice::Practice::base_path
    pub base_path: String,
}

/// Puts the website together.
pub(crate) fn assemble(
    project: &Project,
    pages: &Pages,
    redirects: Redirects,
    memo: &Memo,
) -> Website {
    let assets = project
        .assets
        .files
        .iter()
        .map(|(path, content)| (Arc::clone(path), WebFile::plain(content.clone())));
    // Many pages show the same picture.
    let pages = || pages.all(&project.graph);
    let own = pages().flat_map(|(_, page)| &page.files);
    let own: FxHashMap<_, _> = own.map(|(path, file)| (path, file)).collect();
    let own = own
        .into_iter()
        .map(|(path, file)| (Arc::clone(path), WebFile::plain(file.clone())));
    let html =
        pages().filter_map(|(path, page)| Some((Arc::clone(path), page.as_file()?)));
    // A list at once is sorted and taken in as a whole; to find each one's place in turn takes
    // longer. Of two files with one path the later one counts.
    let mut files: Files = assets.chain(own).chain(html).collect();
    if files.values().any(|file| file.never_kept) {
        let silence = WebFile { never_kept: true, ..WebFile::plain(silence()) };
        files.insert(SILENCE[1..].into(), silence);
    }
    // What the practice says to crawlers itself counts.
    for (path, list) in lists(project, &files, &redirects, memo) {
        files.entry(path).or_insert(list);
    }
    Website { files, redirects, base_path: project.practice.base_path().to_owned() }
}

/// A sound without a sample (WAV): a head, and no data.
fn silence() -> Content {
    let head: &[u8] =
        b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\
        \x01\0\x08\0data\0\0\0\0";
    Content::in_memory(head.into())
}

/// A list that other programs read: its path, a hash of what it is made of, and its text.
type List<'a> = (&'static str, u128, &'a (dyn Fn() -> String + Sync));

/// What is made of the site as a whole.
fn lists(
    project: &Project,
    files: &Files,
    redirects: &Redirects,
    memo: &Memo,
) -> Vec<(Path, WebFile)> {
    let Project { practice, graph, sources, .. } = project;
    let (today, mode) = (sources.today, sources.mode);
    let pages = hash(&(project.heads, project.inputs, today, mode));
    // Headers differ between files by these alone, so nothing else of 10,000 pages has to be
    // hashed.
    let differing = files.iter().filter_map(|(path, file)| {
        let WebFile { policy, never_kept, .. } = file;
        (policy.is_some() || *never_kept).then_some((path, policy, never_kept))
    });
    let base_path = practice.base_path();
    let headers = hash(&(base_path, differing.collect::<Vec<_>>()));
    let lists: [List<'_>; 5] = [
        ("feed.xml", pages, &|| feed::feed(practice, graph, today)),
        ("sitemap.xml", pages, &|| feed::sitemap(practice, graph)),
        ("robots.txt", pages, &|| feed::robots(practice, mode)),
        (host::HEADERS, headers, &|| host::headers_file(files, base_path)),
        (host::REDIRECTS, hash(&(base_path, redirects)), &|| {
            host::redirects_file(redirects, base_path)
        }),
    ];
    let file = |(name, key, list): &List<'_>| {
        let key = || hash(&("list", name, key));
        let content =
            memo.get_for_later(key, || Content::in_memory(list().into_bytes().into()));
        (Path::from(*name), WebFile::plain(Content::clone(&content)))
    };
    lists.par_iter().map(file).collect()
}
