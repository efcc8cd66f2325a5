//! Where a file system gives no events, the preview polls it, and says so.
use std::fs;
use std::path::Path;
use std::process::Command;

use support::Site;
use support::running::Preview;

#[path = "../../../crates/candor/src/watch/filesystem.rs"]
mod filesystem;

/// A machine with much mounted: a drive in a drive, one over another, one with spaces.
const MOUNTS: &str = r"22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
23 22 0:21 / /proc rw,nosuid shared:12 - proc proc rw
40 22 0:40 / /home rw,relatime shared:2 - nfs4 files:/home rw,vers=4.2
41 40 8:2 / /home/me/fast rw,relatime - btrfs /dev/sdb1 rw
42 22 0:41 / /mnt/my\040office\134x rw - cifs //office/share rw
43 22 0:42 / /srv rw,relatime - 9p host rw
44 22 8:3 / /srv rw,relatime - xfs /dev/sdc1 rw
45 22 0:43 / /media/phone rw master:1 propagate_from:2 - fuse.sshfs me@phone: rw
46 22 8:4 / /media/stick rw - fuseblk /dev/sdd1 rw
a line that is none
47 22 0:44
";

#[test]
fn the_drive_under_a_folder_is_known() {
    let kinds = [
        ("/", "ext4"),
        ("/homework", "ext4"),
        ("/home", "nfs4"),
        ("/home/me/site", "nfs4"),
        ("/home/me/fast/site", "btrfs"),
        ("/mnt/my office\\x/site", "cifs"),
        ("/srv/site", "xfs"),
        ("/media/phone/site", "fuse.sshfs"),
        ("/media/stick", "fuseblk"),
    ];
    for (path, kind) in kinds {
        assert_eq!(filesystem::kind(MOUNTS, Path::new(path)), Some(kind), "{path}");
    }
    assert_eq!(filesystem::kind("", Path::new("/")), None);
    assert_eq!(filesystem::kind(MOUNTS, Path::new("elsewhere")), None);
}

#[test]
fn drives_of_others_lack_events_and_our_own_do_not() {
    for kind in
        ["nfs", "nfs4", "cifs", "smb3", "9p", "vboxsf", "virtiofs", "fuse.sshfs", "fuse"]
    {
        assert!(filesystem::lacks_events(kind), "{kind}");
    }
    for kind in ["ext4", "xfs", "btrfs", "tmpfs", "overlay", "zfs", "fuseblk", "vfat"] {
        assert!(!filesystem::lacks_events(kind), "{kind}");
    }
    let here = filesystem::without_events(Path::new("."));
    assert_eq!(
        here,
        filesystem::without_events(&std::env::current_dir().expect("a folder"))
    );
}

const PAGE: &str = "content/a.md";

fn text(number: usize) -> String {
    format!(
        "+++\ntitle = \"Saved\"\ndescription = \"A page that somebody saves again and again, \
         where nobody tells of it.\"\n+++\nSaved {number} times.\n"
    )
}

/// Saves of all kinds by way of `folder` show in a preview that has to look for them.
fn follows(preview: &Preview, folder: &Path) {
    let write =
        |path: &str, text: &str| fs::write(folder.join(path), text).expect("ours");
    for number in 1..4 {
        write(PAGE, &text(number));
        preview.wait_for("/a/", &format!("Saved {number} times."));
    }
    // Twice within one second, and as long as before.
    write(PAGE, &text(5));
    preview.wait_for("/a/", "Saved 5 times.");
    write(PAGE, &text(6));
    preview.wait_for("/a/", "Saved 6 times.");
    write("content/b.md.part", &text(7));
    fs::rename(folder.join("content/b.md.part"), folder.join(PAGE)).expect("ours");
    preview.wait_for("/a/", "Saved 7 times.");
    fs::create_dir(folder.join("content/new")).expect("ours");
    write("content/new/page.md", &text(8).replace("Saved\"", "New\""));
    preview.wait_for("/new/page/", "Saved 8 times.");
    fs::remove_dir_all(folder.join("content/new")).expect("ours");
    preview.wait_for("/new/page/", "404");
}

/// The limits of the system, and why the preview looks where one is nothing.
const LIMITS: [(&str, &str); 2] = [
    ("max_inotify_watches", "the system watches no more files for anybody"),
    (
        "max_inotify_instances",
        "the system does not tell of changes (Too many open files (os error 24))",
    ),
];

/// Runs a command where a limit of the system is nothing.
fn limited(command: &Command, limit: &str) -> Command {
    let mut shell = Command::new("unshare");
    let limit = format!("echo 0 > /proc/sys/user/{limit} && exec \"$@\"");
    shell.args(["--user", "--map-root-user", "sh", "-c", &limit, "sh"]);
    shell.arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        shell.current_dir(folder);
    }
    let set = command.get_envs().filter_map(|(name, value)| Some((name, value?)));
    shell.envs(set);
    shell
}

#[test]
fn a_system_that_watches_no_more_files_is_looked_at() {
    for (limit, why) in LIMITS {
        let works = limited(&Command::new("true"), limit).status();
        if !works.is_ok_and(|status| status.success()) {
            eprintln!("skipped: this system has no `unshare` that may set a limit");
            return;
        }
        let site = Site::base();
        site.write(PAGE, text(0));
        let command = limited(&site.command(&["serve", "--port", "0"]), limit);
        let preview = Preview::of(site, command);
        preview.wait_for("/a/", "Saved 0 times.");
        preview.wait_until_told(&format!(
            "The preview looks for changes twice a second, since {why}: a save may take a \
             moment to show."
        ));
        follows(&preview, &preview.site.path(""));
    }
}

/// A folder that is shown at another place by a program, and goes from there with this value.
struct Shown(tempfile::TempDir);

impl Shown {
    fn of(folder: &Path) -> Option<Self> {
        let shown = Self(tempfile::tempdir().expect("a temporary folder"));
        // Without what it tells the system by itself, as a drive of another machine is.
        let status = Command::new("bindfs").arg(folder).arg(shown.0.path()).status();
        status.is_ok_and(|status| status.success()).then_some(shown)
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        let _ = Command::new("fusermount3").arg("-uz").arg(self.0.path()).status();
    }
}

#[test]
fn a_drive_that_others_write_to_is_looked_at() {
    let site = Site::base();
    site.write(PAGE, text(0));
    let Some(shown) = Shown::of(&site.path("")) else {
        eprintln!(
            "skipped: this system has no `bindfs` that may show a folder elsewhere"
        );
        return;
    };
    let mut command = site.command(&["serve", "--port", "0"]);
    command.arg("--site").arg(shown.0.path());
    let preview = Preview::of(site, command);
    preview.wait_for("/a/", "Saved 0 times.");
    preview.wait_until_told(
        "The preview looks for changes twice a second, since the site's drive (fuse) does not tell \
         of changes: a save may take a moment to show.",
    );
    follows(&preview, &preview.site.path(""));
    drop(preview);
    drop(shown);
}
