//! What tells one state of a file from another without reading it: size, times, inode.
use std::fs;
#[cfg(not(unix))]
use std::io;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// The coarsest time resolution of a file system in use: FAT counts in steps of two seconds.
const TIME_RESOLUTION: Duration = Duration::from_secs(2);

/// The state of a file as its metadata tell it: equal stamps, equal bytes, unless the stamp is
/// *racy* (see [`Stamp::is_older_than`]).
///
/// Its size in bytes, its mtime and ctime in nanoseconds since 1970, and its inode number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp(u64, i64, i64, u64);

impl Stamp {
    /// The stamp in a file's metadata.
    #[cfg(unix)]
    pub fn of(metadata: &fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        // It may wrap after the year 2262: stamps are compared for equality, and by age only
        // with a limit that is made in the same way.
        let nanoseconds =
            |s: i64, ns: i64| s.wrapping_mul(1_000_000_000).wrapping_add(ns);
        let mtime = nanoseconds(metadata.mtime(), metadata.mtime_nsec());
        // Any program can set the mtime back (`touch -d`, `cp -p`, `rsync -t`), and none the
        // ctime. The inode catches another file that was renamed to this place.
        let ctime = nanoseconds(metadata.ctime(), metadata.ctime_nsec());
        Self(metadata.len(), mtime, ctime, metadata.ino())
    }

    /// The stamp in a file's metadata: with the time of creation, as there is no ctime.
    #[cfg(not(unix))]
    pub fn of(metadata: &fs::Metadata) -> Self {
        let time = |time: io::Result<SystemTime>| time.map_or(0, since_1970);
        let (modified, created) = (metadata.modified(), metadata.created());
        Self(metadata.len(), time(modified), time(created), 0)
    }

    /// Whether any write after `moment` would give another stamp.
    ///
    /// A file that is written twice within one step of the file system's clock has the same
    /// time both times (the "racy timestamps" of git's index). One that was read sooner than
    /// one step after its last write may therefore have changed unseen since.
    pub fn is_older_than(&self, moment: SystemTime) -> bool {
        let limit = since_1970(moment.checked_sub(TIME_RESOLUTION).unwrap_or(UNIX_EPOCH));
        self.1.max(self.2) < limit
    }
}

/// Nanoseconds since 1970: 0 before it, the largest number after the year 2262.
fn since_1970(time: SystemTime) -> i64 {
    let nanoseconds = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    i64::try_from(nanoseconds).unwrap_or(i64::MAX)
}
