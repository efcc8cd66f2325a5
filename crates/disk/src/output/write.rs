//! Makes the output folder hold the website: a small transaction of renames.
//!
//! 1. Take the lock, and clear what a killed build left in staging.
//! 2. Stage: write each file that differs beside the folder. A full disk shows here, with the
//!    last website still whole.
//! 3. Refuse where something stands in the way that is not ours, or that somebody changed.
//! 4. Write the manifest of the files of both websites, the last one and this.
//! 5. Rename the staged files into place: pages last, after what they need.
//! 6. Remove what is stale: pages first, before what they need.
//! 7. Write the manifest of this website alone.
//!
//! Each rename is atomic, so a visitor, or a process that is killed, sees each file whole, and
//! each page with all that it needs. There is no fsync, which each file would wait for: after a
//! power failure a file may be empty. It has another size then, so the build cache misses, and
//! the next build, which compares bytes, mends it.
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path as DiskPath, PathBuf};

use ground::source::Path;
use rayon::prelude::*;
use site::store::WebFile;
use site::website::Files;

use crate::error::Error;
use crate::output::at_once;
use crate::output::manifest::Manifest;
use crate::output::place::resolve;
use crate::output::publisher::{
    Publisher, Written, ignore_missing, is_page, manifest_of, stale,
};
use crate::stamp::Stamp;

/// How the files of a website come into its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// File by file: only what differs is written.
    FileByFile,
    /// All at once, where the file system can: no visitor sees a part of two websites.
    AtOnce,
}

/// Makes the folder `out` hold the website. Waits while another build writes there, and calls
/// `waits` before it does.
pub fn write(
    out: &DiskPath,
    output: &Files,
    how: How,
    waits: &dyn Fn(),
) -> Result<Written, Error> {
    let refusal = |error: io::Error| {
        Error(format!("the website cannot be written to `{}`: {error}", out.display()))
    };
    let publisher = Publisher::open(&resolve(out), waits).map_err(refusal)?;
    publisher.publish(output, how).map_err(refusal)
}

impl Publisher {
    fn publish(&self, output: &Files, how: How) -> io::Result<Written> {
        self.clear_staging()?;
        let written = match how {
            _ if self.out.symlink_metadata().is_err() => self.publish_anew(output),
            How::FileByFile => self.publish_over(output),
            How::AtOnce => match self.publish_at_once(output) {
                Ok(written) => Ok(written),
                Err(error) if at_once::is_impossible(&error) => {
                    self.clear_staging()?;
                    self.publish_over(output)
                }
                Err(error) => Err(error),
            },
        }?;
        fs::remove_dir_all(self.staging())?;
        Ok(written)
    }

    /// Where there was no website, all of it is written beside its place, and takes it in one
    /// rename.
    fn publish_anew(&self, output: &Files) -> io::Result<Written> {
        let tree = self.staging().join("all");
        fs::create_dir_all(&tree)?;
        let write = |(path, web_file): (&Path, &WebFile)| {
            let target = tree.join(&**path);
            target.parent().map_or(Ok(()), fs::create_dir_all)?;
            let mut file = fs::File::create(target)?;
            file.write_all(&web_file.content.get()?)?;
            // Of the open file, which needs no second look-up of its path. The rename below
            // moves the tree around it and so leaves its ctime.
            Ok(Stamp::of(&file.metadata()?))
        };
        let stamps = output.par_iter().map(write).collect::<io::Result<_>>()?;
        manifest_of(output).write(&self.metadata)?;
        self.out.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::rename(tree, &self.out)?;
        Ok(Written { changed: output.len(), stamps: Some(stamps), ..Written::default() })
    }

    /// Where there is a website, only what differs is written.
    fn publish_over(&self, output: &Files) -> io::Result<Written> {
        let ours = Manifest::read(&self.metadata);
        let staged = self.stage(output)?;
        let (in_the_way, gone) = stale(&ours, output);
        staged.iter().try_for_each(|(path, _)| self.has_room(path, &ours))?;
        let mut goes = in_the_way.iter().chain(&gone);
        goes.try_for_each(|path| self.is_as_written(path, &ours))?;
        // Before the first rename: a build that is killed from here on leaves no file that the
        // next one takes for foreign.
        let new = manifest_of(output);
        let mut both = ours.clone();
        both.add_all(output);
        both.write(&self.metadata)?;
        let mut removed = self.remove(&in_the_way)?;
        for (path, staged) in &staged {
            self.place(path, staged)?;
        }
        removed += self.remove(&gone)?;
        new.write(&self.metadata)?;
        let changed = staged.len() + removed;
        Ok(Written { changed, foreign: self.foreign(output), ..Written::default() })
    }

    /// Writes all files that differ into staging; pages come last in the list.
    fn stage<'a>(&self, output: &'a Files) -> io::Result<Vec<(&'a Path, PathBuf)>> {
        let staging = self.staging();
        let mut changed = self.differing(output);
        changed.sort_by_key(|(path, _)| is_page(path));
        let stage = |(number, (path, file)): (usize, (&'a Path, &WebFile))| {
            let staged = staging.join(number.to_string());
            fs::write(&staged, file.content.get()?).map(|()| (path, staged))
        };
        changed.into_par_iter().enumerate().map(stage).collect()
    }

    /// Renames a staged file to its place.
    fn place(&self, path: &str, staged: &DiskPath) -> io::Result<()> {
        let target = self.target(path);
        // Its folder is nearly always there already, so it is made only after a failure.
        let placed = fs::rename(staged, &target).or_else(|_| {
            target.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::rename(staged, &target)
        });
        placed.map_err(|error| io::Error::other(format!("{path}: {error}")))
    }

    /// Removes files of ours, and the folders that are empty then. Returns how many files.
    fn remove(&self, paths: &[&str]) -> io::Result<usize> {
        let mut removed = 0;
        for path in paths {
            let target = self.target(path);
            if self.leads_elsewhere(path) {
                continue;
            }
            match fs::remove_file(&target) {
                Ok(()) => removed += 1,
                Err(error) => ignore_missing(error)?,
            }
            let folders =
                target.ancestors().skip(1).take_while(|above| *above != self.out);
            // `remove_dir` refuses a folder that still holds something, so no listing is
            // needed; where one refuses, those around it would.
            let _ = folders.map(fs::remove_dir).take_while(Result::is_ok).count();
        }
        Ok(removed)
    }
}
