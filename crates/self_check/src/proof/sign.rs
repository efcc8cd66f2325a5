//! What a clinician signs: one hash of the meaning, one of the wording.
use std::fmt::Write as _;

use ground::diagnostic::{Diagnostic, Level};
use ground::rewrite;
use ground::source::{Path, Span};
use rules::compile::TooLarge;
use rules::meaning::meaning;
use sha2::{Digest, Sha256};
use toml_edit::Datetime;

use super::difference::difference;
use crate::language::{self, SelfCheck, Texts};

/// The hashes under a signature: SHA-256 in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hashes {
    /// Changes if and only if the meaning does.
    pub logic: String,
    /// Changes with any word that visitors or clinicians read.
    pub wording: String,
}

/// The hashes of a self-check.
pub fn hashes(check: &SelfCheck) -> Result<Hashes, TooLarge> {
    Ok(Hashes {
        logic: hash(&meaning(&check.table)?),
        wording: hash(wording(&check.texts).as_bytes()),
    })
}

/// The file beside the rules that keeps them as they were signed.
pub const SIGNED: &str = "signed.toml";

/// The rules as they were signed, if they are what stands under the newest signature.
pub fn as_signed(check: &SelfCheck, file: &Path, text: &str) -> Option<SelfCheck> {
    let signed = language::read(file, text, &mut vec![])?;
    let logic = hashes(&signed).ok()?.logic;
    (logic == check.review.as_ref()?.logic).then_some(signed)
}

/// What keeps a self-check from going live: nobody has signed it, or it has changed since.
/// `signed` are the rules as they were signed, where they are known.
pub fn check(
    check: &SelfCheck,
    signed: Option<&SelfCheck>,
    file: &Path,
    found: &mut Vec<Diagnostic>,
) {
    let Some(review) = &check.review else {
        let message = "no clinician has signed these rules".to_owned();
        let finding = unpublishable("rules-unsigned", message);
        found.push(finding.at(Span::new(file, 0, 0)));
        return;
    };
    // Rules that are too large to be hashed have an error of their own.
    let Ok(now) = hashes(check) else { return };
    let since = |what| format!("{what} since {} signed on {}", review.by, review.on);
    if now.logic != review.logic {
        let message = since("what the rules mean has changed");
        let finding = unpublishable("rules-changed", message).at(review.at.clone());
        let example = signed.and_then(|signed| told(signed, check));
        found.push(Diagnostic { example, ..finding });
    }
    if now.wording != review.wording {
        let message = since("the wording has changed");
        found.push(unpublishable("wording-changed", message).at(review.at.clone()));
    }
}

/// A finding that only a signature mends.
fn unpublishable(code: &'static str, message: String) -> Diagnostic {
    let help = "have a clinician read it, then run: candor rules sign FILE --by NAME --role ROLE";
    Diagnostic::new(code, Level::Unpublishable, message).help(help)
}

/// What changed first and foremost since it was signed.
fn told(signed: &SelfCheck, check: &SelfCheck) -> Option<String> {
    let difference = difference(signed, check).ok()?;
    let first = difference.changes.first()?;
    Some(format!("{}; they {}", first.example, first.what))
}

/// The file with a signature in place of any that it had; nothing when it is no TOML, or
/// has something else under the signature's name.
pub fn signed(
    file: &Path,
    text: &str,
    hashes: &Hashes,
    by: &str,
    role: &str,
    on: jiff::civil::Date,
) -> Option<String> {
    let on: Datetime = on.to_string().parse().ok()?;
    rewrite::text(file, text, |doc| {
        let mut review = rewrite::table(doc, "review")?;
        review.set("by", by);
        review.set("role", role);
        review.set("on", on);
        review.set("logic", &hashes.logic);
        review.set("wording", &hashes.wording);
        Some(())
    })
}

/// SHA-256 in hexadecimal.
fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// All that people read, each text quoted so that none can run into the next.
fn wording(texts: &Texts) -> String {
    let mut all =
        format!("{:?}", (&texts.id, &texts.title, &texts.outcomes, &texts.panels));
    // Debug output quotes and escapes each text, and names each field.
    for question in &texts.questions {
        let _ = write!(all, "{question:?}");
    }
    for rule in &texts.rules {
        let _ = write!(all, "{:?}", (&rule.because, names(&rule.source)));
    }
    let _ = write!(all, "{:?}", texts.promises);
    // Only what there is: a check without sources and titles keeps the hash that was signed.
    for sources in texts.sources.iter().filter(|sources| !sources.is_empty()) {
        let _ = write!(all, "{:?}", names(sources));
    }
    let titles = texts.scores.iter().filter_map(|score| score.title.as_ref());
    for title in titles {
        let _ = write!(all, "{title:?}");
    }
    all
}

/// The names of facts, without their places.
fn names(sources: &[(String, Span)]) -> Vec<&str> {
    sources.iter().map(|(name, _)| name.as_str()).collect()
}
