//! A page that is read strictly is the tree that the whole parser makes of it, and nothing
//! that a browser would mend is ever read so.
use std::fs;
use std::sync::LazyLock;

use ground::source::{Path, Sources};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rayon::prelude::*;
use scraper::Html;
use site::check::tree::{Tree, strict};
use site::{Request, Session};

use crate::{cases, pages, practice, put, root, sites};

/// The pages that a site is built to.
fn built(sources: &Sources) -> Vec<(Path, String)> {
    let request = Request { is_audited: false, ..Request::default() };
    let report = site::build(sources, &Session::once(), &request);
    let pages = pages(&report.expect("nothing cancels it")).into_iter();
    pages.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

/// A tree whose attributes are in one order.
fn sorted(mut tree: Tree<'_>) -> Tree<'_> {
    for element in &mut tree.elements {
        element.attributes.sort_unstable();
    }
    tree
}

/// Whether a page is read strictly. Then that is right.
fn is_taken(html: &str) -> bool {
    let Some(tree) = strict::read(html) else { return false };
    let whole = Html::parse_document(html);
    let whole = Tree::of(&whole);
    assert!(whole.errors.is_empty(), "{:?} in\n{html}", whole.errors);
    assert!(sorted(tree) == sorted(whole), "another tree of\n{html}");
    true
}

#[test]
fn every_page_of_a_practice_is_read_strictly() {
    for (name, site) in sites() {
        let pages = built(&site);
        assert!(pages.len() > 10, "{name}");
        for (path, html) in pages {
            assert!(is_taken(&html), "{name}: {path} takes the whole parser");
        }
    }
}

#[test]
fn pages_of_the_benchmark_are_read_strictly() {
    let mut sources = practice();
    sources.files_mut().retain(|path, _| path.ends_with(".md"));
    let corpus = root().join("crates/bench/corpus");
    for (folder, file) in [
        ("content", "practice.toml"),
        ("content", "kinds.toml"),
        ("content", "words.toml"),
        ("templates", "base.html"),
        ("templates", "page.html"),
        ("templates", "section.html"),
        ("templates", "home.html"),
        ("templates", "404.html"),
        ("templates", "shared/header.html"),
        ("static", "style.css"),
    ] {
        let text = fs::read_to_string(corpus.join(file)).expect("readable");
        put(&mut sources, &format!("{folder}/{file}"), &text);
    }
    let pages = built(&sources);
    assert!(pages.len() > 1, "some are built");
    for (path, html) in pages {
        assert!(is_taken(&html), "{path} takes the whole parser");
    }
}

#[test]
fn pages_of_the_suite_are_read_strictly_and_right_or_not_at_all() {
    let pages: Vec<_> = cases().par_iter().flat_map(built).collect();
    let taken = pages.par_iter().filter(|(_, html)| is_taken(html)).count();
    assert!(pages.len() > 300, "the cases have pages: {}", pages.len());
    assert!(taken * 10 > pages.len() * 9, "{taken} of {} are taken", pages.len());
}

/// What is put into a page.
const PIECES: &[&str] = &[
    "\"",
    "'",
    "<",
    ">",
    "&",
    "&amp;",
    "&#0;",
    "&#x41;",
    "&#128;",
    "&nbsp",
    "&lt;",
    "/",
    "=",
    " ",
    "\n",
    "\t",
    "\r",
    "\0",
    "\u{a0}",
    "a",
    "A",
    "-",
    "é",
    "</",
    "<!",
    "<!-- -->",
    " x=\"\"",
    " x",
    " class=\"x\"",
    "viewBox",
    " viewBox=\"0\"",
    "<p>",
    "</p>",
    "<a>",
    "</a>",
    "<b>",
    "</b>",
    "<i></b>",
    "<br>",
    "<br/>",
    "<hr>",
    "<div>",
    "</div>",
    "<div/>",
    "<ul>",
    "<li>",
    "</li>",
    "<dl>",
    "<dt>",
    "<table>",
    "</table>",
    "<caption>",
    "<tr>",
    "<td>",
    "<h2>",
    "</h2>",
    "<form>",
    "</form>",
    "<button>",
    "</button>",
    "<pre>\n",
    "<textarea>",
    "<select>",
    "<option>",
    "<svg>",
    "</svg>",
    "<title>",
    "</title>",
    "<path/>",
    "<template>",
    "<script>",
    "</script>",
    "<style>",
    "<noscript>",
    "<html>",
    "<head>",
    "</head>",
    "<body>",
    "</body>",
    "</html>",
    "<nobr>",
    "<font>",
    "<input>",
];

/// Elements that are put around a part of a page.
const AROUND: &[&str] = &[
    "a", "b", "button", "caption", "details", "div", "dl", "dt", "em", "font", "form",
    "g", "h2", "label", "li", "nobr", "p", "span", "svg", "table", "tbody", "td", "tr",
    "ul",
];

/// The tags of a page, and what stands in each.
fn tags(html: &str) -> Vec<(usize, usize)> {
    let starts = html.match_indices('<').map(|(at, _)| at);
    starts.filter_map(|at| Some((at, at + html[at..].find('>')? + 1))).collect()
}

#[derive(Clone, Debug)]
enum Edit {
    Put(&'static str),
    Around(&'static str),
    PutAtTag(&'static str),
    DropTag,
    MoveTag,
    CopyTag,
    DropLetters(usize),
}

fn edit() -> impl Strategy<Value = (Edit, Index, Index)> {
    let edit = prop_oneof![
        select(PIECES).prop_map(Edit::Put),
        select(PIECES).prop_map(Edit::PutAtTag),
        select(AROUND).prop_map(Edit::Around),
        Just(Edit::DropTag),
        Just(Edit::MoveTag),
        Just(Edit::CopyTag),
        (1..4usize).prop_map(Edit::DropLetters),
    ];
    (edit, any::<Index>(), any::<Index>())
}

/// A page with something in it dropped, copied, moved, or put into it.
fn mutilated(html: &str, edits: &[(Edit, Index, Index)]) -> String {
    let mut html = html.to_owned();
    for (edit, one, other) in edits {
        let tags = tags(&html);
        let (Some(last), any) = (tags.len().checked_sub(1), one.index(html.len())) else {
            return html;
        };
        let (tag, second) = (tags[one.index(last + 1)], tags[other.index(last + 1)]);
        let text = html[tag.0..tag.1].to_owned();
        match edit {
            Edit::Put(piece) => html.insert_str(html.floor_char_boundary(any), piece),
            Edit::PutAtTag(piece) => html.insert_str(tag.1, piece),
            Edit::Around(name) => {
                let (first, last) = (tag.min(second).0, tag.max(second).0);
                html.insert_str(last, &format!("</{name}>"));
                html.insert_str(first, &format!("<{name}>"));
            }
            Edit::DropTag => html.replace_range(tag.0..tag.1, ""),
            Edit::MoveTag => html.replace_range(second.0..second.1, &text),
            Edit::CopyTag => html.insert_str(second.0, &text),
            Edit::DropLetters(count) => {
                let (start, end) = (any, html.len().min(any + count));
                let start = html.floor_char_boundary(start);
                html.replace_range(start..html.ceil_char_boundary(end), "");
            }
        }
    }
    html
}

static PAGES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let pages = built(&practice()).into_iter();
    pages
        .chain(cases().par_iter().flat_map(built).collect::<Vec<_>>())
        .map(|page| page.1)
        .collect()
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_mutilated_page_is_read_right_or_not_at_all(
        page in any::<Index>(),
        edits in prop::collection::vec(edit(), 1..4),
    ) {
        is_taken(&mutilated(&PAGES[page.index(PAGES.len())], &edits));
    }
}
