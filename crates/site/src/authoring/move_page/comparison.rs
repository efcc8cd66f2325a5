//! Whether a move breaks something: what a build finds afterwards and did not find before.
use std::collections::BTreeMap;

use ground::diagnostic::Diagnostic;
use ground::source::Path;

/// What identifies a finding wherever it stands: its code, its file, and its message without
/// paths and addresses, which a move changes.
type Key = (&'static str, Option<String>, String);

/// Finds what stands in `after` and did not among `before`, with the files that have moved
/// meanwhile. Findings are counted by what they say: of three that say the same where two did
/// before, one is new.
pub fn breaks(
    moved: &BTreeMap<Path, Path>,
    before: &[Diagnostic],
    after: Vec<Diagnostic>,
    found: &mut Vec<Diagnostic>,
) {
    let mut known: BTreeMap<Key, usize> = BTreeMap::new();
    for finding in before {
        let file = finding.at.as_ref().map(|at| &*at.file);
        let file = file.map(|file| moved.get(file).map_or(file, |new| new).to_owned());
        *known.entry(key(finding, file)).or_default() += 1;
    }
    let is_new = |finding: &Diagnostic| {
        let file = finding.at.as_ref().map(|at| at.file.to_string());
        match known.get_mut(&key(finding, file)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        }
    };
    found.extend(after.into_iter().filter(is_new));
}

fn key(finding: &Diagnostic, file: Option<String>) -> Key {
    let words = finding.message.split([' ', '`']).map(|word| {
        let is_place = word.contains('/') || word.contains(".md");
        if is_place { "…" } else { word }
    });
    (finding.code, file, words.collect::<Vec<_>>().join(" "))
}
