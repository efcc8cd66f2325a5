//! What the parts of the file have in common: ids, texts that people read, lists that must
//! hold something.
use ground::diagnostic::{Diagnostic, Level, nearest};
use ground::source::Span;
use ground::table::{TomlTable, TomlValue};

/// How many errors there are. Two counts that are equal say that all that was read between
/// them was understood.
pub(super) fn errors(found: &[Diagnostic]) -> usize {
    found.iter().filter(|finding| finding.level == Level::Error).count()
}

/// An id is made of small letters, digits, `_` and `-`.
pub(super) fn check_id(id: &str, at: &Span, found: &mut Vec<Diagnostic>) {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
    if id.is_empty() || !id.chars().all(fits) {
        let finding =
            Diagnostic::error("id", format!("`{id}` cannot be an id")).at(at.clone());
        found
            .push(finding.help("use small letters, digits, _ and -: \"blood-pressure\""));
    }
}

/// Finds ids that stand twice among the same things.
pub(super) fn check_twice<'n>(
    what: &str,
    ids: impl IntoIterator<Item = (&'n str, &'n Span)>,
    found: &mut Vec<Diagnostic>,
) {
    let mut seen: Vec<(&str, &Span)> = vec![];
    for (id, at) in ids {
        // A list is as long as people write it, so it is compared one by one.
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == id) {
            found.push(
                Diagnostic::error(
                    "name-twice",
                    format!("the {what} `{id}` stands twice"),
                )
                .at(at.clone())
                .label((*first).clone(), "it stands here too")
                .help("give one of them another id"),
            );
        }
        seen.push((id, at));
    }
}

/// The place of a name in a list of names, or a finding that names the nearest.
pub(super) fn index_of<'n>(
    what: &str,
    name: &str,
    at: &Span,
    names: impl Iterator<Item = &'n str> + Clone,
    found: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let index = names.clone().position(|known| known == name);
    if index.is_none() {
        let help = match nearest(name, names.clone()) {
            Some(near) => format!("write \"{near}\""),
            None => one_of(&names.collect::<Vec<_>>()),
        };
        let message = format!("there is no {what} `{name}`");
        found.push(Diagnostic::error("name-unknown", message).at(at.clone()).help(help));
    }
    index
}

/// What can be written where a name is like none of the known ones.
pub(super) fn one_of(names: &[&str]) -> String {
    match names {
        [] => "remove it, or write what it names first".to_owned(),
        names => format!("use one of: {}", names.join(", ")),
    }
}

/// Takes a text that people read, under a key that must be there.
pub(super) fn need_text(
    table: &mut TomlTable<'_>,
    key: &'static str,
    found: &mut Vec<Diagnostic>,
) -> Option<String> {
    visible_text(&table.need(key, found)?, found)
}

/// Takes a text that people read, under a key that may be there.
pub(super) fn optional_text(
    table: &mut TomlTable<'_>,
    key: &'static str,
    found: &mut Vec<Diagnostic>,
) -> Option<String> {
    visible_text(&table.take(key)?, found)
}

/// A text that people read. A blank one is a finding, and stays in use.
pub(super) fn visible_text(
    value: &TomlValue<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<String> {
    let text = value.text(found)?;
    if text.trim().is_empty() {
        let finding = Diagnostic::error("empty", "visitors would read nothing here");
        found.push(finding.at(value.span()).help("write the text between the quotes"));
    }
    Some(text.to_owned())
}

/// The finding for something that must hold more than nothing.
pub(super) fn empty(what: &str, at: Span) -> Diagnostic {
    Diagnostic::error("empty", format!("{what} is empty"))
        .at(at)
        .help("write what it is about, or remove it")
}
