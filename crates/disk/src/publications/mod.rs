//! The publications of a site, in `.candor/publications`: of each who published when, and what
//! changed; of the last ten also every file of the website and of what it was made of, so that
//! they can be put back.
//!
//! 1. [`lock`] lets one process publish at a time.
//! 2. [`last`] and [`all`] read the records, `N.json`; a torn one counts as lost.
//! 3. [`keep`] writes the files by their content ([`objects`]), then the record, and then forgets
//!    what is too old or too much.
mod objects;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path as DiskPath, PathBuf};
use std::sync::Arc;

use ground::source::{File, Path, Sources};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use site::store::{WebFile, hex, key};
use site::website::redirects::Redirects;
use site::website::{Files, Website};

use self::objects::Objects;
use crate::atomic::write_atomically;
use crate::state_folder::state_folder;

/// So many publications can be put back.
pub const KEPT: usize = 10;

/// So many bytes their files may take.
pub const MOST_BYTES: u64 = 1_000_000_000;

/// One publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// Its number, from 1; a later one has a greater number, whatever the clock says.
    pub number: u32,
    /// When it was made: RFC 3339, in UTC.
    pub at: String,
    /// The day for which it was made, in the practice's time zone.
    pub day: String,
    /// The signed-in user of the system.
    pub by: String,
    /// The folder that the website was written to.
    pub out: String,
    /// The publication that was put back.
    pub put_back: Option<u32>,
    /// What visitors saw change, as sentences.
    pub changes: Vec<String>,
    /// Whether the program that sends the website was well; nothing where there is none.
    pub sent: Option<bool>,
    /// Its files, as long as they are kept.
    pub files: Option<KeptFiles>,
}

/// The files of a publication by their paths, each with the hash of its content.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFiles {
    base_path: String,
    redirects: Redirects,
    website: BTreeMap<String, String>,
    sources: BTreeMap<String, String>,
}

impl KeptFiles {
    fn hashes(&self) -> impl Iterator<Item = &str> {
        self.website.values().chain(self.sources.values()).map(String::as_str)
    }
}

impl Publication {
    /// The website as it was published. Nothing where its files are no longer kept.
    pub fn website(&self, folder: &DiskPath) -> Option<Website> {
        let objects = objects(folder);
        let kept = self.files.as_ref()?;
        let file = |(path, name): (&String, &String)| {
            let content = objects.has(name).then(|| objects.content(name))??;
            Some((Path::from(path.as_str()), WebFile::plain(content)))
        };
        Some(Website {
            files: kept.website.iter().map(file).collect::<Option<Files>>()?,
            redirects: kept.redirects.clone(),
            base_path: kept.base_path.clone(),
        })
    }

    /// What the website was made of, as far as it is asked for. Nothing where it is lost.
    pub fn sources(
        &self,
        folder: &DiskPath,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Option<Sources> {
        let objects = objects(folder);
        let kept = self.files.as_ref()?.sources.iter();
        let file = |(path, name): (&String, &String)| {
            let content = objects.content(name)?;
            Some((Path::from(path.as_str()), File::new(&*content.get().ok()?)))
        };
        let files = kept.filter(|(path, _)| is_wanted(path)).map(file);
        let files = Arc::new(files.collect::<Option<_>>()?);
        Some(Sources { files, ..Sources::default() })
    }
}

fn place(folder: &DiskPath) -> PathBuf {
    folder.join(".candor/publications")
}

fn record(folder: &DiskPath, number: u32) -> PathBuf {
    place(folder).join(format!("{number}.json"))
}

fn objects(folder: &DiskPath) -> Objects {
    Objects(place(folder).join("objects"))
}

/// Lets one process publish at a time, as long as what is returned is open. Calls `waits` before
/// it waits for another.
///
/// # Errors
/// When the disk takes no file.
pub fn lock(folder: &DiskPath, waits: &dyn Fn()) -> io::Result<fs::File> {
    state_folder(folder)?;
    fs::create_dir_all(place(folder))?;
    crate::lock::lock(&place(folder).join("lock"), waits)
}

/// All publications, the newest first.
pub fn all(folder: &DiskPath) -> Vec<Publication> {
    numbers(folder).into_iter().rev().filter_map(|number| read(folder, number)).collect()
}

/// The newest publication.
pub fn last(folder: &DiskPath) -> Option<Publication> {
    numbers(folder).into_iter().rev().find_map(|number| read(folder, number))
}

/// The numbers of all records, in order.
fn numbers(folder: &DiskPath) -> BTreeSet<u32> {
    // A folder that is not there holds none.
    let entries = fs::read_dir(place(folder)).into_iter().flatten().flatten();
    let number = |entry: fs::DirEntry| {
        entry.file_name().to_str()?.strip_suffix(".json")?.parse().ok()
    };
    entries.filter_map(number).collect()
}

/// A publication by its number.
pub fn read(folder: &DiskPath, number: u32) -> Option<Publication> {
    let bytes = fs::read(record(folder, number)).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// The number that the next publication gets.
pub fn next_number(folder: &DiskPath) -> u32 {
    numbers(folder).last().map_or(1, |last| last.saturating_add(1))
}

/// Keeps a publication with its files, and at most so many bytes of files in all, the newest
/// whatever it takes. Returns the numbers of those that can no longer be put back for that.
///
/// # Errors
/// When the disk does not take it: then there is no record of it, or the whole.
pub fn keep(
    folder: &DiskPath,
    mut publication: Publication,
    (website, sources): (&Website, &Sources),
    most_bytes: u64,
) -> io::Result<Vec<u32>> {
    let objects = objects(folder);
    let website_keys: BTreeMap<_, _> =
        website.files.iter().map(|(path, file)| (path, file.content.key())).collect();
    let source_keys: BTreeMap<_, _> =
        sources.files.par_iter().map(|(path, file)| (path, key(&file.bytes))).collect();
    // By content, as each is written once: two threads would take each other's part away.
    let of_website: BTreeMap<_, _> =
        website_keys.iter().map(|(path, key)| (key, *path)).collect();
    let of_sources: BTreeMap<_, _> =
        source_keys.iter().map(|(path, key)| (key, *path)).collect();
    of_website.into_par_iter().try_for_each(|(key, path)| {
        objects.put(*key, &website.files[path].content.get()?)
    })?;
    of_sources
        .into_par_iter()
        .try_for_each(|(key, path)| objects.put(*key, &sources.files[path].bytes))?;
    publication.files = Some(KeptFiles {
        base_path: website.base_path.clone(),
        redirects: website.redirects.clone(),
        website: named(&website_keys),
        sources: named(&source_keys),
    });
    // After its files: a record names none that is not there.
    write(folder, &publication)?;
    forget(folder, most_bytes)
}

/// Files with their hashes, as a record has them.
fn named(keys: &BTreeMap<&Path, u128>) -> BTreeMap<String, String> {
    keys.iter().map(|(path, key)| (path.to_string(), hex(*key))).collect()
}

/// Writes a record in place of the one of the same number.
///
/// # Errors
/// When the disk does not take it.
pub fn write(folder: &DiskPath, publication: &Publication) -> io::Result<()> {
    state_folder(folder)?;
    let record = record(folder, publication.number);
    write_atomically(&record, &serde_json::to_vec(publication)?)
}

/// Forgets the files of all but the last publications, and of as many of these as take too much.
fn forget(folder: &DiskPath, most_bytes: u64) -> io::Result<Vec<u32>> {
    let objects = objects(folder);
    let all = all(folder);
    let (mut seen, mut bytes, mut too_much) = (BTreeSet::new(), 0, vec![]);
    for (at, publication) in all.iter().enumerate() {
        let Some(files) = &publication.files else { continue };
        let own: BTreeSet<_> =
            files.hashes().filter(|name| !seen.contains(name)).collect();
        let more: u64 = own.par_iter().map(|name| objects.size(name)).sum();
        if at == 0 || at < KEPT && bytes + more <= most_bytes {
            bytes += more;
            seen.extend(own);
            continue;
        }
        // Before its files go: a process that is killed in between leaves files too many.
        write(folder, &Publication { files: None, ..publication.clone() })?;
        if at < KEPT {
            too_much.push(publication.number);
        }
    }
    objects.retain(&seen);
    Ok(too_much)
}

/// How many bytes the files of all publications take.
pub fn bytes(folder: &DiskPath) -> u64 {
    let objects = objects(folder);
    let all = all(folder);
    let files = all.iter().filter_map(|publication| publication.files.as_ref());
    let names: BTreeSet<_> = files.flat_map(KeptFiles::hashes).collect();
    names.into_iter().map(|name| objects.size(name)).sum()
}

#[cfg(test)]
mod tests {
    use ground::source::{File, Sources};
    use site::website::Website;

    use super::{Publication, all, bytes};

    /// Files of former publications take at most so many bytes, and the newest what it needs.
    #[test]
    fn files_that_take_too_much_are_forgotten() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let folder = folder.path();
        let publication = |number: u32| Publication {
            number,
            at: "2026-12-07T12:00:00Z".to_owned(),
            day: "2026-12-07".to_owned(),
            by: "somebody".to_owned(),
            out: "dist".to_owned(),
            put_back: None,
            changes: vec![],
            sent: None,
            files: None,
        };
        let keep = |number: u32, size: usize| {
            let mut sources = Sources::default();
            let bytes = number.to_string().repeat(size);
            let file = File::new(bytes.as_bytes());
            sources.files_mut().insert("content/a.md".into(), file);
            let website = Website::default();
            super::keep(folder, publication(number), (&website, &sources), 100)
                .expect("writable")
        };
        assert_eq!(keep(1, 50), Vec::<u32>::new());
        assert_eq!(keep(2, 50), Vec::<u32>::new());
        assert_eq!(keep(3, 40), [1]);
        assert_eq!(bytes(folder), 90);
        assert_eq!(keep(4, 500), [3, 2]);
        assert_eq!(bytes(folder), 500);
        assert_eq!(all(folder).len(), 4, "the records stay");
    }
}
