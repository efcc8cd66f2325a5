//! Puts a whole website in the place of another in one step: the new one is made beside it, of
//! links to the files that stay, and the two folders change their names (`renameat2` with
//! `RENAME_EXCHANGE`, which Linux and macOS know). A process that is killed leaves one or the
//! other.
//!
//! A build does not do so: it writes what differs, and a link to each of 10,000 files would take
//! longer than that.
use std::collections::HashSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path as DiskPath, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use ground::source::Path;
use rayon::prelude::*;
use site::store::{self, WebFile};
use site::website::Files;

use super::manifest::Manifest;
use super::publisher::{Publisher, Written, manifest_of, stale};

impl Publisher {
    /// Puts the website in the place of the one that stands there.
    ///
    /// # Errors
    /// Where [`is_impossible`], nothing was changed, and files can still be written one by one.
    pub(super) fn publish_at_once(&self, output: &Files) -> io::Result<Written> {
        let mut ours = Manifest::read(&self.metadata);
        let differing = self.differing(output);
        let aside = self.set_aside(&mut ours, &differing)?;
        let (in_the_way, gone) = stale(&ours, output);
        let goes: Vec<_> = in_the_way.into_iter().chain(gone).collect();
        let changed = differing.len() + goes.len();
        let new = manifest_of(output);
        if changed > 0 {
            let tree = self.staging().join("all");
            self.make(&tree, output, &differing)?;
            self.keep_foreign(&tree, output, &ours)?;
            differing.iter().try_for_each(|(path, _)| self.has_room(path, &ours))?;
            goes.iter().try_for_each(|path| self.is_as_written(path, &ours))?;
            // Before the exchange: a process that is killed from here on leaves no file that the
            // next one takes for foreign.
            let mut both = ours.clone();
            both.add_all(output);
            both.write(&self.metadata)?;
            exchange(&tree, &self.out)?;
        }
        new.write(&self.metadata)?;
        Ok(Written { changed, foreign: self.foreign(output), aside, stamps: None })
    }

    /// Makes the folder that is to take the website's place.
    fn make(
        &self,
        tree: &DiskPath,
        output: &Files,
        differing: &[(&Path, &WebFile)],
    ) -> io::Result<()> {
        fs::create_dir_all(tree)?;
        // As its owner set them: a server may be allowed to read that folder alone.
        fs::set_permissions(tree, fs::metadata(&self.out)?.permissions())?;
        let differing: HashSet<&Path> = differing.iter().map(|(path, _)| *path).collect();
        output.par_iter().try_for_each(|(path, file)| {
            let target = tree.join(&**path);
            target.parent().map_or(Ok(()), fs::create_dir_all)?;
            if differing.contains(path)
                || fs::hard_link(self.target(path), &target).is_err()
            {
                fs::write(target, file.content.get()?)?;
            }
            Ok(())
        })
    }

    /// What is not from a build stays where it is.
    fn keep_foreign(
        &self,
        tree: &DiskPath,
        output: &Files,
        ours: &Manifest,
    ) -> io::Result<()> {
        for path in self.foreign(output) {
            // Ours that the new website lacks: it goes.
            if ours.has(&path) {
                continue;
            }
            let (from, to) = (self.target(&path), tree.join(&path));
            to.parent().map_or(Ok(()), fs::create_dir_all)?;
            link(&from, &to)?;
        }
        Ok(())
    }

    /// Where the list of our files is lost, nobody knows who wrote what stands in the way. A copy
    /// of it is kept, and it counts as ours.
    fn set_aside(
        &self,
        ours: &mut Manifest,
        differing: &[(&Path, &WebFile)],
    ) -> io::Result<Option<(Vec<String>, PathBuf)>> {
        let is_file = |path: &str| {
            self.target(path).symlink_metadata().is_ok_and(|about| about.is_file())
        };
        let in_the_way = differing.iter().map(|(path, _)| &***path);
        let in_the_way: Vec<_> = in_the_way.filter(|path| is_file(path)).collect();
        if !ours.is_empty() || in_the_way.is_empty() {
            return Ok(None);
        }
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let aside = self.metadata.join(format!("aside-{}", seconds.as_secs()));
        for path in &in_the_way {
            let (from, to) = (self.target(path), aside.join(path));
            to.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::copy(&from, to)?;
            ours.add(path, store::key(&fs::read(from)?));
        }
        let paths = in_the_way.into_iter().map(str::to_owned).collect();
        Ok(Some((paths, aside)))
    }
}

/// The same file under another name; a link leads where it led.
fn link(from: &DiskPath, to: &DiskPath) -> io::Result<()> {
    if from.is_symlink() {
        #[cfg(unix)]
        return std::os::unix::fs::symlink(fs::read_link(from)?, to);
    }
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
}

/// Has two folders change their names.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &DiskPath, other: &DiskPath) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &DiskPath, _: &DiskPath) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// Whether two folders cannot change their names there: the file system does not know how, or
/// the folder is one by itself.
pub(super) fn is_impossible(error: &io::Error) -> bool {
    // EINVAL is how most file systems answer to flags that they do not know.
    let kinds = [
        ErrorKind::Unsupported,
        ErrorKind::InvalidInput,
        ErrorKind::ResourceBusy,
        ErrorKind::CrossesDevices,
    ];
    kinds.contains(&error.kind())
}
