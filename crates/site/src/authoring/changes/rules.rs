//! What the rules of self-checks mean for those who answer.
use std::collections::BTreeSet;
use std::sync::Arc;

use ground::source::{Path, Sources, name};
use self_check::language::SelfCheck;
use self_check::proof::difference::{Difference, difference};

use super::change::{Fate, RulesChange};
use crate::authoring::self_check_of as read;

pub(super) fn changes(before: &Sources, now: &Sources) -> Vec<RulesChange> {
    let files: BTreeSet<&Path> = files(before).chain(files(now)).collect();
    files.into_iter().filter_map(|file| change(file, before, now)).collect()
}

fn files(sources: &Sources) -> impl Iterator<Item = &Path> {
    sources
        .below("content/")
        .map(|(path, _)| path)
        .filter(|path| name(path) == "rules.toml")
}

/// What became of the rules in a file, if it is another one.
fn change(file: &Path, before: &Sources, now: &Sources) -> Option<RulesChange> {
    let bytes =
        |sources: &Sources| sources.files.get(file).map(|file| Arc::clone(&file.bytes));
    // A proof takes longer than all else here, and most edits touch no rules.
    if bytes(before) == bytes(now) {
        return None;
    }
    let (old, new) = (read(before, file), read(now, file));
    let (fate, sentences) = match (&old, &new) {
        (None, _) => (Fate::Added, vec![]),
        (_, None) => (Fate::Removed, vec![]),
        (Some(old), Some(new)) => (Fate::Changed, between(old, new)?),
    };
    Some(RulesChange {
        file: Arc::clone(file),
        fate,
        title: new.or(old)?.texts.title,
        sentences,
    })
}

/// What rules mean otherwise; nothing where they mean the same.
fn between(old: &SelfCheck, new: &SelfCheck) -> Option<Vec<String>> {
    match difference(old, new) {
        Ok(Difference { apart, changes, .. })
            if apart.is_empty() && changes.is_empty() =>
        {
            None
        }
        Ok(difference) => Some(difference.sentences()),
        Err(_) => Some(vec!["The rules are too large to be compared.".to_owned()]),
    }
}
