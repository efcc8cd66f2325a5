//! Which table of a file is read, and how it settles which of its rows counts.
use ground::diagnostic::{Diagnostic, nearest};
use ground::source::Path;
use roxmltree::{Document, Node};

use super::order::HitPolicy;
use super::xml::{is, left_out, refused};

/// The one table that decides, or the one of the decision that is asked for.
pub(super) fn table<'a, 'd>(
    file: &Path,
    document: &'a Document<'d>,
    decision: Option<&str>,
    found: &mut Vec<Diagnostic>,
) -> Option<Node<'a, 'd>> {
    let all = document.descendants().filter(|node| is(node, "decisionTable"));
    let all: Vec<_> = all.collect();
    let chosen = match decision {
        Some(name) => named(file, &all, name, found),
        None => only(file, &all, found),
    };
    if all.is_empty() {
        let root = document.root_element();
        found.push(refused(file, root, "there is no decision table in this file"));
    }
    chosen.filter(|table| is_whole(file, *table, found))
}

/// The table of a decision that has this name or this id.
fn named<'a, 'd>(
    file: &Path,
    all: &[Node<'a, 'd>],
    wanted: &str,
    found: &mut Vec<Diagnostic>,
) -> Option<Node<'a, 'd>> {
    let has = |table: &&Node<'a, 'd>| names(**table).any(|name| name == wanted);
    let chosen: Vec<_> = all.iter().filter(has).collect();
    match (&chosen[..], all.first()) {
        ([table], _) => return Some(**table),
        ([first, ..], _) => {
            let message = format!("several decision tables are called `{wanted}`");
            found
                .push(refused(file, **first, message).help("name one of them by its id"));
        }
        ([], Some(first)) => {
            let message = format!("no decision table is called `{wanted}`");
            let near = nearest(wanted, all.iter().flat_map(|table| names(*table)));
            let help = near.map_or_else(|| pick(all), |near| format!("pick `{near}`"));
            found.push(refused(file, *first, message).help(help));
        }
        ([], None) => {}
    }
    None
}

/// The one table that decides. What collects beside it is left out, with a finding. Where all
/// collect, the first of them shows it.
fn only<'a, 'd>(
    file: &Path,
    all: &[Node<'a, 'd>],
    found: &mut Vec<Diagnostic>,
) -> Option<Node<'a, 'd>> {
    // What Candor itself writes has two tables, and one of them collects the panels.
    let (collecting, deciding): (Vec<_>, Vec<_>) =
        all.iter().copied().partition(|node| collects(*node));
    match deciding[..] {
        [] => return collecting.first().copied(),
        [_] => {}
        [_, second, ..] => {
            let count = deciding.len();
            let message = format!(
                "this file holds {count} decision tables, and a self-check is made of one"
            );
            found.push(refused(file, second, message).help(pick(&deciding)));
            return None;
        }
    }
    found.extend(collecting.iter().map(|table| {
        let message =
            "this table collects what is shown beside the outcome: it is left out";
        left_out(file, *table, message).help(AS_PANELS)
    }));
    deciding.first().copied()
}

/// What to do with rows that only collect.
const AS_PANELS: &str = "write its rows as rules with panels = [...]";

/// More names than anybody reads.
const MOST_NAMES: usize = 20;

/// How to say which table is meant.
fn pick(tables: &[Node<'_, '_>]) -> String {
    let tables = &tables[..tables.len().min(MOST_NAMES)];
    let first = |table: &Node<'_, '_>| names(*table).next().map(str::to_owned);
    let all: Vec<_> = tables.iter().filter_map(first).collect();
    let name = |table: &Node<'_, '_>| {
        let name = first(table)?;
        // Of several with one name each has an id of its own.
        let is_shared = all.iter().filter(|other| **other == name).count() > 1;
        if is_shared { names(*table).last().map(str::to_owned) } else { Some(name) }
    };
    let names: Vec<_> = tables.iter().filter_map(name).collect();
    if names.is_empty() {
        return "leave one of them in the file".to_owned();
    }
    format!("pick one with --decision NAME: {}", names.join(", "))
}

/// What the decision of a table is called.
pub(super) fn title(table: Node<'_, '_>) -> Option<String> {
    names(table).next().map(str::to_owned)
}

/// The name and the id of what a table belongs to.
fn names<'a>(table: Node<'a, '_>) -> impl Iterator<Item = &'a str> {
    let is_owner = |node: &Node<'_, '_>| OWNERS.iter().any(|owner| is(node, owner));
    let owner = table.ancestors().find(is_owner);
    let names = ["name", "id"].into_iter();
    let names = names.filter_map(move |name| owner.and_then(|it| it.attribute(name)));
    names.filter(|name| !name.trim().is_empty())
}

/// What a table may be all of, with a name.
const OWNERS: [&str; 2] = ["decision", "businessKnowledgeModel"];

/// Whether a table only collects, and decides nothing.
fn collects(table: Node<'_, '_>) -> bool {
    table.attribute("hitPolicy") == Some("COLLECT")
        && table.attribute("aggregation").is_none()
}

/// Whether a table is all that its decision says.
fn is_whole(file: &Path, table: Node<'_, '_>, found: &mut Vec<Diagnostic>) -> bool {
    let owners = ["decision", "encapsulatedLogic"];
    let owned = |parent: Node<'_, '_>| owners.iter().any(|owner| is(&parent, owner));
    let whole = table.parent().is_some_and(owned);
    if !whole {
        let message = "this table is one part of an expression, and what the decision says is \
                       more than it";
        found.push(refused(file, table, message));
    }
    whole
}

/// The hit policies, as DMN writes them.
const POLICIES: [&str; 7] =
    ["UNIQUE", "ANY", "PRIORITY", "FIRST", "COLLECT", "RULE ORDER", "OUTPUT ORDER"];

/// The hit policy, UNIQUE where the file names none (DMN 1.3, 8.2.10).
pub(super) fn policy(
    file: &Path,
    table: Node<'_, '_>,
    found: &mut Vec<Diagnostic>,
) -> Option<HitPolicy> {
    let named = table.attribute("hitPolicy").unwrap_or("UNIQUE");
    let finding = match named {
        "UNIQUE" => return Some(HitPolicy::Unique),
        "ANY" => return Some(HitPolicy::Any),
        "PRIORITY" => return Some(HitPolicy::Priority),
        "FIRST" => return Some(HitPolicy::First),
        "COLLECT" => collected(file, table),
        other if POLICIES.contains(&other) => {
            let message = format!(
                "a table with the hit policy {other} says more than one thing at once, which a \
                 self-check cannot"
            );
            refused(file, table, message)
        }
        other => {
            let near = nearest(&other.to_uppercase(), POLICIES);
            let all = || format!("one of {}", POLICIES.join(", "));
            let near = near.map_or_else(all, str::to_owned);
            let message = format!("DMN knows no hit policy `{other}`");
            refused(file, table, message).help(format!("write {near}"))
        }
    };
    found.push(finding);
    None
}

/// Why a table that collects is none of a self-check's outcome.
fn collected(file: &Path, table: Node<'_, '_>) -> Diagnostic {
    let Some(sum) = table.attribute("aggregation") else {
        let message = "COLLECT gives what all rows that match say, and a self-check has one \
                       outcome";
        return refused(file, table, message).help(AS_PANELS);
    };
    let message =
        format!("COLLECT with {sum} works out a number, and an outcome is a text");
    // The most cautious of several texts is what a self-check says anyway.
    let help = match sum {
        "MIN" | "MAX" => {
            "write texts in place of the numbers, and the hit policy PRIORITY"
        }
        _ => "write points under [scores], and rules that compare their sum",
    };
    refused(file, table, message).help(help)
}
