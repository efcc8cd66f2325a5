//! When a save is over: after its last step at once, and before it after some quiet.
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::event::{
    AccessKind, AccessMode, CreateKind, DataChange, Flag, ModifyKind, RemoveKind,
    RenameMode,
};
use notify::{Event, EventKind};

#[path = "../../../crates/candor/src/watch/debounce.rs"]
mod debounce;
use debounce::{NONE, PATIENCE, QUIET, Steps};

const CREATE: EventKind = EventKind::Create(CreateKind::File);
const DATA: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
const CLOSE: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));
const REMOVE: EventKind = EventKind::Remove(RemoveKind::File);
const FROM: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::From));
const TO: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::To));
const BOTH: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::Both));

fn after(events: &[(EventKind, &[&str])]) -> Steps {
    let mut steps = Steps::default();
    for (kind, paths) in events {
        let event = Event::new(*kind);
        steps.add(paths.iter().fold(event, |event, path| event.add_path(path.into())));
    }
    steps
}

/// What an editor does, and how long is waited then.
type Save = (&'static str, &'static [(EventKind, &'static [&'static str])], Duration);

/// How much is waited where the system says when a file is closed, and elsewhere.
const WRITING: Duration = if cfg!(target_os = "linux") { PATIENCE } else { QUIET };

const SAVES: &[Save] = &[
    ("nothing yet", &[], NONE),
    ("a file is being written", &[(DATA, &["a"])], WRITING),
    ("written in place", &[(DATA, &["a"]), (DATA, &["a"]), (CLOSE, &["a"])], NONE),
    (
        "closed, and written again",
        &[(DATA, &["a"]), (CLOSE, &["a"]), (DATA, &["a"])],
        WRITING,
    ),
    ("closed without a byte", &[(CLOSE, &["a"])], NONE),
    ("a new file, perhaps about to take a place", &[(CREATE, &["t"])], QUIET),
    (
        "a new file that is whole, perhaps about to take a place",
        &[(CREATE, &["t"]), (DATA, &["t"]), (CLOSE, &["t"])],
        QUIET,
    ),
    (
        "a new file that took the place",
        &[
            (CREATE, &["t"]),
            (DATA, &["t"]),
            (CLOSE, &["t"]),
            (FROM, &["t"]),
            (TO, &["a"]),
            (BOTH, &["t", "a"]),
        ],
        NONE,
    ),
    ("a new file that went elsewhere", &[(CREATE, &["t"]), (FROM, &["t"])], NONE),
    ("a file is gone, and perhaps comes back", &[(REMOVE, &["a"])], QUIET),
    ("a file was put aside", &[(FROM, &["a"]), (TO, &["a~"])], QUIET),
    (
        "one of two files is still being written",
        &[(DATA, &["a"]), (DATA, &["b"]), (CLOSE, &["b"])],
        WRITING,
    ),
    (
        "one of two files is gone",
        &[(REMOVE, &["b"]), (DATA, &["a"]), (CLOSE, &["a"])],
        QUIET,
    ),
];

#[test]
fn it_is_waited_until_a_save_is_over() {
    for (what, events, quiet) in SAVES {
        let steps = after(events);
        assert_eq!(steps.quiet(), *quiet, "{what}");
        assert!(!steps.unknown, "{what}");
    }
    assert!(NONE < QUIET && QUIET < PATIENCE);
}

#[test]
fn each_file_that_was_touched_is_known() {
    let steps = after(&[(DATA, &["b"]), (REMOVE, &["c"]), (BOTH, &["t", "a"])]);
    let files: Vec<PathBuf> = steps.files.into_iter().collect();
    assert_eq!(files, ["a", "b", "c", "t"].map(PathBuf::from));
}

#[test]
fn what_was_missed_is_everything() {
    assert!(after(&[(DATA, &[])]).unknown, "of no file");
    let mut steps = Steps::default();
    steps.add(Event::new(EventKind::Other).set_flag(Flag::Rescan));
    assert!(steps.unknown, "the system lost count");
    steps.add(Event::new(CLOSE).add_path(Path::new("a").into()));
    assert!(steps.unknown && steps.quiet() == QUIET, "and it stays so");
}
