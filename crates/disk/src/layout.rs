//! What a site's folder holds.

/// The folders that make a site. Nothing outside them is read or changed.
pub const FOLDERS: [&str; 3] = ["content", "templates", "static"];

/// The list of what version control leaves out. A new site is given one; else nobody touches it.
pub(crate) const IGNORED: &str = ".gitignore";
