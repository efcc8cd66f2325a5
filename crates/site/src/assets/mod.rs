//! Static files and pictures: cleaned, and published under a name that their content gives.
pub mod picture;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};

use crate::assets::picture::{Picture, Problem};
use crate::diagnostic::{Diagnostic, nearest};
use crate::memo::Memo;
use crate::source::{
    File, Path, Sources, Span, ending, folder, hash, is_left_behind, name,
};
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
}

/// The look of a self-check, which is published within its own style sheet.
pub const SELF_CHECK_LOOK: &str = "static/self-check.css";

/// Files that others look for under a fixed name, and that therefore keep it.
fn keeps_name(name: &str) -> bool {
    name.starts_with(".well-known/") || name == "favicon.ico"
}

fn is_sheet(name: &str) -> bool {
    ending(name) == "css"
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
        Some((stem, ending)) => format!("/{FOLDER}/{stem}.{print}.{ending}"),
        None => format!("/{FOLDER}/{name}.{print}"),
    }
}

/// Publishes everything below `static`. Style sheets come last: they name other files.
pub fn publish(sources: &Sources, memo: &Memo, found: &mut Vec<Diagnostic>) -> Assets {
    let pictures = sources.files.iter().filter(|(path, _)| picture::is_picture(path));
    let pictures = pictures.map(|(path, file)| (path.clone(), file.clone())).collect();
    let mut assets = Assets { pictures, ..Assets::default() };
    let files = sources.below("static/");
    let files =
        files.filter(|(path, _)| &***path != SELF_CHECK_LOOK && !is_left_behind(path));
    let (sheets, others): (Vec<_>, Vec<_>) = files.partition(|(path, _)| is_sheet(path));
    for (path, file) in others.into_iter().chain(sheets) {
        let name = &path["static/".len()..];
        let content = if is_sheet(name) {
            Content::in_memory(sheet(path, file, &assets, found))
        } else if picture::is_picture(name) || picture::is_refused(name) {
            match picture(path, file, memo) {
                Ok(published) => published.content.clone(),
                Err(problem) => {
                    found.push(problem_with(path, problem).at(Span::new(path, 0, 0)));
                    continue;
                }
            }
        } else {
            Content::in_memory(Arc::clone(&file.bytes))
        };
        let bytes = content.get().expect("it is in memory");
        let address =
            if keeps_name(name) { format!("/{name}") } else { address(name, &bytes) };
        drop(bytes);
        assets.files.insert(address[1..].into(), content);
        assets.addresses.insert(name.to_owned(), address);
    }
    assets
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

/// A cleaned picture, worked out once.
pub fn picture(path: &Path, file: &File, memo: &Memo) -> Result<Arc<Published>, Problem> {
    let key = hash(&("picture", &**path, file.hash));
    let publish = |picture: Picture| {
        let address = address(name(path), &picture.bytes);
        let size = (picture.width, picture.height);
        Arc::new(Published { size, content: Content::in_memory(picture.bytes), address })
    };
    (*memo.get(key, || picture::clean(path, &file.bytes).map(publish))).clone()
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
        Problem::Active => {
            ("runs a script or loads another file", "export it again as a plain SVG")
        }
    };
    Diagnostic::error("picture", format!("the picture `{path}` {what}")).help(help)
}

/// A style sheet with the addresses of the files that it names.
fn sheet(
    path: &Path,
    file: &File,
    assets: &Assets,
    found: &mut Vec<Diagnostic>,
) -> Arc<[u8]> {
    let text = match file.text(path) {
        Ok(text) => text,
        Err(finding) => {
            found.push(finding);
            return file.bytes.clone();
        }
    };
    let folder = folder(&path["static/".len()..]);
    let mut sheet = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("url(") {
        let (before, after) = rest.split_at(at + 4);
        sheet.push_str(before);
        let name = after.split(')').next().unwrap_or_default();
        rest = &after[name.len()..];
        let bare = name.trim().trim_matches(['"', '\'']);
        let wanted =
            if folder.is_empty() { bare.to_owned() } else { format!("{folder}/{bare}") };
        if let Some(address) = assets.addresses.get(&wanted) {
            sheet.push_str(address);
        } else {
            let start = text.len() - rest.len() - name.len();
            let at = Span::new(path, start, start + name.len());
            found.push(missing(bare, &wanted, assets).at(at));
        }
    }
    sheet.push_str(rest);
    sheet.into_bytes().into()
}

fn missing(bare: &str, wanted: &str, assets: &Assets) -> Diagnostic {
    let names = assets.addresses.keys().map(String::as_str);
    let help = match nearest(wanted, names) {
        Some(near) => format!("write url({near})"),
        None => "put the file under static/, or remove this".to_owned(),
    };
    let message = format!("the style sheet names `{bare}`, which does not exist");
    Diagnostic::error("asset-missing", message).help(help)
}
