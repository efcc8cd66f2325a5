//! The limit program: what no generator can leave out. It walks, reads, parses markdown in
//! parallel, and writes each page once. No template, no check, no second look.
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;
use walkdir::WalkDir;

/// Writes each page below `site/content` to `out` as bare HTML.
pub(crate) fn run(site: &Path, out: &Path) -> io::Result<()> {
    let content = site.join("content");
    let mut pages = vec![];
    for entry in WalkDir::new(&content) {
        let entry = entry?;
        let place = entry.path().strip_prefix(&content).expect("it stands below");
        if entry.file_type().is_dir() {
            fs::create_dir_all(out.join(place))?;
        } else if entry.path().extension() == Some(OsStr::new("md")) {
            pages.push((entry.path().to_owned(), out.join(place).with_extension("html")));
        }
    }
    // A buffer for each piece of work that rayon splits off, not one for each page.
    pages
        .par_iter()
        .try_for_each_init(String::new, |html, (from, to)| page(from, to, html))
}

/// Reads, parses and writes one page; `page` is a buffer that is used again.
fn page(from: &PathBuf, to: &PathBuf, page: &mut String) -> io::Result<()> {
    let text = fs::read_to_string(from)?;
    page.clear();
    // The same extensions that Candor and its peers read.
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    html::push_html(page, Parser::new_ext(&text, options));
    fs::write(to, page)
}
