//! A self-check's folder: its rules, what is proved of them, and a text for each outcome and
//! panel.
use std::sync::Arc;

use ground::diagnostic::{Diagnostic, Level};
use ground::prose::Prose;
use ground::source::{Path, Sources, Span};
use rules::Program;
use self_check::language::SelfCheck;
use self_check::proof::{self, sign};

use crate::read::body::{Body, Placeholder, PlaceholderKind};
use crate::read::page;

/// A self-check with its texts.
#[derive(Clone, Debug)]
pub struct LoadedSelfCheck {
    /// Its rules and their words.
    pub rules: SelfCheck,
    /// What the browser runs.
    pub program: Arc<Program>,
    /// The outcomes' texts, in the order of the table.
    pub outcomes: Vec<Body>,
    /// The panels' texts, in the order of the table; empty where there is none.
    pub panels: Vec<Body>,
    /// The words of the rules: each question, each reason by itself.
    pub prose: Vec<Prose>,
    /// That nobody has signed it; how grave that is, the practice says.
    pub unsigned: Vec<Diagnostic>,
}

/// Reads the self-check whose rules stand in `file`, a `rules.toml`.
pub fn load(
    sources: &Sources,
    file: &Path,
    found: &mut Vec<Diagnostic>,
) -> Option<LoadedSelfCheck> {
    let text = match sources.files.get(file)?.text(file) {
        Ok(text) => text,
        Err(finding) => {
            found.push(finding);
            return None;
        }
    };
    let rules = self_check::language::read(file, text, found)?;
    let proof = proof::prove(&rules);
    // Hints are for people who work on the rules (`rules check`), not for every build.
    let told = |finding: &Diagnostic| finding.level != Level::Hint;
    found.extend(proof.findings.into_iter().filter(told));
    let signed = as_signed(sources, file, &rules);
    let mut unsigned = vec![];
    // Without a program there is no self-check to keep them with, so they are reported at once.
    let is_unsigned = rules.review.is_none() && proof.program.is_some();
    let told = if is_unsigned { &mut unsigned } else { &mut *found };
    sign::check(&rules, signed.as_ref(), file, told);
    let program = Arc::new(proof.program?);
    let folder = file.strip_suffix("/rules.toml")?;
    // In the order of the table, as the program names outcomes and panels by their index.
    let outcomes = rules.table.outcomes.iter().zip(&rules.spans.outcomes);
    let outcomes: Vec<_> = outcomes
        .map(|(outcome, at)| {
            let part = part(sources, folder, "outcomes", &outcome.id, found);
            part.unwrap_or_else(|| missing(folder, &outcome.id, at, found))
        })
        .collect();
    let panels = rules.table.panels.iter();
    let panels: Vec<_> = panels
        .map(|id| part(sources, folder, "panels", id, found).unwrap_or_default())
        .collect();
    let ids = rules.table.outcomes.iter().map(|outcome| outcome.id.as_str());
    strays(sources, folder, "outcomes", &ids.collect::<Vec<_>>(), found);
    let ids = rules.table.panels.iter().map(String::as_str);
    strays(sources, folder, "panels", &ids.collect::<Vec<_>>(), found);
    let prose = self_check::language::prose(file, text);
    Some(LoadedSelfCheck { rules, program, outcomes, panels, prose, unsigned })
}

/// The rules in `file` as they were signed, where that is kept beside them.
pub fn as_signed(sources: &Sources, file: &Path, rules: &SelfCheck) -> Option<SelfCheck> {
    let folder = file.strip_suffix("rules.toml")?;
    let beside: Path = format!("{folder}{}", sign::SIGNED).into();
    let text = sources.files.get(&beside)?.text(&beside).ok()?;
    sign::as_signed(rules, &beside, text)
}

/// Reads one text.
fn part(
    sources: &Sources,
    folder: &str,
    kind: &str,
    id: &str,
    found: &mut Vec<Diagnostic>,
) -> Option<Body> {
    let path: Path = format!("{folder}/{kind}/{id}.md").into();
    match sources.files.get(&path)?.text(&path) {
        Ok(text) => {
            found.extend(not_a_page(&path, text));
            let mut body = page::read_part(&path, text, found);
            without_self_check(&mut body, found);
            Some(body)
        }
        Err(finding) => {
            found.push(finding);
            Some(Body::default())
        }
    }
}

/// Takes out self-checks: one in a text of its own would stand in itself without end.
fn without_self_check(body: &mut Body, found: &mut Vec<Diagnostic>) {
    let is_self_check = |placeholder: &mut Placeholder| match &placeholder.kind {
        PlaceholderKind::Directive(directive) => directive.name == "self-check",
        _ => false,
    };
    let message = "visitors would read the self-check again within its own result";
    let inner = body.placeholders.extract_if(.., is_self_check);
    found.extend(inner.map(|placeholder| {
        let finding = Diagnostic::error("outcome-text", message).at(placeholder.span);
        finding.help("remove this line: the self-check stands on its page")
    }));
}

/// The lines that tell about a page tell nothing here.
fn not_a_page(path: &Path, text: &str) -> Option<Diagnostic> {
    let message = "visitors would read the lines between +++ as a part of this text";
    let finding = Diagnostic::error("outcome-text", message).at(Span::new(path, 0, 3));
    text.starts_with("+++").then(|| finding.help("remove them: only pages have them"))
}

fn missing(folder: &str, id: &str, at: &Span, found: &mut Vec<Diagnostic>) -> Body {
    let message = format!("visitors with the outcome `{id}` would read nothing");
    let help = format!("write its text into the file {folder}/outcomes/{id}.md");
    found.push(Diagnostic::error("outcome-text", message).at(at.clone()).help(help));
    Body::default()
}

/// Texts that belong to nothing, mostly because their name is misspelt.
fn strays(
    sources: &Sources,
    folder: &str,
    kind: &str,
    ids: &[&str],
    found: &mut Vec<Diagnostic>,
) {
    let parts = format!("{folder}/{kind}/");
    let files =
        sources.files.keys().filter_map(|path| Some((path, path.strip_prefix(&*parts)?)));
    for (path, name) in files {
        // Other files there are judged where unused files are.
        if name.strip_suffix(".md").is_none_or(|id| ids.contains(&id)) {
            continue;
        }
        let message = format!(
            "visitors never see this text: there is no `{name}` among the {kind}"
        );
        let finding =
            Diagnostic::error("outcome-text", message).at(Span::new(path, 0, 0));
        let id = name.trim_end_matches(".md");
        let help = match ground::diagnostic::nearest(id, ids.iter().copied()) {
            Some(near) => format!("rename the file to {near}.md"),
            None => format!("name it after one of: {}", ids.join(", ")),
        };
        found.push(finding.help(help));
    }
}
