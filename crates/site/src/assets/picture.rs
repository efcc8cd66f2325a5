//! Pictures without what they tell of the person who took them.
use std::sync::Arc;

use ground::source::ending;

/// A picture that can be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The file with nothing but what it is shown with. The pixels are untouched.
    pub bytes: Arc<[u8]>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// Why a file is no picture that can be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Its ending is none of those that browsers show and that can be cleaned.
    Kind,
    /// Its content is not what its ending says, or is cut short.
    Damaged,
    /// It relies on metadata to be turned upright.
    Turned,
    /// It is a drawing that runs, moves, loads or holds something.
    Active,
}

/// The endings of files that can be pictures.
pub const ENDINGS: &[&str] = &["jpg", "jpeg", "png", "webp", "svg"];

/// Whether a file's name says that it is a picture. Cameras write the ending in capitals.
pub fn is_picture(name: &str) -> bool {
    let ending = ending(name);
    ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// The endings of pictures that not every browser shows, or that cannot be cleaned.
const REFUSED: &[&str] = &["avif", "bmp", "gif", "heic", "heif", "jxl", "tif", "tiff"];

/// Whether a file's name says that it is a picture of a kind that is not published.
pub fn is_refused(name: &str) -> bool {
    let ending = ending(name);
    REFUSED.iter().any(|known| known.eq_ignore_ascii_case(ending))
}
