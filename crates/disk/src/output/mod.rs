//! Publishes the website into a folder.
//!
//! 1. [`allow`] refuses a folder where this could harm what people wrote.
//! 2. [`BuildCache`] tells whether a build would change anything at all.
//! 3. [`compress()`] adds compressed copies, when the site goes live.
//! 4. [`write()`] writes what differs and removes what is stale: file by file for a build, and all
//!    at once ([`at_once`]) for visitors, so that they never meet a part of two websites.
//!
//! What is kept about an output folder (lock, manifest, staging, cache) stands in its
//! [`metadata_folder`], `.candor/` beside it, never in it: all of it may be uploaded.
mod at_once;
mod cache;
mod compress;
mod manifest;
mod place;
mod publisher;
mod write;

use ground::source::Path;
use site::website::Files;

pub use cache::{BuildCache, CacheKey};
pub use compress::compress;
pub use place::{allow, metadata_folder};
pub use publisher::Written;
pub use write::{How, write};

/// How many pages a website has, without the one for addresses that do not exist.
pub fn count_pages(output: &Files) -> usize {
    let is_page = |path: &&Path| path.ends_with(".html") && ***path != *"404.html";
    output.keys().filter(is_page).count()
}
