//! The record of the last build, so that the next one need not be done when nothing changed.
//!
//! It names every file that went in and every file that came out. A file counts as unchanged
//! when its size, its times (of its content and of its entry in the folder) and its number
//! on the disk are the same: no program can set the second time. Where a file was touched
//! so shortly before it was read that a later change could bear the same time, or where
//! anything differs, its bytes are hashed and compared. The record holds for one build of
//! this program, one day, one way of building. One that is missing, cut short, or of
//! another version is no record: the website is then built.
use std::collections::HashMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path as DiskPath;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use site::source::{File, Path, Sources, hash};
use site::website::Files;

use crate::disk;

/// The coarsest clock of a file system in use (FAT) moves every two seconds.
const TICK: Duration = Duration::from_secs(2);

/// What tells one state of a file from another, without a look at its bytes.
///
/// Its size, when its content and when its entry was changed (nanoseconds since 1970), and its
/// number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp(u64, i64, i64, u64);

impl Stamp {
    #[cfg(unix)]
    pub(crate) fn of(about: &fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        // Until the year 2262, and only compared.
        let nanoseconds =
            |s: i64, ns: i64| s.wrapping_mul(1_000_000_000).wrapping_add(ns);
        let content = nanoseconds(about.mtime(), about.mtime_nsec());
        let entry = nanoseconds(about.ctime(), about.ctime_nsec());
        Self(about.len(), content, entry, about.ino())
    }

    #[cfg(not(unix))]
    pub(crate) fn of(about: &fs::Metadata) -> Self {
        let time = |time: io::Result<SystemTime>| time.map_or(0, since_1970);
        Self(about.len(), time(about.modified()), time(about.created()), 0)
    }

    /// Whether a change after `moment` would show.
    fn is_older_than(&self, moment: SystemTime) -> bool {
        let limit = since_1970(moment.checked_sub(TICK).unwrap_or(UNIX_EPOCH));
        self.1.max(self.2) < limit
    }
}

fn since_1970(time: SystemTime) -> i64 {
    let nanoseconds = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    i64::try_from(nanoseconds).unwrap_or(i64::MAX)
}

/// What a record holds for.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Key {
    program: String,
    publish: bool,
    today: String,
}

impl Key {
    /// For this program; nothing where it does not find itself.
    pub(crate) fn new(today: &str, publish: bool) -> Option<Self> {
        let about = fs::metadata(std::env::current_exe().ok()?).ok()?;
        let program = format!("{} {:?}", env!("CARGO_PKG_VERSION"), Stamp::of(&about));
        Some(Self { program, publish, today: today.to_owned() })
    }
}

/// A file that went in.
#[derive(Debug, Serialize, Deserialize)]
struct Input {
    path: String,
    /// Nothing where the bytes have to be compared.
    stamp: Option<Stamp>,
    hash: (u64, u64),
}

/// A file that came out, or a folder around one. What is put into a folder changes its time.
#[derive(Debug, Serialize, Deserialize)]
struct Made {
    path: String,
    stamp: Stamp,
}

/// One build that was written. What went in and what came out are lists in parts, each of
/// which can be written and read by itself: there may be many files.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Record {
    key: Key,
    /// Of [`Input`].
    inputs: Vec<Box<RawValue>>,
    /// Of [`Made`].
    made: Vec<Box<RawValue>>,
    /// What it said of its findings.
    pub(crate) said: Vec<String>,
    /// How many pages there are.
    pub(crate) pages: usize,
    /// The files in the folder that are not from a build.
    pub(crate) foreign: Vec<String>,
}

impl Record {
    /// The record in the folder `notes`, if it is whole.
    pub(crate) fn read(notes: &DiskPath) -> Option<Self> {
        let text = fs::read(notes.join(NAME)).ok()?;
        let at = text.iter().position(|byte| *byte == b'\n')?;
        let (sum, rest) = (&text[..at], &text[at + 1..]);
        (sum == sum_of(rest).as_bytes()).then(|| serde_json::from_slice(rest).ok())?
    }

    /// Takes down a build that is written: what went in as it was read at `read_at`, and
    /// what stands in `out` now.
    pub(crate) fn new(
        key: Key,
        (sources, stamps): (&Sources, &HashMap<Path, Stamp>),
        read_at: SystemTime,
        (out, output, written): (&DiskPath, &Files, Option<&[Stamp]>),
    ) -> io::Result<Self> {
        // What the command carries inside has no stamp.
        let input = |(path, file): (&Path, &File)| {
            let stamp = stamps.get(path)?;
            let stamp = stamp.is_older_than(read_at).then_some(*stamp);
            Some(Input { path: path.to_string(), stamp, hash: halves(file) })
        };
        let inputs: Vec<_> = sources.files.par_iter().filter_map(input).collect();
        let made = |path: &str, stamp| Made { path: path.to_owned(), stamp };
        let look =
            |path: &str| Ok(made(path, Stamp::of(&out.join(path).symlink_metadata()?)));
        let folders: Vec<_> = folders(output).collect();
        let folders = folders.par_iter().map(|path| look(path));
        let mut all = folders.collect::<io::Result<Vec<_>>>()?;
        if let Some(stamps) = written {
            let files: Vec<_> = output.keys().zip(stamps).collect();
            all.par_extend(files.into_par_iter().map(|(path, stamp)| made(path, *stamp)));
        } else {
            let files = output.par_iter().map(|(path, _)| look(path));
            all.extend(files.collect::<io::Result<Vec<_>>>()?);
        }
        let (inputs, made) = (parts(&inputs)?, parts(&all)?);
        Ok(Self { key, inputs, made, said: vec![], pages: 0, foreign: vec![] })
    }

    /// Keeps the record in the folder `notes`.
    pub(crate) fn write(&self, notes: &DiskPath) -> io::Result<()> {
        let rest = serde_json::to_vec(self)?;
        let part = notes.join("record.part");
        let mut file = fs::File::create(&part)?;
        writeln!(file, "{}", sum_of(&rest))?;
        file.write_all(&rest)?;
        fs::rename(part, notes.join(NAME))
    }

    /// Whether a build of the site in `folder` into `out` would change nothing.
    pub(crate) fn holds(&self, key: &Key, folder: &DiskPath, out: &DiskPath) -> bool {
        self.key == *key && self.made_stands(out) && self.inputs_stand(folder)
    }

    fn made_stands(&self, out: &DiskPath) -> bool {
        let Some(made) = joined::<Made>(&self.made) else { return false };
        made.par_iter().all(|made| {
            let about = out.join(&made.path).symlink_metadata();
            about.is_ok_and(|about| Stamp::of(&about) == made.stamp)
        })
    }

    fn inputs_stand(&self, folder: &DiskPath) -> bool {
        let Some(inputs) = joined::<Input>(&self.inputs) else { return false };
        let inputs: HashMap<_, _> =
            inputs.iter().map(|input| (input.path.as_str(), input)).collect();
        let Some(files) = disk::list(folder) else { return false };
        files.len() == inputs.len()
            && files
                .par_iter()
                .all(|path| inputs.get(&**path).is_some_and(|input| input.stands(folder)))
    }
}

impl Input {
    fn stands(&self, folder: &DiskPath) -> bool {
        let path = folder.join(&self.path);
        let same = |about: &fs::Metadata| self.stamp == Some(Stamp::of(about));
        path.symlink_metadata().is_ok_and(|about| same(&about))
            || fs::read(path).is_ok_and(|bytes| halves(&File::new(bytes)) == self.hash)
    }
}

const NAME: &str = "record";

fn sum_of(bytes: &[u8]) -> String {
    format!("{:032x}", hash(bytes))
}

fn halves(file: &File) -> (u64, u64) {
    #[expect(clippy::cast_possible_truncation, reason = "the lower half is wanted")]
    let low = file.hash as u64;
    ((file.hash >> 64) as u64, low)
}

/// A list in parts.
fn parts<T: Serialize + Sync>(list: &[T]) -> io::Result<Vec<Box<RawValue>>> {
    let parts = list.par_chunks(1024).map(|part| Ok(to_raw_value(part)?));
    parts.collect()
}

/// The list that stands in parts.
fn joined<T: DeserializeOwned + Send>(parts: &[Box<RawValue>]) -> Option<Vec<T>> {
    let parts = parts.par_iter().map(|part| serde_json::from_str(part.get()).ok());
    Some(parts.collect::<Option<Vec<Vec<T>>>>()?.into_iter().flatten().collect())
}

/// The folders around the files of a website, its own first.
fn folders(output: &Files) -> impl Iterator<Item = &str> {
    let mut before = "";
    let inside = output.keys().flat_map(move |path| {
        // In the order of their names, files of one folder follow each other.
        let known = path.bytes().zip(before.bytes()).take_while(|(a, b)| a == b).count();
        before = path;
        let folders = path.match_indices('/').map(|(at, _)| at);
        folders.filter(move |at| *at >= known).map(|at| &path[..at])
    });
    std::iter::once("").chain(inside)
}
