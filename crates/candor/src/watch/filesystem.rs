//! Whether a folder lies where the system does not tell of changes: on a drive that another
//! machine or program can write to as well.
use std::path::Path;

/// Kinds of file systems that others write to unheard. `fuse.sshfs` and all others of
/// its family begin alike.
const SILENT: &[&str] = &[
    "9p", "afs", "ceph", "cifs", "fuse", "lustre", "nfs", "nfs4", "prl_fs", "smb2",
    "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
];

/// The kind of file system under a folder, when it is one that tells of no changes. Linux
/// alone says which.
pub(crate) fn silent(folder: &Path) -> Option<String> {
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    let kind = kind(&mounts, &folder.canonicalize().ok()?)?;
    is_silent(kind).then(|| kind.to_owned())
}

/// Whether this kind of file system is written to unheard.
pub(crate) fn is_silent(kind: &str) -> bool {
    SILENT.contains(&kind) || kind.starts_with("fuse.")
}

/// The kind of file system under an absolute path, by the list of what is mounted (`proc(5)`,
/// mountinfo): the innermost one, and the last of those on one place.
pub(crate) fn kind<'a>(mounts: &'a str, path: &Path) -> Option<&'a str> {
    let around = mounts.lines().filter_map(mount).filter(|(at, _)| path.starts_with(at));
    around.max_by_key(|(at, _)| Path::new(at).components().count()).map(|(_, kind)| kind)
}

/// Where something is mounted, and its kind: the fifth field, and the first one after the
/// lone hyphen.
fn mount(line: &str) -> Option<(String, &str)> {
    let (before, after) = line.split_once(" - ")?;
    Some((plain(before.split(' ').nth(4)?), after.split(' ').next()?))
}

/// A path in which spaces and the like stand as `\040`.
fn plain(escaped: &str) -> String {
    let mut parts = escaped.split('\\');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| {
        let code = part.get(..3).and_then(|code| u8::from_str_radix(code, 8).ok());
        match code {
            Some(code) => path + &char::from(code).to_string() + &part[3..],
            None => path + "\\" + part,
        }
    })
}
