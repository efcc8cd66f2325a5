//! `candor publish` and `candor rollback`: the website that visitors get, and a former one again.
use std::io::{IsTerminal as _, stdin};
use std::path::Path;
use std::time::Duration;

use disk::{Error, output};
use ground::source::Sources;
use site::authoring::put_back::Objection;

use super::changes;
use crate::publish::{
    self, Prepared, Progress, PublishOutcome, PublishTarget, Uploader, prepare,
};
use crate::shown::shown;
use crate::terminal::{self, ProgressLine};

/// Where a website goes, as it is named in the command line.
#[derive(clap::Args)]
pub(crate) struct PublishArgs {
    /// The folder to write the website to
    #[arg(long, value_name = "DIR", default_value = "dist")]
    out: std::path::PathBuf,
    /// A program that sends the website to its host, with its arguments; no shell reads them
    #[arg(long, value_name = "PROGRAM ARGUMENTS")]
    publish_with: Option<String>,
    /// As long may that program take
    #[arg(long, value_name = "SECONDS", default_value_t = 1800)]
    publish_limit: u64,
}

impl PublishArgs {
    /// The destination of the site in a folder.
    pub(crate) fn of(&self, folder: &Path) -> Result<PublishTarget, Error> {
        let limit = Duration::from_secs(self.publish_limit);
        let program =
            self.publish_with.as_deref().map(|line| Uploader::parse(line, limit));
        let program = program
            .transpose()
            .map_err(|why| Error(format!("`--publish-with` is not understood: {why}")))?;
        Ok(PublishTarget { folder: folder.to_owned(), out: self.out.clone(), program })
    }
}

/// What is answered before it is asked.
#[derive(clap::Args)]
pub(crate) struct PublishAnswers {
    /// Ask nothing
    #[arg(long)]
    yes: bool,
    /// Publish in spite of this: `clock`, or a name that was told
    #[arg(long, value_name = "NAME")]
    despite: Vec<String>,
}

/// Publishes the site. Answers whether it was, and was sent.
pub(crate) fn run(
    target: &PublishTarget,
    answers: &PublishAnswers,
) -> Result<bool, Error> {
    output::allow(&target.folder, &target.out)?;
    // Before the site is read: what is shown is what is published.
    let _lock = target.lock(&waits)?;
    let prepared = prepare(&target.folder)?;
    if prepared.report.stopped(true) {
        terminal::aside(&prepared.sources, &prepared.report.findings, true);
        return Ok(nothing(target));
    }
    check_clock(&prepared, answers)?;
    terminal::print(changes::text(&prepared).trim_end());
    if !is_confirmed(answers, "Publish this? (y/n)") {
        return Ok(nothing(target));
    }
    Ok(told(target, &shown_at_work(|tell| target.publish(prepared, tell))?))
}

/// Puts a publication back. Answers whether it was, and was sent.
pub(crate) fn put_back(
    target: &PublishTarget,
    number: u32,
    answers: &PublishAnswers,
) -> Result<bool, Error> {
    output::allow(&target.folder, &target.out)?;
    let _lock = target.lock(&waits)?;
    let former = publish::former(&target.folder, number)?;
    let is_known = |name: &String| answers.despite.contains(name);
    for Objection { name, why } in &former.objections {
        // Each by its own name, so that nobody says yes to a list.
        if !is_known(name) && !is_wanted(name, why, answers) {
            return Ok(nothing(target));
        }
    }
    if !is_confirmed(answers, &format!("Put publication {number} back? (y/n)")) {
        return Ok(nothing(target));
    }
    Ok(told(target, &shown_at_work(|tell| target.put_back(&former, tell))?))
}

/// Whether something is to come back though something stands against it.
fn is_wanted(name: &str, why: &str, answers: &PublishAnswers) -> bool {
    terminal::tell(&format!("{name}: {why}."));
    if is_asked(answers) {
        return super::ask::yes(&format!("Put {name} back all the same? (y/n)"));
    }
    let how = format!("To put it back all the same, add `--despite {name}`.");
    terminal::print_aside(&shown(&how));
    false
}

fn waits() {
    terminal::print_aside("Somebody else is publishing this site; this waits for it.");
}

fn nothing(target: &PublishTarget) -> bool {
    let left = format!("Nothing was published; {}/ is as it was.", target.out.display());
    terminal::print_aside(&shown(&left));
    false
}

/// Dates decide what visitors see, so a clock that went back must not.
fn check_clock(prepared: &Prepared, answers: &PublishAnswers) -> Result<(), Error> {
    match prepared.unconfirmed_day(&answers.despite) {
        None => Ok(()),
        Some(day) => Err(Error(later(&prepared.sources, day))),
    }
}

fn later(sources: &Sources, day: jiff::civil::Date) -> String {
    format!(
        "this computer's clock says {}, and the last publication was made on {day}: set the \
         clock, or add `--despite clock` if it was wrong then",
        sources.today
    )
}

/// Whether somebody can be asked, and wants to be.
fn is_asked(answers: &PublishAnswers) -> bool {
    !answers.yes && stdin().is_terminal()
}

fn is_confirmed(answers: &PublishAnswers, question: &str) -> bool {
    !is_asked(answers) || super::ask::yes(question)
}

/// Publishes, and shows how it goes on.
fn shown_at_work<T>(work: impl FnOnce(&(dyn Fn(Progress<'_>) + Sync)) -> T) -> T {
    let line = ProgressLine::new();
    work(&|progress| match progress {
        Progress::Compressed(done, all) => {
            line.show(&format!("Compressing: {done} of {all} files"));
        }
        Progress::Sending(program) => terminal::tell(&format!("Sending it: {program}")),
        Progress::Printed(text) => terminal::tell(&format!("    {text}")),
    })
}

/// Tells what is live, and what is left to do.
fn told(target: &PublishTarget, outcome: &PublishOutcome) -> bool {
    let out = target.out.display();
    let pages = terminal::count(outcome.pages, "page");
    let what = match (outcome.written.changed, outcome.number) {
        (0, None) => "nothing had changed".to_owned(),
        (0, Some(number)) => format!("publication {number}"),
        (files, None) => format!("{} written", terminal::count(files, "file")),
        (files, Some(number)) => {
            format!("publication {number}: {} written", terminal::count(files, "file"))
        }
    };
    terminal::tell(&format!("Published {pages} to {out}/ ({what})."));
    if let Some((paths, kept)) = &outcome.written.aside {
        let files = terminal::count(paths.len(), "file");
        terminal::tell(&format!(
            "Nobody knows any more who wrote {files} that stood there; copies are in {}/.",
            kept.display()
        ));
    }
    if let Some(first) = outcome.written.foreign.first() {
        let files = terminal::count(outcome.written.foreign.len(), "file");
        terminal::tell(&format!(
            "Not from this site, and left as it is: {files} in {out}/ ({first})."
        ));
    }
    outcome.notes.iter().for_each(|note| terminal::tell(note));
    sending(target, outcome)
}

/// Tells how the website came to its host, or how it gets there.
fn sending(target: &PublishTarget, outcome: &PublishOutcome) -> bool {
    if let Some(why) = &outcome.unsent {
        terminal::print_aside(&shown(&format!(
            "It was not sent: {why}. The website in {}/ is whole; run the same command again to \
             try once more.",
            target.out.display()
        )));
        return false;
    }
    if target.program.is_some() {
        terminal::tell("It was sent: that is what visitors get now.");
        return true;
    }
    terminal::tell(&publish::upload(&target.out));
    true
}
