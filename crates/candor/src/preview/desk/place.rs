//! Which files the desk may show, and which it may write.
use std::path::Path as DiskPath;

use disk::FOLDERS;
use ground::source::{Path, ending, is_left_behind};
use site::assets::picture::is_picture;

/// What the desk may do with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// A text that people write.
    Write,
    /// A text that is shown, and changed elsewhere.
    Read,
    /// A picture.
    Picture,
}

/// The file of the site that a path names and what may be done with it, or why nothing may.
pub(super) fn file(site: &DiskPath, named: &str) -> Result<(Path, Access), &'static str> {
    let is_plain = |part: &str| {
        // Windows takes a colon for a drive or a hidden stream, and both slashes for one.
        let odd = |c: char| c.is_control() || matches!(c, '\\' | ':');
        !part.is_empty() && !part.starts_with('.') && !part.contains(odd)
    };
    let top = named.split('/').next().unwrap_or_default();
    let is_inside = FOLDERS.contains(&top) && named.len() > top.len();
    if !is_inside || !named.split('/').all(is_plain) || is_left_behind(named) {
        return Err("this is no file of the website");
    }
    if !stays_inside(site, named) {
        return Err("this leads out of the website’s folder");
    }
    let access = match (top, ending(named)) {
        ("content", "md") => Access::Write,
        _ if named == "content/practice.toml" => Access::Write,
        ("content" | "static", _) if is_picture(named) => Access::Picture,
        (_, "toml" | "html" | "css" | "md" | "txt") => Access::Read,
        _ => return Err("a file of this kind cannot be changed here"),
    };
    Ok((named.into(), access))
}

/// Whether neither the file nor a folder around it is a link to somewhere else.
fn stays_inside(site: &DiskPath, named: &str) -> bool {
    let place = site.join(named);
    let is_link = |place: &DiskPath| place.is_symlink();
    !place.ancestors().take_while(|around| *around != site).any(is_link)
}
