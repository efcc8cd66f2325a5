//! What goes in: files by path, the date, and what kind of build is wanted.
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use jiff::civil::Date;
use twox_hash::xxhash3_128;

use crate::diagnostic::{Diagnostic, Level};
pub use crate::span::{Path, Span, line_column};

/// The only input of a build: a snapshot, cheap to clone.
#[derive(Clone, Default)]
pub struct Sources {
    /// Every file below `content`, `templates` and `static`.
    pub files: Arc<BTreeMap<Path, File>>,
    /// What could not be read as a file: symbolic links, refused permissions.
    pub unread: Vec<Diagnostic>,
    /// The date in the practice's time zone. It is given, never asked for.
    pub today: Date,
    /// A site to publish, or a preview of it.
    pub mode: Mode,
    /// The self-check's program for the browser.
    pub app: App,
}

impl Sources {
    /// The files, to be changed; other snapshots keep theirs.
    pub fn files_mut(&mut self) -> &mut BTreeMap<Path, File> {
        Arc::make_mut(&mut self.files)
    }

    /// The files that were edited since `before`; nothing when there are others than then.
    pub fn edited(&self, before: &Self) -> Option<Vec<&Path>> {
        if Arc::ptr_eq(&self.files, &before.files) {
            return Some(vec![]);
        }
        let same_files = self.files.len() == before.files.len()
            && self.files.keys().eq(before.files.keys());
        let pairs = self.files.iter().zip(before.files.values());
        let edited = pairs.filter(|((_, now), before)| now.hash != before.hash);
        same_files.then(|| edited.map(|((path, _), _)| path).collect())
    }

    /// The files of a folder, which ends with a slash.
    pub fn below<'a>(
        &'a self,
        folder: &'a str,
    ) -> impl Iterator<Item = (&'a Path, &'a File)> {
        let files = self.files.range(Path::from(folder)..);
        files.take_while(move |(path, _)| path.starts_with(folder))
    }

    /// Whether a file is there and could not be read: what follows from that is not told.
    pub fn is_unread(&self, path: &str) -> bool {
        let places = self.unread.iter().filter_map(|finding| finding.at.as_ref());
        places.map(|at| &at.file).any(|file| &**file == path)
    }

    /// Whether a file is a page. A self-check's outcomes and panels are parts of its page.
    pub fn is_page(&self, path: &str) -> bool {
        path.starts_with("content/")
            && is_markdown(path)
            && !is_left_behind(path)
            && self.check_of_part(path).is_none()
    }

    /// The folder of the self-check that a text is part of: that of `rules.toml`, when the
    /// file stands in `outcomes` or `panels` beside it.
    pub fn check_of_part<'a>(&self, path: &'a str) -> Option<&'a str> {
        let (parts, _) = path.rsplit_once('/')?;
        let (folder, name) = parts.rsplit_once('/')?;
        let beside = matches!(name, "outcomes" | "panels");
        let rules =
            beside && self.files.contains_key(format!("{folder}/rules.toml").as_str());
        rules.then_some(folder)
    }
}

/// What the output is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The site as visitors see it: no drafts.
    #[default]
    Build,
    /// The site as staff see it while they write: drafts with a ribbon, `noindex`.
    Preview,
}

/// The self-check's program as built for the browser.
#[derive(Clone, Default)]
pub struct App {
    /// The script that starts the program; ends with a call that names the program's address.
    pub script: Arc<str>,
    /// The program itself.
    pub wasm: Arc<[u8]>,
}

/// The bytes of one file with their hash.
#[derive(Clone, Debug)]
pub struct File {
    /// The content.
    pub bytes: Arc<[u8]>,
    /// A hash of the content, for the memo. Never stored: it may differ between versions.
    pub hash: u128,
}

impl File {
    /// Takes the content and hashes it.
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self { hash: xxhash3_128::Hasher::oneshot(&bytes), bytes }
    }

    /// The content as text, or a finding that names the first byte that is no UTF-8.
    pub fn text(&self, path: &Path) -> Result<&str, Diagnostic> {
        std::str::from_utf8(&self.bytes).map_err(|error| {
            let at = Span::new(path, error.valid_up_to(), error.valid_up_to());
            Diagnostic::new(
                "not-utf8",
                Level::Error,
                "this file is not plain text in UTF-8",
            )
            .at(at)
            .help("save the file again with the encoding UTF-8")
        })
    }
}

/// Whether a file's name says that it is markdown.
pub fn is_markdown(name: &str) -> bool {
    ending(name) == "md"
}

/// The folder of a file: `content` of `content/a.md`.
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A file's name without its folder.
pub fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// The ending of a file's name, without its dot.
pub fn ending(path: &str) -> &str {
    name(path).rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// Endings of copies that programs make of a file before they change it, or while it comes.
const COPIES: &[&str] =
    &["bak", "old", "orig", "rej", "tmp", "swp", "swo", "part", "crdownload", "lock"];

/// Whether a program left a file behind for itself: `.DS_Store`, `page.html~`, `Thumbs.db`,
/// `~$Letter.docx`, `style.css.bak`.
pub fn is_left_behind(path: &str) -> bool {
    let name = name(path);
    let small = name.to_ascii_lowercase();
    name.starts_with(['.', '~'])
        || name.ends_with(['~', '#'])
        || COPIES.contains(&ending(&small))
        || matches!(&*small, "thumbs.db" | "ehthumbs.db" | "desktop.ini")
        || path.split('/').any(|part| part == "__MACOSX")
}

/// A 128-bit hash (XXH3), which is the same in every run of one build of this program.
pub fn hash(value: &(impl Hash + ?Sized)) -> u128 {
    let mut wide = Wide(xxhash3_128::Hasher::new());
    value.hash(&mut wide);
    wide.0.finish_128()
}

/// The same of bytes alone. For a sentence it takes a quarter of the instructions of [`hash`], which
/// has room for inputs that come in pieces.
pub fn hash_bytes(bytes: &[u8]) -> u128 {
    xxhash3_128::Hasher::oneshot(bytes)
}

/// Takes what is hashed, and gives all bits at once.
struct Wide(xxhash3_128::Hasher);

impl Hasher for Wide {
    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    fn finish(&self) -> u64 {
        unreachable!("the whole hash is asked for")
    }
}
