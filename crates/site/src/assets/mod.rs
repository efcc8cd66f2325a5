//! Static files and pictures: cleaned, and published under a name that their content gives.
pub mod compact;
pub mod picture;
mod place;
mod raster;
mod sheet;
mod vector;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use ground::diagnostic::{Diagnostic, Level};
use ground::source::{File, Path, Sources, Span, ending, hash, is_left_behind, name};
use img_parts::Bytes;
use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};

use crate::assets::picture::{Picture, Problem};
use crate::memo::Memo;
use crate::store::Content;

/// The folder of the output that holds all files whose names carry their content's hash.
pub const FOLDER: &str = "assets";

/// The published static files.
#[derive(Clone, Default)]
pub struct Assets {
    /// The address of each by its path below `static`: `style.css` to
    /// `/assets/style.1f2e3d4c.css`.
    pub addresses: BTreeMap<String, String>,
    /// The files as they stand in the website.
    pub files: BTreeMap<Path, Content>,
    /// The files that pages may show, wherever they stand.
    pub pictures: FxHashMap<Path, File>,
    /// The path of the host below which all of it is served.
    base_path: String,
    /// The looks that are published within the style sheets of single pages, by their paths.
    looks: BTreeMap<Path, Arc<[u8]>>,
}

/// The look of a self-check, which is published within its own style sheet.
pub const SELF_CHECK_LOOK: &str = "static/self-check.css";

/// The look of a decision grid, which is published in the same manner.
pub const DECISION_LOOK: &str = "static/decision-aid.css";

const LOOKS: [&str; 2] = [SELF_CHECK_LOOK, DECISION_LOOK];

/// Whether a file is a style sheet: servers read its ending in any case.
pub(crate) fn is_sheet(name: &str) -> bool {
    ending(name).eq_ignore_ascii_case("css")
}

/// The first 64 bits of the SHA-256, as hexadecimal digits.
pub fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Where a file is published: `/assets/style.1f2e3d4c.css`.
pub fn address(name: &str, bytes: &[u8]) -> String {
    let print = fingerprint(bytes);
    match name.rsplit_once('.') {
        // The hash before the ending, by which servers tell a file's type.
        Some((stem, ending)) => format!("/{FOLDER}/{stem}.{print}.{ending}"),
        None => format!("/{FOLDER}/{name}.{print}"),
    }
}

/// The path of a file of the website without the fingerprint of its content.
pub(crate) fn plain(path: &str) -> String {
    let is_print = |print: &str| {
        print.len() == 16 && print.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let parts = path.rsplit_once('.').and_then(|(stem, ending)| {
        let (stem, print) = stem.rsplit_once('.')?;
        (path.starts_with(FOLDER) && is_print(print)).then(|| format!("{stem}.{ending}"))
    });
    parts.unwrap_or_else(|| path.to_owned())
}

/// Publishes everything below `static`, for a host that serves the website below `base_path`.
/// Style sheets come last: they name other files.
pub fn publish(
    sources: &Sources,
    base_path: &str,
    memo: &Memo,
    found: &mut Vec<Diagnostic>,
) -> Assets {
    let pictures = sources.files.iter().filter(|(path, _)| picture::is_picture(path));
    let pictures = pictures.map(|(path, file)| (path.clone(), file.clone())).collect();
    let base_path = base_path.to_owned();
    let mut assets = Assets { pictures, base_path, ..Assets::default() };
    let files = sources.below("static/").filter(|(path, _)| !is_left_behind(path));
    // Two passes: a sheet's address depends on its bytes, and these on the addresses of what it
    // names.
    let (sheets, others): (Vec<_>, Vec<_>) = files.partition(|(path, _)| is_sheet(path));
    for (path, file) in others {
        found.extend(robots(path, file));
        match plain_file(path, file, memo) {
            Ok(content) => assets.add(path, content),
            Err(finding) => found.push(finding),
        }
    }
    for sheet in sheet::in_order(sheets, found) {
        let bytes = sheet.with_addresses(&assets, sources, found);
        if LOOKS.contains(&&**sheet.path) {
            assets.looks.insert(Arc::clone(sheet.path), bytes);
        } else {
            assets.add(sheet.path, Content::in_memory(bytes));
        }
    }
    assets
}

/// The content under which a file that names no others is published.
fn plain_file(path: &Path, file: &File, memo: &Memo) -> Result<Content, Diagnostic> {
    if place::is_page(below_static(path), &file.bytes) {
        return Err(page(path));
    }
    if !picture::is_picture(path) && !picture::is_refused(path) {
        return Ok(Content::in_memory(Arc::clone(&file.bytes)));
    }
    let published = picture(path, file, memo);
    let problem = |problem| problem_with(path, problem).at(Span::new(path, 0, 0));
    published.map(|published| published.content.clone()).map_err(problem)
}

/// The finding for what a browser would open as a page.
fn page(path: &Path) -> Diagnostic {
    let message =
        format!("`{path}` would be a page without this site's header, unchecked");
    Diagnostic::error("static-page", message)
        .at(Span::new(path, 0, 0))
        .help("write it as a page under content/, or remove it")
}

/// The finding for rules that nobody finds the website by.
fn robots(path: &Path, file: &File) -> Option<Diagnostic> {
    let text = file.text(path).ok().filter(|_| &**path == "static/robots.txt")?;
    place::hides_all(text).then(|| hidden(path))
}

fn hidden(path: &Path) -> Diagnostic {
    let message = "search engines would show no page of this website";
    Diagnostic::new("robots", Level::Unpublishable, message)
        .at(Span::new(path, 0, 0))
        .help("remove the line `Disallow: /` below `User-agent: *`")
}

impl Assets {
    /// A look that is published within the style sheet of a page; empty where there is none.
    pub fn look(&self, path: &str) -> &[u8] {
        self.looks.get(path).map_or(&[], |look| look)
    }

    /// Publishes the file of `static` at `path` with these bytes.
    fn add(&mut self, path: &str, content: Content) {
        let name = below_static(path);
        let address = own_address(name, &content);
        self.files.insert(address[1..].into(), content);
        self.addresses.insert(name.to_owned(), address);
    }
}

/// Where the static file of a name is published: with a fingerprint, unless others look for it
/// under its own name.
fn own_address(name: &str, content: &Content) -> String {
    let bytes = content.get().expect("it is in memory");
    if place::keeps_name(name, &bytes) {
        return format!("/{name}");
    }
    address(name, &bytes)
}

/// A static file's path as templates and style sheets name it.
fn below_static(path: &str) -> &str {
    path.strip_prefix("static/").unwrap_or(path)
}

/// A cleaned picture, and where it is published.
#[derive(Debug)]
pub struct Published {
    /// Its width and height in pixels, as the page says them to browsers.
    pub size: (u32, u32),
    /// Its bytes without metadata.
    pub content: Content,
    /// Its address, when a page names it.
    pub address: String,
}

/// A cleaned picture, memoised.
pub fn picture(path: &Path, file: &File, memo: &Memo) -> Result<Arc<Published>, Problem> {
    let key = hash(&("picture", &**path, file.hash));
    let clean = || clean(path, &file.bytes);
    let publish = |picture| Arc::new(published(path, picture));
    (*memo.get(key, || clean().map(publish))).clone()
}

/// Cleans a picture, by its file's name.
pub fn clean(name: &str, bytes: &[u8]) -> Result<Picture, Problem> {
    // A copy, as `img_parts` cuts a picture into parts that share one buffer, which it owns.
    let data = Bytes::copy_from_slice(bytes);
    match ending(name).to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => raster::jpeg(&data),
        "png" => raster::png(data),
        "webp" => raster::webp(data),
        "svg" => vector::svg(bytes),
        _ => Err(Problem::Kind),
    }
}

/// A cleaned picture under the name that its bytes give it.
fn published(path: &Path, picture: Picture) -> Published {
    let address = address(name(path), &picture.bytes);
    let size = (picture.width, picture.height);
    Published { size, content: Content::in_memory(picture.bytes), address }
}

/// What to tell of a file that is no picture that can be published.
pub fn problem_with(path: &Path, problem: Problem) -> Diagnostic {
    let (what, help) = match problem {
        Problem::Kind => (
            "is not a kind of picture that every browser shows",
            "save it as JPEG, PNG, WebP or SVG",
        ),
        Problem::Damaged => {
            ("is damaged, or is not what its ending says", "save the picture again")
        }
        Problem::Turned => (
            "lies on its side: only hidden data turns it, which is removed for privacy",
            "turn it in a picture program and save it again",
        ),
        Problem::Active => (
            "is more than a drawing: it runs a script, moves, or loads or holds a file",
            "export it again as a plain SVG, with shapes and text alone",
        ),
    };
    Diagnostic::error("picture", format!("the picture `{path}` {what}")).help(help)
}
