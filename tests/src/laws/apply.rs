//! Whatever a finding offers to mend on a page, "Apply" mends in the desk: each kind of finding
//! that a case of the suite has with a fix, typed, mended by the answer's own fix, and gone.
use std::collections::{BTreeMap, BTreeSet};

use ground::diagnostic::Diagnostic;
use ground::source::{Path, Sources};
use rayon::prelude::*;
use serde_json::Value;
use support::Site;
use support::desk::Desk;

use crate::fix::BEHIND;
use crate::{base, build_cold, cases, text};

/// What the desk is given before somebody makes the mistake.
const CLEAN: &str = "+++\ntitle = \"Clean\"\ndescription = \"A page that somebody is about to \
                     edit, and with which nothing is wrong at all.\"\n+++\nText.\n";

/// Letters of which an editor in a browser counts others than bytes, where they change nothing.
const WIDE: &str = "# 😀é\n";

/// A mistake on a page that a fix mends.
struct Mistake {
    code: &'static str,
    sources: Sources,
    file: Path,
    message: String,
}

/// The page that all fixes of a finding change, if it is one.
fn page(sources: &Sources, finding: &Diagnostic) -> Option<Path> {
    let edits = finding.fixes.iter().flat_map(|fix| &fix.edits);
    let files: BTreeSet<_> = edits.map(|edit| &edit.at.file).collect();
    let at = &finding.at.as_ref()?.file;
    let is_page = files.len() == 1 && files.contains(at) && sources.is_page(at);
    is_page.then(|| at.clone())
}

/// One mistake for each code and wording: what is filled in may be any word.
fn mistakes() -> Vec<Mistake> {
    let found = cases().into_par_iter().flat_map_iter(|sources| {
        let findings = build_cold(&sources).findings.into_iter();
        let mistake = move |finding: Diagnostic| {
            let file = page(&sources, &finding)?;
            let (code, message) = (finding.code, finding.message);
            Some(Mistake { code, sources: sources.clone(), file, message })
        };
        findings.filter_map(mistake).collect::<Vec<_>>()
    });
    let mut by_kind = BTreeMap::new();
    for mistake in found.collect::<Vec<_>>() {
        let words = mistake.message.split('`').step_by(2).collect::<String>();
        by_kind.entry((mistake.code, words)).or_insert(mistake);
    }
    by_kind.into_values().collect()
}

impl Mistake {
    /// A desk on the site, with nothing wrong on the page yet.
    fn desk(&self) -> Desk {
        let site = Site::empty();
        for (path, file) in self.sources.files.iter() {
            site.write(&**path, &*file.bytes);
        }
        let base = base();
        let clean =
            base.files.get(&self.file).map_or(CLEAN.as_bytes(), |file| &file.bytes);
        site.write(&*self.file, clean);
        Desk::start(site)
    }

    /// Makes the mistake and takes each way out that the desk offers. What is wrong with that.
    fn is_mended(&self) -> Result<(), String> {
        let (desk, file) = (self.desk(), &*self.file);
        let wrong =
            text(&self.sources, file).replacen("+++\n", &format!("+++\n{WIDE}"), 1);
        let base = &desk.open(file)["hash"];
        let typed = |text: &str| desk.type_text(file, text, base).1;
        let answer = typed(&wrong);
        let found = list(&answer["findings"]).find(|one| one["title"] == *self.message);
        let finding = found.ok_or_else(|| format!("is not told in {answer:#}"))?;
        let before = told(&answer);
        let fixes: Vec<_> = list(&finding["fixes"]).collect();
        if fixes.is_empty() {
            return Err("is told without its fix".to_owned());
        }
        for fix in fixes {
            let mended = applied(&wrong, &fix["edits"]);
            let after = typed(&mended);
            let is_here = |one: &Value| {
                (&one["title"], &one["from"]) == (&finding["title"], &finding["from"])
            };
            if list(&after["findings"]).any(is_here) {
                return Err(format!("stays in {mended}"));
            }
            let mut new: Vec<_> = told(&after).difference(&before).cloned().collect();
            new.retain(|(code, _)| !BEHIND.contains(&&**code));
            if !new.is_empty() {
                return Err(format!("becomes {new:?} in {mended}"));
            }
        }
        Ok(())
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// What is told, whatever its place.
fn told(answer: &Value) -> BTreeSet<(String, String)> {
    let words = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    list(&answer["findings"])
        .map(|one| (words(one, "code"), words(one, "title")))
        .collect()
}

/// A text after edits whose places are counted as a browser does, the last first.
fn applied(text: &str, edits: &Value) -> String {
    let mut units: Vec<u16> = text.encode_utf16().collect();
    let mut edits: Vec<_> = list(edits).collect();
    let place = |edit: &Value, key: &str| {
        usize::try_from(edit[key].as_u64().expect("a place")).expect("it is in the text")
    };
    edits.sort_by_key(|edit| std::cmp::Reverse(place(edit, "from")));
    for edit in edits {
        let new = edit["text"].as_str().expect("a text").encode_utf16();
        units.splice(place(edit, "from")..place(edit, "to"), new);
    }
    String::from_utf16(&units).expect("no letter is cut in two")
}

#[test]
fn apply_mends_each_kind_of_finding_on_a_page() {
    let mistakes = mistakes();
    let kinds: BTreeSet<_> = mistakes.iter().map(|mistake| mistake.code).collect();
    let tried = mistakes.par_iter().map(|mistake| (mistake, mistake.is_mended()));
    let wrong: Vec<_> = tried
        .filter_map(|(mistake, tried)| {
            let why = tried.err()?;
            Some(format!(
                "{} in {}: {:?} {why}",
                mistake.code, mistake.file, mistake.message
            ))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(kinds.len() >= 10, "only {kinds:?} were tried");
}
