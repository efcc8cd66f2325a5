//! The build cache: what the last build read and wrote, so that a build that would change
//! nothing is not made.
//!
//! It is a hit only as a whole: same program, date and options, each input and each output in
//! the state that the cache names. A file's state is compared by its [`Stamp`]; where stamps
//! differ or could deceive (racy timestamps), by a hash of its bytes. A cache that is missing,
//! cut short, or of another version is a miss, never an error: the website is then built.
use std::collections::HashMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path as DiskPath;

use ground::source::{File, Path, hash};
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use site::store;
use site::website::Files;

use crate::folder::{self, Snapshot};
use crate::stamp::Stamp;

/// The file that holds the cache, in the metadata folder of an output folder.
const NAME: &str = "cache";

/// How many entries of a list are encoded and decoded as one piece, by one thread.
const CHUNK: usize = 1024;

/// What a cached build holds for besides its files: another key is a miss.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CacheKey {
    program: String,
    publish: bool,
    today: String,
}

impl CacheKey {
    /// The key of a build by this program; nothing where it cannot find its own file.
    pub fn new(today: &str, publish: bool) -> Option<Self> {
        // The version alone would not do: while Candor is developed it stays the same, and
        // what the program makes does not.
        let metadata = fs::metadata(std::env::current_exe().ok()?).ok()?;
        let program = format!("{} {:?}", env!("CARGO_PKG_VERSION"), Stamp::of(&metadata));
        Some(Self { program, publish, today: today.to_owned() })
    }
}

/// A file that was read.
#[derive(Debug, Serialize, Deserialize)]
struct InputEntry {
    path: String,
    /// Nothing where the stamp is racy: the bytes have to be compared.
    stamp: Option<Stamp>,
    hash: (u64, u64),
}

/// A file that was written, or a folder around one: a folder's mtime changes when an entry is
/// added to it, so that a foreign file is noticed without listing the folder.
#[derive(Debug, Serialize, Deserialize)]
struct OutputEntry {
    path: String,
    stamp: Stamp,
}

/// One build that was written, and what it said.
#[derive(Debug, Serialize, Deserialize)]
pub struct BuildCache {
    key: CacheKey,
    /// Chunks of [`InputEntry`].
    inputs: Vec<Box<RawValue>>,
    /// Chunks of [`OutputEntry`].
    outputs: Vec<Box<RawValue>>,
    /// The findings as they were printed: a cached build reports what the first one did.
    pub findings: Vec<String>,
    /// How many pages there are.
    pub pages: usize,
    /// The files in the output folder that are not from a build.
    pub foreign: Vec<String>,
}

impl BuildCache {
    /// Reads the cache in a metadata folder, if it is whole.
    pub fn load(metadata_folder: &DiskPath) -> Option<Self> {
        let bytes = fs::read(metadata_folder.join(NAME)).ok()?;
        let newline = bytes.iter().position(|byte| *byte == b'\n')?;
        let (checksum, body) = (&bytes[..newline], &bytes[newline + 1..]);
        // Not synced to the disk when it is written, it may be torn after a power failure.
        let is_whole = checksum == checksum_of(body).as_bytes();
        is_whole.then(|| serde_json::from_slice(body).ok())?
    }

    /// The cache of a build of `snapshot` that was just written to `out`; `stamps` are those of
    /// all files of `output` in their order, where they are known already.
    pub fn new(
        key: CacheKey,
        snapshot: &Snapshot,
        (out, output): (&DiskPath, &Files),
        stamps: Option<&[Stamp]>,
    ) -> io::Result<Self> {
        let inputs = chunks(&input_entries(snapshot))?;
        let mut entries = stat(out, folders(output).collect())?;
        match stamps {
            // Saves a `stat` of each file.
            Some(stamps) => entries.par_extend(with_stamps(output, stamps)),
            None => {
                entries.extend(stat(out, output.keys().map(|path| &**path).collect())?);
            }
        }
        let outputs = chunks(&entries)?;
        Ok(Self { key, inputs, outputs, findings: vec![], pages: 0, foreign: vec![] })
    }

    /// Writes the cache to a metadata folder, in place of the last one.
    pub fn store(&self, metadata_folder: &DiskPath) -> io::Result<()> {
        let body = serde_json::to_vec(self)?;
        let part = metadata_folder.join(format!("{NAME}.part"));
        let mut file = fs::File::create(&part)?;
        writeln!(file, "{}", checksum_of(&body))?;
        file.write_all(&body)?;
        // Renamed atomically, a killed build leaves the last cache or this one. There is no
        // fsync: the checksum finds a torn file, and a lost cache costs one build.
        fs::rename(part, metadata_folder.join(NAME))
    }

    /// Whether it is a hit: a build of the site in `folder` into `out` would change nothing.
    pub fn is_hit(&self, key: &CacheKey, folder: &DiskPath, out: &DiskPath) -> bool {
        self.key == *key && self.outputs_stand(out) && self.inputs_stand(folder)
    }

    /// Whether everything that was written is still there, untouched.
    fn outputs_stand(&self, out: &DiskPath) -> bool {
        let Some(outputs) = joined::<OutputEntry>(&self.outputs) else { return false };
        outputs.par_iter().all(|entry| {
            // `symlink_metadata`: a link that somebody put there is another state.
            let metadata = out.join(&entry.path).symlink_metadata();
            metadata.is_ok_and(|metadata| Stamp::of(&metadata) == entry.stamp)
        })
    }

    /// Whether the same files would be read, with the same bytes.
    fn inputs_stand(&self, folder: &DiskPath) -> bool {
        let Some(inputs) = joined::<InputEntry>(&self.inputs) else { return false };
        let Some(files) = folder::list(folder) else { return false };
        let inputs: HashMap<_, _> =
            inputs.iter().map(|input| (input.path.as_str(), input)).collect();
        let stands =
            |path: &Path| inputs.get(&**path).is_some_and(|input| input.stands(folder));
        files.len() == inputs.len() && files.par_iter().all(stands)
    }
}

impl InputEntry {
    /// The entry of a file; nothing when it does not stand on the disk.
    fn of(snapshot: &Snapshot, path: &Path, file: &File) -> Option<Self> {
        // What is embedded in the program has no stamp; the key stands for it.
        let stamp = snapshot.stamps.get(path)?;
        // Judged by when the snapshot was begun, not by now: a write while it was taken is racy.
        let stamp = stamp.is_older_than(snapshot.read_at).then_some(*stamp);
        Some(Self { path: path.to_string(), stamp, hash: halves(file) })
    }
    /// Whether the file is as it was read: by its stamp, else by its bytes.
    fn stands(&self, folder: &DiskPath) -> bool {
        let path = folder.join(&self.path);
        let is_same = |metadata: &fs::Metadata| self.stamp == Some(Stamp::of(metadata));
        path.symlink_metadata().is_ok_and(|metadata| is_same(&metadata))
            || fs::read(path).is_ok_and(|bytes| halves(&File::new(bytes)) == self.hash)
    }
}

/// The files of a snapshot that stand on the disk.
fn input_entries(snapshot: &Snapshot) -> Vec<InputEntry> {
    let files = snapshot.sources.files.par_iter();
    files.filter_map(|(path, file)| InputEntry::of(snapshot, path, file)).collect()
}

/// The files of a website with the stamps that they were written with.
fn with_stamps(
    output: &Files,
    stamps: &[Stamp],
) -> impl IndexedParallelIterator<Item = OutputEntry> {
    let files: Vec<_> = output.keys().zip(stamps).collect();
    files
        .into_par_iter()
        .map(|(path, stamp)| OutputEntry { path: path.to_string(), stamp: *stamp })
}

/// The state of files and folders in the output folder as they are now.
fn stat(out: &DiskPath, paths: Vec<&str>) -> io::Result<Vec<OutputEntry>> {
    let entry = |path: &str| {
        let stamp = Stamp::of(&out.join(path).symlink_metadata()?);
        Ok(OutputEntry { path: path.to_owned(), stamp })
    };
    paths.into_par_iter().map(entry).collect()
}

fn checksum_of(bytes: &[u8]) -> String {
    store::hex(hash(bytes))
}

/// A file's hash in two: JSON readers do not hold 128 bits.
fn halves(file: &File) -> (u64, u64) {
    #[expect(clippy::cast_possible_truncation, reason = "the lower half is wanted")]
    let low = file.hash as u64;
    ((file.hash >> 64) as u64, low)
}

/// Encodes a list in chunks, each a JSON array that can be read by itself.
fn chunks<T: Serialize + Sync>(list: &[T]) -> io::Result<Vec<Box<RawValue>>> {
    // In chunks, since JSON of one piece is written and read by one thread: at 10,000 pages the
    // cache took 50 ms of a build so, and 32 ms in chunks on two processors.
    list.par_chunks(CHUNK).map(|chunk| Ok(to_raw_value(chunk)?)).collect()
}

/// Decodes what [`chunks`] encoded; nothing when any of it is malformed.
fn joined<T: DeserializeOwned + Send>(chunks: &[Box<RawValue>]) -> Option<Vec<T>> {
    let lists = chunks.par_iter().map(|chunk| serde_json::from_str(chunk.get()).ok());
    Some(lists.collect::<Option<Vec<Vec<T>>>>()?.into_iter().flatten().collect())
}

/// The folders around the files of a website, its own (`""`) first, each once.
fn folders(output: &Files) -> impl Iterator<Item = &str> {
    let mut before = "";
    let inside = output.keys().flat_map(move |path| {
        // Paths come sorted, so files of one folder follow each other: a folder is new exactly
        // where it reaches beyond what this path shares with the one before. No set is needed.
        let shared = path.bytes().zip(before.bytes()).take_while(|(a, b)| a == b).count();
        before = path;
        let folders = path.match_indices('/').map(|(at, _)| at);
        folders.filter(move |at| *at >= shared).map(|at| &path[..at])
    });
    std::iter::once("").chain(inside)
}
