//! `candor build`: writes the website, unless the build cache says that nothing changed.
use std::path::Path;
use std::sync::Arc;

use disk::Error;
use disk::Snapshot;
use disk::output::{self, BuildCache, CacheKey, Written, count_pages};
use ground::source::Mode;
use site::website::Files;
use site::{Request, Session};

use crate::call::call_for;
use crate::publish;
use crate::shown::shown;
use crate::terminal;

/// Builds the site in `folder` into `out`. Answers whether nothing stopped it.
pub(crate) fn run(folder: &Path, out: &Path, publish: bool) -> Result<bool, Error> {
    output::allow(folder, out)?;
    if let Some(cache) = cache_hit(folder, out, publish) {
        terminal::say(&cache.findings);
        let written = Written { foreign: cache.foreign, ..Written::default() };
        announce(folder, out, publish, cache.pages, &written);
        return Ok(true);
    }
    rebuild(folder, out, publish, &Request::default())
}

/// As [`run`], without the cache and the audits of what pages say.
pub(crate) fn run_unaudited(folder: &Path, out: &Path) -> Result<bool, Error> {
    output::allow(folder, out)?;
    let request = Request { is_audited: false, ..Request::default() };
    rebuild(folder, out, false, &request)
}

/// The cache of the last build, where building again would change nothing.
fn cache_hit(folder: &Path, out: &Path, publish: bool) -> Option<BuildCache> {
    let cache = BuildCache::load(&output::metadata_folder(out))?;
    let key = CacheKey::new(&disk::today_in(folder)?, publish)?;
    cache.is_hit(&key, folder, out).then_some(cache)
}

fn rebuild(
    folder: &Path,
    out: &Path,
    publish: bool,
    request: &Request<'_>,
) -> Result<bool, Error> {
    let snapshot = disk::snapshot(folder, Mode::Build)?;
    let report = site::build(&snapshot.sources, &Session::once(), request);
    let mut report = report.expect("nothing cancels it");
    let mut said = terminal::summary(&snapshot.sources, &report.findings, publish);
    if !report.stopped(publish) {
        said.extend(terminal::dates(&report.dated, snapshot.sources.today));
    }
    terminal::say(&said);
    if report.stopped(publish) {
        let left = format!("The website was not built; {}/ is as it was.", out.display());
        terminal::print_aside(&shown(&left));
        return Ok(false);
    }
    if publish {
        let website = Arc::make_mut(&mut report.website);
        publish::compress(&mut website.files, &|_, _| {})?;
    }
    let waits = || {
        terminal::print_aside("Another build is writing there; this one waits for it.");
    };
    let written =
        output::write(out, &report.website.files, output::How::FileByFile, &waits)?;
    announce(folder, out, publish, count_pages(&report.website.files), &written);
    remember(&snapshot, (out, &report.website.files), publish, said, written);
    if publish && publish::note_addresses(folder, &snapshot.sources, &report.website)? {
        terminal::tell(publish::NOTED);
    }
    // The process ends here, and the system takes all its memory back at once: to free some
    // hundred allocations of each page one by one would be work for nothing.
    std::mem::forget((snapshot, report));
    Ok(true)
}

/// Stores the build cache of a website that is written.
fn remember(
    snapshot: &Snapshot,
    (out, output): (&Path, &Files),
    publish: bool,
    findings: Vec<String>,
    written: Written,
) {
    let Some(key) = CacheKey::new(&snapshot.sources.today.to_string(), publish) else {
        return;
    };
    let stamps = written.stamps.as_deref();
    let cache = BuildCache::new(key, snapshot, (out, output), stamps);
    // An error is no fault of the build: without a cache the next one is whole, which costs
    // time and nothing else.
    let _ = cache.and_then(|mut cache| {
        (cache.findings, cache.foreign) = (findings, written.foreign);
        cache.pages = count_pages(output);
        cache.store(&output::metadata_folder(out))
    });
}

/// Says that the website is built, where it is, and how to look at it.
fn announce(folder: &Path, out: &Path, publish: bool, pages: usize, written: &Written) {
    let pages = terminal::count(pages, "page");
    let what = match written.changed {
        0 => "nothing had changed".to_owned(),
        files => format!("{} written", terminal::count(files, "file")),
    };
    let name = out.display();
    terminal::tell(&format!("Built the website: {pages} in {name}/ ({what})."));
    terminal::tell(&if publish {
        publish::upload(out)
    } else {
        let call = call_for("serve", folder);
        format!("To look at it, run `{call}` and open http://127.0.0.1:4000/")
    });
    if let Some(first) = written.foreign.first() {
        let files = terminal::count(written.foreign.len(), "file");
        terminal::tell(&format!(
            "Not from this build, and left as it is: {files} in {name}/ ({first})."
        ));
    }
}
