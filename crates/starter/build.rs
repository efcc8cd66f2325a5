//! Lists the files of a first site, so that the command embeds them.
#![allow(clippy::print_stdout, reason = "this is how a build script speaks to Cargo")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Each list: its name, the folders that it is made of, seen from this crate, and where their
/// files stand in a site.
const LISTS: [(&str, &[(&str, &str)]); 3] = [
    ("site", &[("site", "")]),
    ("mental_health", &[("mental-health", "")]),
    ("example", &[("../../content", "content/")]),
];

/// Single files that stand in a list with all others of their kind.
const MORE: [(&str, &str, &str); 3] = [
    // The colours are those of the style sheet, which is the practice's own.
    ("site", "../../content/colours.toml", "content/colours.toml"),
    // What version control leaves out is the same for each site.
    ("example", "site/.gitignore", ".gitignore"),
    // The card names the practice, so no other site is given it.
    ("example", "../../static/card.png", "static/card.png"),
];

fn main() -> io::Result<()> {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo sets it"));
    println!("cargo::rerun-if-changed=build.rs");
    for (name, folders) in LISTS {
        let mut files = vec![];
        for (folder, below) in folders {
            println!("cargo::rerun-if-changed={folder}");
            walk(Path::new(folder), below, &mut files)?;
        }
        for (_, file, path) in MORE.iter().filter(|(list, ..)| *list == name) {
            println!("cargo::rerun-if-changed={file}");
            files.push((path.to_string(), PathBuf::from(file)));
        }
        // A folder's own order differs from machine to machine.
        files.sort();
        fs::write(out.join(format!("{name}.rs")), list(&files)?)?;
    }
    Ok(())
}

/// All files below a folder, but for those that programs leave there.
fn walk(
    folder: &Path,
    below: &str,
    files: &mut Vec<(String, PathBuf)>,
) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        let name = name.into_string().map_err(|name| {
            io::Error::other(format!("{} is no plain name", name.display()))
        })?;
        if path.is_dir() {
            walk(&path, &format!("{below}{name}/"), files)?;
        } else if name == ".gitignore" || !name.starts_with('.') && !name.ends_with('~') {
            files.push((format!("{below}{name}"), path));
        }
    }
    Ok(())
}

/// The files as a list in Rust.
fn list(files: &[(String, PathBuf)]) -> io::Result<String> {
    let mut list = "&[\n".to_owned();
    for (path, file) in files {
        // Absolute: `include_bytes!` takes a path from the generated file on.
        let file = file.canonicalize()?;
        let file = file.to_string_lossy();
        let _ = writeln!(list, "    ({path:?}, include_bytes!({file:?})),");
    }
    Ok(list + "]\n")
}
