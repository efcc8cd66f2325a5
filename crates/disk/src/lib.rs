//! What a build reads from the machine and writes to it.
//!
//! 1. [`read`] and [`snapshot`] take the site's folder into `site::Sources`, with [`today`]'s
//!    date and what is embedded in the program.
//! 2. [`change`] changes files of it, all or none, and [`start`] writes those of a new one.
//! 3. [`unsaved`] and [`history`] keep what is written in the desk, and what it replaced.
//! 4. [`output`] writes the website, or finds in its cache that nothing changed.
//! 5. [`publications`] keeps what was published, by whom, and when.
//!
//! All that a build does for each file is here and in `site`: the two crates of ours that are
//! compiled for speed.
mod atomic;
mod change;
mod embedded;
mod error;
mod folder;
pub mod history;
mod layout;
mod lock;
pub mod output;
pub mod publications;
mod stamp;
mod start;
mod state_folder;
mod today;
pub mod unsaved;

pub use change::change;
pub use error::Error;
pub use folder::{Snapshot, list, read, read_again, snapshot, today_in, write};
pub use layout::FOLDERS;
pub use stamp::Stamp;
pub use start::start;
pub use today::{time_zone, today};

/// A page takes 213 allocations (BENCHMARKS.md), most of them small texts, on all threads at once.
/// mimalloc gives each thread a heap of its own, so that a small allocation takes no lock.
// Here and not in the command's crate, which is not compiled for speed.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
