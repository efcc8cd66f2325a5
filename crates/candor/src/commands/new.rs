//! Starts a page: its file with what it has to say, and a word on each line.
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

use disk::Error;
use ground::diagnostic::nearest;
use ground::source::Mode;
use site::authoring::guide;

use crate::terminal;

/// Writes a page of a kind to a path below `content`; never over a page that is there.
pub(crate) fn run(folder: &Path, kind: &str, path: &str) -> Result<bool, Error> {
    let kinds = guide::kinds_of(&disk::read(folder, Mode::Build)?);
    let ids = || kinds.kinds.iter().map(|kind| kind.id.as_str());
    let Some(declared) = kinds.kind(kind) else {
        let known = match nearest(kind, ids()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if kinds.kinds.is_empty() => {
                "declare it in content/kinds.toml".to_owned()
            }
            None => format!("use one of: {}", ids().collect::<Vec<_>>().join(", ")),
        };
        return Err(Error(format!("there is no kind of page `{kind}`; {known}")));
    };
    let file = folder.join(&*page(path)?);
    write(&file, &guide::blank(&kinds, declared))?;
    terminal::print(&format!("Started {}: open it, and write.", file.display()));
    Ok(true)
}

/// A page's file from what a person says of it.
pub(crate) fn page(said: &str) -> Result<ground::source::Path, Error> {
    site::authoring::move_page::file(said).ok_or_else(|| {
        Error(format!("`{said}` is no page: write it like this: conditions/sleep.md"))
    })
}

/// Writes a new file, and the folders on the way to it.
fn write(file: &Path, text: &str) -> Result<(), Error> {
    let name = file.display();
    let unwritten =
        |error: std::io::Error| Error(format!("`{name}` cannot be written: {error}"));
    let refusal = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => Error(format!(
            "`{name}` is there already, and stays as it is; choose another name"
        )),
        _ => unwritten(error),
    };
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(unwritten)?;
    }
    // `create_new` asks and creates in one step: to ask `exists` first would leave a moment in
    // which another program makes the file, to be overwritten.
    let mut new =
        OpenOptions::new().write(true).create_new(true).open(file).map_err(refusal)?;
    new.write_all(text.as_bytes()).map_err(unwritten)
}
