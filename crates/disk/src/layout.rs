//! What a site's folder holds.

/// The folders that make a site. Nothing outside them is read or changed.
pub const FOLDERS: [&str; 3] = ["content", "templates", "static"];
