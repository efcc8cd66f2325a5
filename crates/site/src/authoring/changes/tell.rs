//! Changes in words, and for other programs.
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::change::{
    Fate, FileChange, HeaderChange, PageChange, RedirectChange, RulesChange,
    WebsiteChanges,
};
use super::words::{Passage, Run};

/// Each change as a sentence, without the words of pages.
pub fn sentences(changes: &WebsiteChanges) -> Vec<String> {
    blocks(changes).into_iter().map(|block| block.head).collect()
}

/// The changes as text, with the words of pages: `was` and `now`, and brackets around what
/// differs.
pub fn text(changes: &WebsiteChanges) -> String {
    let mut text = String::new();
    for Block { head, details } in blocks(changes) {
        let _ = writeln!(text, "{head}");
        for line in details {
            let _ = writeln!(text, "    {}", line.replace('\n', "\n         "));
        }
    }
    text
}

/// One change: its sentence, and what more there is to it.
struct Block {
    head: String,
    details: Vec<String>,
}

impl Block {
    fn of(head: String) -> Self {
        Self { head, details: vec![] }
    }
}

fn blocks(changes: &WebsiteChanges) -> Vec<Block> {
    let mut blocks: Vec<_> = changes.pages.iter().map(page).collect();
    if !changes.around.is_empty() {
        let head = "Around the text of all pages, words change.".to_owned();
        blocks.push(Block { head, details: was_and_now(&changes.around) });
    }
    blocks.extend(changes.rules.iter().map(rules));
    if !changes.remade.is_empty() {
        let pages = listed(&changes.remade);
        let head =
            format!("The words are the same, and what is around them is not: {pages}.");
        blocks.push(Block::of(head));
    }
    blocks.extend(changes.files.iter().map(|change| Block::of(file(change))));
    blocks.extend(changes.redirects.iter().map(|change| Block::of(redirect(change))));
    blocks.extend(changes.headers.iter().map(header));
    blocks
}

fn rules(RulesChange { fate, title, sentences, .. }: &RulesChange) -> Block {
    let head = match fate {
        Fate::Added => format!("New self-check: {title}"),
        Fate::Removed => format!("Removed self-check: {title}"),
        _ => format!("The self-check “{title}” decides in another way."),
    };
    Block { head, details: sentences.clone() }
}

fn page(change: &PageChange) -> Block {
    let PageChange { address, fate, name, words, sent_on } = change;
    let head = match fate {
        Fate::Added => return Block::of(format!("New page: {address} ({name})")),
        Fate::Changed => format!("Changed page: {address} ({name})"),
        Fate::Moved(from) => format!("Moved page: {from} is now {address} ({name})"),
        Fate::Removed => {
            let what = match sent_on {
                Some(to) => format!("its visitors are sent to {to}"),
                None => "its visitors find nothing there".to_owned(),
            };
            return Block::of(format!("Removed page: {address} ({name}); {what}"));
        }
    };
    Block { head, details: was_and_now(words) }
}

/// Both texts of each passage, with brackets around the words in which they differ.
fn was_and_now(passages: &[Passage]) -> Vec<String> {
    let mut lines = vec![];
    for passage in passages {
        for (label, text) in
            [("was: ", side(passage, true)), ("now: ", side(passage, false))]
        {
            if passage.iter().any(|run| is_of(run, label == "was: ") && !is_both(run)) {
                lines.push(format!("{label}{text}"));
            }
        }
    }
    lines
}

/// The text of one side.
fn side(passage: &Passage, is_before: bool) -> String {
    let runs = passage.iter().filter(|run| is_of(run, is_before));
    let marked = runs.map(|run| match run {
        Run::Both(text) => text.clone(),
        run => format!("[{}]", run.text()),
    });
    marked.collect::<Vec<_>>().join(" ")
}

fn is_both(run: &Run) -> bool {
    matches!(run, Run::Both(_))
}

/// Whether words stand in the text of before, or in that of now.
fn is_of(run: &Run, is_before: bool) -> bool {
    match run {
        Run::Both(_) => true,
        Run::Before(_) => is_before,
        Run::Now(_) => !is_before,
    }
}

fn file(FileChange { path, fate }: &FileChange) -> String {
    let what = match fate {
        Fate::Added => "New",
        Fate::Removed => "Removed",
        Fate::Changed | Fate::Moved(_) => "Changed",
    };
    format!("{what} file: {path}")
}

fn redirect(RedirectChange { from, before, now }: &RedirectChange) -> String {
    match (before, now) {
        (Some(before), Some(now)) => {
            format!("Visitors of {from} are sent to {now}, no longer to {before}.")
        }
        (_, Some(now)) => format!("Visitors of {from} are sent to {now}."),
        _ => format!("Visitors of {from} are no longer sent elsewhere."),
    }
}

fn header(change: &HeaderChange) -> Block {
    let addresses = listed(&change.addresses);
    let head = format!("Browsers are told another {} at {addresses}.", change.name);
    let said = |label: &str, value: &Option<String>| {
        format!("{label}: {}", value.as_deref().unwrap_or("nothing"))
    };
    Block { head, details: vec![said("was", &change.before), said("now", &change.now)] }
}

/// A few addresses, and how many more.
fn listed(addresses: &[String]) -> String {
    let first = addresses.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    match addresses.len().saturating_sub(3) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// The changes as one object: `{pages: [{address, what, from, name, words, sentOn}], around,
/// rules: [{file, what, title, sentences}], remade, files: [{path, what}], redirects: [{from, before,
/// now}], headers: [{name, before, now, addresses}]}`. `words` and `around` are passages, each a
/// list of runs: `{in, text}`, where `in` is `both`, `before` or `now`.
pub fn json(changes: &WebsiteChanges) -> Value {
    let pages = changes.pages.iter().map(|change| {
        let from = match &change.fate {
            Fate::Moved(from) => Some(from),
            _ => None,
        };
        json!({
            "address": change.address,
            "what": what(&change.fate),
            "from": from,
            "name": change.name,
            "words": passages(&change.words),
            "sentOn": change.sent_on,
        })
    });
    let rules = changes.rules.iter().map(|change| {
        json!({
            "file": &*change.file,
            "what": what(&change.fate),
            "title": change.title,
            "sentences": change.sentences,
        })
    });
    let files = changes.files.iter();
    let files =
        files.map(|change| json!({ "path": change.path, "what": what(&change.fate) }));
    let redirects = changes.redirects.iter().map(|RedirectChange { from, before, now }| {
        json!({ "from": from, "before": before, "now": now })
    });
    let headers = changes.headers.iter().map(|change| {
        json!({
            "name": change.name,
            "before": change.before,
            "now": change.now,
            "addresses": change.addresses,
        })
    });
    json!({
        "pages": pages.collect::<Vec<_>>(),
        "around": passages(&changes.around),
        "rules": rules.collect::<Vec<_>>(),
        "remade": changes.remade,
        "files": files.collect::<Vec<_>>(),
        "redirects": redirects.collect::<Vec<_>>(),
        "headers": headers.collect::<Vec<_>>(),
    })
}

fn what(fate: &Fate) -> &'static str {
    match fate {
        Fate::Added => "added",
        Fate::Changed => "changed",
        Fate::Removed => "removed",
        Fate::Moved(_) => "moved",
    }
}

fn passages(passages: &[Passage]) -> Value {
    let run = |run: &Run| {
        let of = match run {
            Run::Both(_) => "both",
            Run::Before(_) => "before",
            Run::Now(_) => "now",
        };
        json!({ "in": of, "text": run.text() })
    };
    passages.iter().map(|passage| passage.iter().map(run).collect::<Vec<_>>()).collect()
}
