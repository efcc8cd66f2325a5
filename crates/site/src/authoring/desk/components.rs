//! A page of all components, made like any other page: by this site's own templates and
//! styles, from markdown. Directives are taken from their list, so that none is forgotten.
use std::fmt::Write as _;

use ground::source::{File, Mode, Path, Sources, ending, name};

use crate::assets::picture::is_picture;
use crate::build::{Session, build};
use crate::drawing::FOLDER;
use crate::memo::Memo;
use crate::read::directive::{DirectiveKind, KINDS};
use crate::request::Request;
use crate::store::{Content, WebFile};

use super::states;

/// The page stands in a section of examples, between two pages, and has one below it.
const SECTION: &str = "candor-components";
/// Where the preview shows it.
pub const ADDRESS: &str = "/__candor/components";
/// In whose place the list of the self-check's states comes: each stands on a page of its own.
const STATES_HERE: &str = "The states of the self-check.";

/// The page of components. Nothing when the templates have faults.
pub fn components(sources: &Sources) -> Option<WebFile> {
    let mut sources = Sources { mode: Mode::Preview, ..sources.clone() };
    let facts = crate::load::facts(&sources, &Memo::once(), &mut vec![]);
    let fact = facts.facts.keys().next().map(String::as_str).unwrap_or_default();
    let shown = text(&sources, fact);
    let pages = [
        ("_index", page("A section of examples", "Its pages are these.")),
        ("a", page("The example before", "A page before.")),
        ("all/_index", page("Components", &shown)),
        ("all/card", page("A page below this one", "A page.")),
        ("z", page("The example after", "A page after.")),
    ];
    for (name, text) in pages {
        let path: Path = format!("content/{SECTION}/{name}.md").into();
        sources.files_mut().insert(path, File::new(text.as_bytes()));
    }
    let report = build(&sources, &Session::once(), &Request::default()).ok()?;
    let file = report.website.files.get(&*format!("{SECTION}/all/index.html"))?;
    let page = String::from_utf8(file.content.get().ok()?.into_owned()).ok()?;
    let page = with_states(page);
    let content = Content::in_memory(page.into_bytes().into());
    Some(WebFile { content, ..file.clone() })
}

/// The page with the list of states in the place of the paragraph that stands for it.
fn with_states(page: String) -> String {
    let Some(at) = page.find(STATES_HERE) else { return page };
    // The paragraph's start says on which line it stands, as all do in a preview.
    let (before, after) = (&page[..at], &page[at + STATES_HERE.len()..]);
    let start = before.rfind("<p").unwrap_or(at);
    let rest = after.strip_prefix("</p>\n").unwrap_or(after);
    format!("{}{}{rest}", &before[..start], states::list(ADDRESS))
}

fn page(title: &str, text: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\ndescription = \"{title}: an example for those who make \
         the site, which no visitor sees.\"\nupdated = 2026-11-24\ndraft = true\n+++\n{text}\n"
    )
}

/// What each component is for, how it is written, and how it looks.
fn text(sources: &Sources, fact: &str) -> String {
    let mut text = format!(
        "Around this text stand the header with its menu, where the practice says whom to \
         call in a crisis those numbers, the footer, and the draft’s ribbon. This paragraph is the lead; a box right after it would stand \
         beside it. At the side or above stand the contents. Below stand the pages of a \
         section, the sources, the review line, and the way to the pages before and \
         after.\n\n## Text\n\nA paragraph with a [link](/), **bold**, *stress*, and a \
         citation. [@{fact}]\n\nA word\n: What it means\n\n- One item\n- Another item\n\n\
         1. The first\n2. The second\n\n> Something quoted\n\n### A heading of the third \
         level\n\nText with a note.[^1]\n\n[^1]: The note.\n\n"
    );
    if let Some(file) = picture(sources) {
        let _ = writeln!(
            text,
            "## A picture\n\n```\n![What it shows]({file} \"What it says below it\")\n```\n\n\
             ![What it shows](/{file} \"What it says below it\")\n"
        );
    }
    for kind in KINDS {
        let _ = writeln!(text, "## `{}`\n\n```\n{}```\n", kind.name, written(kind, None));
        if kind.name == "self-check" {
            let _ = writeln!(text, "{STATES_HERE}\n");
            continue;
        }
        let known = shown(sources, kind);
        if known.is_some() || kind.attributes.is_empty() {
            let _ = writeln!(text, "{}", written(kind, known.as_deref()));
        } else {
            text.push_str("There is none here to be shown.\n\n");
        }
    }
    text
}

/// What stands in the attribute, when it can be shown: a drawing and a picture that this
/// site has.
fn shown(sources: &Sources, kind: &DirectiveKind) -> Option<String> {
    match kind.name {
        "drawing" => sources
            .below(FOLDER)
            .find(|(path, _)| ending(path) == "toml")
            .map(|(path, _)| name(path).trim_end_matches(".toml").to_owned()),
        "decoration" => picture(sources).map(str::to_owned),
        // Numbers out of 100 have bars.
        "table" => Some("What it says, out of 100".to_owned()),
        _ => Some("What it says".to_owned()),
    }
}

/// A picture that this site has, as a text names it.
fn picture(sources: &Sources) -> Option<&str> {
    let files = sources.below("static/").map(|(path, _)| path);
    let mut pictures = files.filter(|path| is_picture(path) && ending(path) != "svg");
    pictures.next().map(|path| &path["static/".len()..])
}

/// The directive as staff write it.
pub(super) fn written(kind: &DirectiveKind, value: Option<&str>) -> String {
    let value = value.unwrap_or("…");
    let attributes: Vec<_> =
        kind.attributes.iter().map(|(name, _)| format!("{name}=\"{value}\"")).collect();
    let braces = if attributes.is_empty() {
        String::new()
    } else {
        format!("{{{}}}", attributes.join(" "))
    };
    let inside = match kind.name {
        "table" => {
            "| What | With it | Without it |\n|---|---|---|\n| One | 64 | 28 |\n| Two | 9 | few |\n:::\n"
        }
        "steps" => "1. The first step\n2. The second step\n:::\n",
        "key-facts" => "A thing\n: What to know of it\n\nAnother\n: And of that\n:::\n",
        "actions" => "- [The main way](/)\n- [Another way](/)\n\nWords on both.\n:::\n",
        "ways" => "### A list\n\n- [A page](/) What it is about.\n:::\n",
        "studies" => "Drawings of both studies, and what both leave open.\n:::\n",
        _ if kind.container => "- One point\n- Another point\n:::\n",
        _ => "",
    };
    format!(":::{}{braces}\n{inside}", kind.name)
}
