//! When a save is over: after its last step at once, and before it after some quiet.
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::event::{
    AccessKind, AccessMode, CreateKind, DataChange, Flag, ModifyKind, RemoveKind,
    RenameMode,
};
use notify::{Event, EventKind};

#[path = "../../../crates/candor/src/watch/debounce.rs"]
mod events;
use events::{DEBOUNCE, Debouncer, MAX_WAIT, NO_DELAY};

const CREATE: EventKind = EventKind::Create(CreateKind::File);
const DATA: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
const CLOSE: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));
const REMOVE: EventKind = EventKind::Remove(RemoveKind::File);
const FROM: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::From));
const TO: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::To));
const BOTH: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::Both));

fn after(events: &[(EventKind, &[&str])]) -> Debouncer {
    let mut save = Debouncer::default();
    for (kind, paths) in events {
        let event = Event::new(*kind);
        save.add(paths.iter().fold(event, |event, path| event.add_path(path.into())));
    }
    save
}

/// What an editor does, and how long is waited then.
type Save = (&'static str, &'static [(EventKind, &'static [&'static str])], Duration);

/// How much is waited where the system says when a file is closed, and elsewhere.
const WRITING: Duration = if cfg!(target_os = "linux") { MAX_WAIT } else { DEBOUNCE };

const SAVES: &[Save] = &[
    ("nothing yet", &[], NO_DELAY),
    ("a file is being written", &[(DATA, &["a"])], WRITING),
    ("written in place", &[(DATA, &["a"]), (DATA, &["a"]), (CLOSE, &["a"])], NO_DELAY),
    (
        "closed, and written again",
        &[(DATA, &["a"]), (CLOSE, &["a"]), (DATA, &["a"])],
        WRITING,
    ),
    ("closed without a byte", &[(CLOSE, &["a"])], NO_DELAY),
    ("a new file, perhaps about to take a place", &[(CREATE, &["t"])], DEBOUNCE),
    (
        "a new file that is whole, perhaps about to take a place",
        &[(CREATE, &["t"]), (DATA, &["t"]), (CLOSE, &["t"])],
        DEBOUNCE,
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
        NO_DELAY,
    ),
    ("a new file that went elsewhere", &[(CREATE, &["t"]), (FROM, &["t"])], NO_DELAY),
    ("a file is gone, and perhaps comes back", &[(REMOVE, &["a"])], DEBOUNCE),
    ("a file was put aside", &[(FROM, &["a"]), (TO, &["a~"])], DEBOUNCE),
    (
        "one of two files is still being written",
        &[(DATA, &["a"]), (DATA, &["b"]), (CLOSE, &["b"])],
        WRITING,
    ),
    (
        "one of two files is gone",
        &[(REMOVE, &["b"]), (DATA, &["a"]), (CLOSE, &["a"])],
        DEBOUNCE,
    ),
];

#[test]
fn it_is_waited_until_a_save_is_over() {
    for (what, events, delay) in SAVES {
        let save = after(events);
        assert_eq!(save.delay(), *delay, "{what}");
        assert!(!save.must_rescan, "{what}");
    }
    assert!(NO_DELAY < DEBOUNCE && DEBOUNCE < MAX_WAIT);
}

#[test]
fn each_file_that_was_touched_is_known() {
    let save = after(&[(DATA, &["b"]), (REMOVE, &["c"]), (BOTH, &["t", "a"])]);
    let files: Vec<PathBuf> = save.files.into_iter().collect();
    assert_eq!(files, ["a", "b", "c", "t"].map(PathBuf::from));
}

#[test]
fn what_was_missed_is_everything() {
    assert!(after(&[(DATA, &[])]).must_rescan, "of no file");
    let mut save = Debouncer::default();
    save.add(Event::new(EventKind::Other).set_flag(Flag::Rescan));
    assert!(save.must_rescan, "the system lost count");
    save.add(Event::new(CLOSE).add_path(Path::new("a").into()));
    assert!(save.must_rescan && save.delay() == DEBOUNCE, "and it stays so");
}
