//! Whether a folder lies on a file system without events: one that another machine or program
//! can write to as well. The system takes a watch on it, and then tells of nothing.
use std::path::Path;

/// Types of file systems that others write to without an event here. `fuse.sshfs` and all others
/// of its family begin alike; `fuseblk` is a local disk and none of them.
const WITHOUT_EVENTS: &[&str] = &[
    "9p", "afs", "ceph", "cifs", "fuse", "lustre", "nfs", "nfs4", "prl_fs", "smb2",
    "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
];

/// The type of the file system under a folder, when it is one without events. Nothing on other
/// systems than Linux, which do not say which type it is.
pub(crate) fn without_events(folder: &Path) -> Option<String> {
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    let kind = kind(&mounts, &folder.canonicalize().ok()?)?;
    lacks_events(kind).then(|| kind.to_owned())
}

/// Whether a type of file system is one without events.
pub(crate) fn lacks_events(kind: &str) -> bool {
    WITHOUT_EVENTS.contains(&kind) || kind.starts_with("fuse.")
}

/// The type of the file system under an absolute path, by the list of what is mounted
/// (`proc(5)`, mountinfo): the innermost one, and the last of those at one mount point.
pub(crate) fn kind<'a>(mounts: &'a str, path: &Path) -> Option<&'a str> {
    let around = mounts.lines().filter_map(mount).filter(|(at, _)| path.starts_with(at));
    // Of equal ones `max_by_key` gives the last, and the last mount at a place hides the others.
    around.max_by_key(|(at, _)| Path::new(at).components().count()).map(|(_, kind)| kind)
}

/// A mount point and its type: the fifth field, and the first one after the lone hyphen, before
/// which there may be any number of optional fields.
fn mount(line: &str) -> Option<(String, &str)> {
    let (before, after) = line.split_once(" - ")?;
    Some((unescaped(before.split(' ').nth(4)?), after.split(' ').next()?))
}

/// A path without the escapes of mountinfo: an octal code for a space (`\040`) and the like.
fn unescaped(escaped: &str) -> String {
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
