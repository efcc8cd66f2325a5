//! All that is said in a terminal: findings with the line they are on, and what was done.
use std::io::Write;
use std::path::Path as DiskPath;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level as Word, Origin, Renderer, Snippet,
    normalize_untrusted_str,
};
use site::diagnostic::{Diagnostic, Level};
use site::source::{Path, Sources, Span};
use site::website::Files;

use crate::excerpt::Excerpt;
use crate::output::Written;
use crate::preview::pages;
use crate::preview::state::{self, Shown};

/// A terminal narrower than this is rare, and wider lines are tiring to read.
const WIDTH: usize = 80;

/// A longer mark is cut, so that its line with the number before it fits.
const MARK: usize = 60;

/// Prints all findings, and a line that sums them up: they are what was asked for.
pub(crate) fn all(sources: &Sources, findings: &[Diagnostic], publish: bool) {
    let findings: Vec<_> = findings.iter().collect();
    print(&told(sources, &findings, publish));
}

/// Prints the findings of a build as an aside.
pub(crate) fn aside(sources: &Sources, findings: &[Diagnostic], publish: bool) {
    say(&said(sources, findings, publish));
}

/// Prints what was said of a build as an aside.
pub(crate) fn say(said: &[String]) {
    for said in said {
        print_aside(said);
    }
}

/// The findings of a build, to be said as an aside. What only a site that goes live owes is
/// counted: early on there is much of it, and it would bury the rest.
pub(crate) fn said(
    sources: &Sources,
    findings: &[Diagnostic],
    publish: bool,
) -> Vec<String> {
    let mut said = vec![];
    let (owed, now): (Vec<_>, Vec<_>) =
        findings.iter().partition(|each| each.level == Level::Unpublishable && !publish);
    if !now.is_empty() {
        said.push(told(sources, &now, publish));
    }
    if !owed.is_empty() {
        let owed = count(owed.len(), "thing");
        said.push(format!(
            "{owed} to settle before the site goes live: `check` lists them"
        ));
    }
    said
}

/// The findings, their sum, and where to read more. What stops the build comes last, where
/// it is seen first.
fn told(sources: &Sources, findings: &[&Diagnostic], publish: bool) -> String {
    let (stopping, others): (Vec<_>, Vec<_>) =
        findings.iter().partition(|finding| finding.stops(publish));
    let each = others
        .into_iter()
        .chain(stopping)
        .map(|finding| render(sources, finding, publish) + "\n\n");
    let list: String = each.collect();
    let sum = sum(findings, publish);
    if findings.is_empty() {
        return sum;
    }
    format!("{list}{sum}\nFor more on a finding: {} explain CODE", called())
}

/// Says that the website is built, where it is, and how to look at it.
pub(crate) fn built(folder: &DiskPath, out: &DiskPath, pages: usize, written: &Written) {
    let pages = count(pages, "page");
    let what = match written.changed {
        0 => "nothing had changed".to_owned(),
        files => format!("{} written", count(files, "file")),
    };
    print(&format!("Built the website: {pages} in {}/ ({what}).", out.display()));
    print(&format!(
        "To look at it, run `{}` and open http://127.0.0.1:4000/",
        serve_call(folder)
    ));
    if let Some(first) = written.foreign.first() {
        let files = count(written.foreign.len(), "file");
        let out = out.display();
        print(&format!(
            "Not from this build, and left as it is: {files} in {out}/ ({first})."
        ));
    }
}

/// Says where the preview is.
pub(crate) fn serving(port: u16) {
    print(&format!(
        "The website is at http://127.0.0.1:{port}/ and follows each change."
    ));
    print("To end the preview, press Ctrl and C.");
}

/// Says why changes show later than elsewhere.
pub(crate) fn looks(why: &str) {
    print(&format!(
        "The preview looks for changes twice a second, since {why}: a save may take a moment to show."
    ));
}

/// Says what became of a change.
pub(crate) fn rebuilt(port: u16, shown: &Shown) {
    if !shown.stopped {
        print(&format!("Built anew: {}.", count(pages(&shown.website.files), "page")));
    }
    state(port, shown);
}

/// Says how much is wrong with what the preview shows.
pub(crate) fn state(port: u16, shown: &Shown) {
    if !shown.findings.is_empty() {
        let title = state::title(&shown.findings);
        print(&format!("{title}: see http://127.0.0.1:{port}{}", pages::FINDINGS));
    }
}

/// How many pages a website has.
pub(crate) fn pages(files: &Files) -> usize {
    let is_page = |path: &&Path| path.ends_with(".html") && ***path != *"404.html";
    files.keys().filter(is_page).count()
}

/// How the command is called by someone who called it as this process was called.
fn called() -> &'static str {
    let by_cargo =
        std::env::var_os("CARGO_PKG_NAME").is_some_and(|name| name == "candor");
    if by_cargo { "cargo run --release --" } else { "candor" }
}

fn serve_call(folder: &DiskPath) -> String {
    let call = called();
    match folder.to_str() {
        Some(".") => format!("{call} serve"),
        _ => format!("{call} serve --site {}", folder.display()),
    }
}

/// Says that nothing was written.
pub(crate) fn not_built(out: &DiskPath) {
    print_aside(&format!("The website was not built; {}/ is as it was.", out.display()));
}

/// Says why a command cannot start.
pub(crate) fn refuse(why: &str) {
    print_aside(
        &Renderer::styled().render(&[Group::with_title(Word::ERROR.primary_title(why))]),
    );
}

/// One finding: its title, the lines it is about, who it happens to, and what to do.
pub(crate) fn render(sources: &Sources, finding: &Diagnostic, publish: bool) -> String {
    let title =
        word(finding.level, publish).primary_title(&finding.message).id(finding.code);
    let group = title.elements(excerpts(sources, finding)).elements(notes(finding));
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii).term_width(WIDTH);
    renderer.render(&[group])
}

fn word(level: Level, publish: bool) -> Word<'static> {
    match level.word(publish) {
        "error" => Word::ERROR,
        "hint" => Word::INFO.with_name("hint"),
        _ => Word::WARNING,
    }
}

/// What follows the lines: for example, and help.
fn notes(finding: &Diagnostic) -> Vec<Element<'_>> {
    let example =
        finding.example.as_ref().map(|example| format!("for example, {example}"));
    let example = example.map(|text| Word::NOTE.message(normalize_untrusted_str(&text)));
    let help = finding.help.as_ref();
    let help = help.map(|text| Word::HELP.message(normalize_untrusted_str(text)));
    example.into_iter().chain(help).map(Element::from).collect()
}

/// The lines of each file that the finding names: its own place first.
fn excerpts<'a>(sources: &'a Sources, finding: &'a Diagnostic) -> Vec<Element<'a>> {
    let own = finding.at.iter().map(|at| (at, AnnotationKind::Primary, None));
    let labels = finding.labels.iter();
    let others =
        labels.map(|(at, note)| (at, AnnotationKind::Context, Some(note.as_str())));
    let mut marks: Vec<Mark<'a>> = own.chain(others).collect();
    let mut excerpts = vec![];
    while let Some((first, ..)) = marks.first() {
        let file = &first.file;
        let (here, elsewhere) = marks.iter().partition(|(span, ..)| span.file == *file);
        excerpts.push(excerpt(sources, file, here));
        marks = elsewhere;
    }
    excerpts
}

type Mark<'a> = (&'a Span, AnnotationKind, Option<&'a str>);

/// The lines of one file, marked; only its name when it could not be read.
fn excerpt<'a>(
    sources: &'a Sources,
    file: &'a Path,
    marks: Vec<Mark<'a>>,
) -> Element<'a> {
    let Some(first) = Excerpt::of(sources, marks[0].0) else {
        return Origin::path(&**file).into();
    };
    let marks =
        marks.into_iter().filter_map(|(span, kind, note)| -> Option<Annotation<'a>> {
            let place = Excerpt::of(sources, span)?;
            Some(
                kind.span(place.start_of_mark(MARK))
                    .label(note.map(normalize_untrusted_str)),
            )
        });
    Snippet::source(first.text).path(&**file).annotations(marks).into()
}

/// "3 problems stop the build, 2 warnings".
fn sum(findings: &[&Diagnostic], publish: bool) -> String {
    let of =
        |word: &str| findings.iter().filter(|f| f.level.word(publish) == word).count();
    let stop = if of("error") == 1 { "stops" } else { "stop" };
    let parts = [
        (of("error"), format!("{} {stop} the build", count(of("error"), "problem"))),
        (of("warning"), count(of("warning"), "warning")),
        (of("hint"), count(of("hint"), "hint")),
    ];
    let parts: Vec<_> =
        parts.into_iter().filter(|(n, _)| *n > 0).map(|(_, part)| part).collect();
    if parts.is_empty() { "Nothing to report.".to_owned() } else { parts.join(", ") }
}

pub(crate) fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// Prints a line, in colour where the terminal shows it and `NO_COLOR` does not forbid it.
/// A reader who has gone away (`| head`) is no fault.
pub(crate) fn print(line: &str) {
    let mut output = anstream::stdout().lock();
    let _ = writeln!(output, "{line}").and_then(|()| output.flush());
}

/// Prints a line to standard error.
pub(crate) fn print_aside(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}
