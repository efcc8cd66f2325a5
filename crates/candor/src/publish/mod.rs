//! Publishing, as the command and the desk do it.
//!
//! 1. [`prepare`] builds the site as it is saved, and compares it with the last
//!    publication.
//! 2. A person looks at what stops it, or at what changes.
//! 3. [`PublishTarget::publish`] writes the website and a record of it, and has it sent
//!    ([`uploader`]). [`put_back`] does so with a former one.
mod put_back;
mod uploader;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use disk::output::{How, Written};
use disk::publications::{self, MOST_BYTES, Publication};
use disk::{Error, output};
use ground::source::{Mode, Sources};
use jiff::Timestamp;
use jiff::civil::Date;
use site::authoring::changes::{PublishedSite, WebsiteChanges, changes, sentences};
use site::read::addresses;
use site::store::{hex, key};
use site::website::{Files, Website, host};
use site::{Report, Request, Session};

pub(crate) use put_back::{Former, former};
pub(crate) use uploader::Uploader;

/// From where to where a site is published.
#[derive(Clone)]
pub(crate) struct PublishTarget {
    /// The site's folder.
    pub(crate) folder: PathBuf,
    /// The folder that the website is written to.
    pub(crate) out: PathBuf,
    /// What sends it from there.
    pub(crate) program: Option<Uploader>,
}

/// A website that is ready to be looked at before it is published.
pub(crate) struct Prepared {
    pub(crate) sources: Sources,
    pub(crate) report: Report,
    /// The last publication.
    pub(crate) last: Option<Publication>,
    /// What visitors would see change since then.
    pub(crate) changes: WebsiteChanges,
    /// Whether the files differ from those of then.
    pub(crate) is_other: bool,
}

impl Prepared {
    /// The day of the last publication, where that is still to come: then this computer's clock
    /// was wrong on that day, or is now.
    pub(crate) fn later_day(&self) -> Option<Date> {
        let day: Date = self.last.as_ref()?.day.parse().ok()?;
        (day > self.sources.today).then_some(day)
    }

    /// As [`Self::later_day`], where nobody confirmed it by its name, `clock`.
    pub(crate) fn unconfirmed_day(&self, despite: &[String]) -> Option<Date> {
        self.later_day().filter(|_| !despite.iter().any(|name| name == "clock"))
    }

    /// Names what somebody looks at: another website, or another one before it, has another tag.
    pub(crate) fn tag(&self) -> String {
        let files = self.report.website.files.iter();
        let mut all: Vec<_> = files
            .flat_map(|(path, file)| [path.to_string(), hex(file.content.key())])
            .collect();
        all.extend(self.last.as_ref().map(|last| last.number.to_string()));
        hex(key(all.join("\n").as_bytes()))
    }
}

/// How publishing goes on.
pub(crate) enum Progress<'a> {
    /// So many files of so many are compressed.
    Compressed(usize, usize),
    /// The program that sends the website has begun.
    Sending(&'a str),
    /// That program printed a line.
    Printed(&'a str),
}

/// How somebody hears of it.
pub(crate) type Tell<'a> = &'a (dyn Fn(Progress<'_>) + Sync);

/// What publishing came to.
pub(crate) struct PublishOutcome {
    pub(crate) written: Written,
    /// How many pages the website has.
    pub(crate) pages: usize,
    /// The number of the publication; nothing where the last one was the same.
    pub(crate) number: Option<u32>,
    /// What else somebody should know, as sentences.
    pub(crate) notes: Vec<String>,
    /// Why it could not be sent; nothing where it was, or where nothing sends it.
    pub(crate) unsent: Option<String>,
}

/// Builds the site in a folder, and compares it with its last publication. Nothing is written.
pub(crate) fn prepare(folder: &Path) -> Result<Prepared, Error> {
    let sources = disk::read(folder, Mode::Build)?;
    let report = site::build(&sources, &Session::once(), &Request::default());
    let report = report.expect("nothing cancels it");
    let last = publications::last(folder);
    let (website, rules) = published(folder, last.as_ref());
    let before = PublishedSite { website: &website, sources: &rules };
    let now = PublishedSite { website: &report.website, sources: &sources };
    // What is stopped is no website that could be compared.
    let changes = if report.stopped(false) {
        WebsiteChanges::default()
    } else {
        changes(before, now)
    };
    let is_other = last.is_none() || !are_same(&website.files, &report.website.files);
    Ok(Prepared { sources, report, last, changes, is_other })
}

/// The website of a publication, and the rules that it was made of; nothing of both where it is
/// lost, so that all of the newer one counts as new.
fn published(folder: &Path, publication: Option<&Publication>) -> (Website, Sources) {
    let kept = publication.and_then(|publication| {
        let rules = publication.sources(folder, |path| path.ends_with("/rules.toml"))?;
        Some((publication.website(folder)?, rules))
    });
    kept.unwrap_or_default()
}

impl PublishTarget {
    /// Lets no one else publish the site, as long as what is returned is open.
    pub(crate) fn lock(&self, waits: &dyn Fn()) -> Result<std::fs::File, Error> {
        publications::lock(&self.folder, waits)
            .map_err(|error| Error(format!("nothing can be kept in `.candor`: {error}")))
    }

    /// Writes a website that nothing stops, keeps a record of it, and has it sent.
    pub(crate) fn publish(
        &self,
        prepared: Prepared,
        tell: Tell<'_>,
    ) -> Result<PublishOutcome, Error> {
        let Prepared { sources, report, changes, is_other, .. } = prepared;
        let record = is_other.then(|| self.record(&sources, sentences(&changes), None));
        let mut outcome = self.write((&report.website, &sources), record, tell)?;
        if note_addresses(&self.folder, &sources, &report.website)? {
            outcome.notes.push(NOTED.to_owned());
        }
        Ok(self.sent(outcome, tell))
    }

    /// The record of a publication that is made now.
    fn record(
        &self,
        sources: &Sources,
        changes: Vec<String>,
        put_back: Option<u32>,
    ) -> Publication {
        Publication {
            number: publications::next_number(&self.folder),
            at: Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            day: sources.today.to_string(),
            by: whoami::username().unwrap_or_else(|_| "somebody".to_owned()),
            out: self.out.display().to_string(),
            put_back,
            changes: shortened(changes),
            sent: None,
            files: None,
        }
    }

    /// Writes a website with its compressed copies, and its record.
    fn write(
        &self,
        (website, sources): (&Arc<Website>, &Sources),
        record: Option<Publication>,
        tell: Tell<'_>,
    ) -> Result<PublishOutcome, Error> {
        let mut files = website.files.clone();
        let compressed = |done, all| tell(Progress::Compressed(done, all));
        compress(&mut files, &compressed)?;
        // The website first: a record of what visitors do not get would be false.
        let written = output::write(&self.out, &files, How::AtOnce, &|| {})?;
        let pages = output::count_pages(&files);
        let number = record.as_ref().map(|record| record.number);
        let mut notes = vec![];
        // None where nothing changed: daily publications would push out those worth putting back.
        if let Some(record) = record {
            match publications::keep(&self.folder, record, (website, sources), MOST_BYTES) {
                Ok(gone) => notes.extend(gone.into_iter().map(|number| {
                    format!(
                        "Publication {number} can no longer be put back: more than 1 GB would \
                         be kept."
                    )
                })),
                // The website is whole, and visitors get it: the next publication notes it.
                Err(error) => notes.push(format!(
                    "No record of this publication could be kept, so it cannot be put back: \
                     {error}"
                )),
            }
        }
        Ok(PublishOutcome { written, pages, number, notes, unsent: None })
    }

    /// Has the website sent, where a program does that, and notes how it went.
    fn sent(&self, outcome: PublishOutcome, tell: Tell<'_>) -> PublishOutcome {
        let Some(program) = &self.program else { return outcome };
        tell(Progress::Sending(&program.line()));
        let end = program.run(&|line| tell(Progress::Printed(line)));
        // Of the last one, also where nothing changed: then that one is sent once more.
        if let Some(last) = publications::last(&self.folder) {
            let last = Publication { sent: Some(end.is_ok()), ..last };
            // A note for later readers; how it went is told to the one who is here.
            let _ = publications::write(&self.folder, &last);
        }
        PublishOutcome { unsent: end.err(), ..outcome }
    }
}

/// What is left to do with a website that nothing sends.
pub(crate) fn upload(out: &Path) -> String {
    format!(
        "Visitors get it once all that is in {} stands where your host serves it from, and \
         nothing else. `publish --publish-with` has a program take it there.",
        absolute(out)
    )
}

/// The folder as a program names it that runs in another one.
pub(crate) fn absolute(out: &Path) -> String {
    let out = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    out.display().to_string()
}

/// Adds compressed copies of the files that a server sends as text.
pub(crate) fn compress(
    files: &mut Files,
    tell: &(dyn Fn(usize, usize) + Sync),
) -> Result<(), Error> {
    output::compress(files, tell)
        .map_err(|error| Error(format!("the website cannot be compressed: {error}")))
}

/// So many changes are kept with a publication: the first one of 10,000 pages has as many.
const MOST_CHANGES: usize = 200;

fn shortened(mut changes: Vec<String>) -> Vec<String> {
    let more = changes.len().saturating_sub(MOST_CHANGES);
    changes.truncate(MOST_CHANGES);
    changes.extend((more > 0).then(|| format!("And {more} more.")));
    changes
}

/// What [`note_addresses`] did.
pub(crate) const NOTED: &str =
    "Noted new addresses in content/addresses.toml: keep that file with the site.";

/// Whether two websites have the same files.
fn are_same(one: &Files, other: &Files) -> bool {
    let mut pairs = one.iter().zip(other);
    // Not the files as values, as the policies of former pages are not kept.
    one.len() == other.len()
        && pairs.all(|((path, file), (other_path, other))| {
            path == other_path && file.content == other.content
        })
}

/// Notes where visitors find pages from now on, so that a page that leaves its address is
/// missed. Answers whether there was anything to note.
pub(crate) fn note_addresses(
    folder: &Path,
    sources: &Sources,
    website: &Website,
) -> Result<bool, Error> {
    let file = sources.files.get(addresses::FILE);
    let text = file.and_then(|file| std::str::from_utf8(&file.bytes).ok());
    let pages: Vec<_> = host::pages(website).collect();
    let pages = pages.iter().map(String::as_str);
    let Some(text) = addresses::with_published(text, pages, sources.today) else {
        return Ok(false);
    };
    disk::write(&folder.join(addresses::FILE), text.as_bytes())?;
    Ok(true)
}
