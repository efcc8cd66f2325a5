//! A lock between processes: a file that one of them holds.
use std::fs::{self, TryLockError};
use std::io;
use std::path::Path as DiskPath;

/// Takes a lock, and holds it as long as what is returned is open. Calls `waits` before it waits
/// for another process.
pub(crate) fn lock(path: &DiskPath, waits: &dyn Fn()) -> io::Result<fs::File> {
    let file = fs::File::create(path)?;
    // First without blocking, so that a person who has to wait is told why.
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            waits();
            file.lock()?;
        }
        Err(TryLockError::Error(error)) => return Err(error),
    }
    Ok(file)
}
