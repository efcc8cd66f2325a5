//! The jobs that `candor hosting schedule` prints, as what runs them reads them.
use std::fs;
use std::process::{Command, Output};

use support::{Site, said};
use tempfile::TempDir;

use crate::browser;

/// The job for a site in a folder whose name means something to shells, units and crontabs.
fn printed(runner: &str, out: &str) -> String {
    let ran = Site::base().run(&["hosting", "schedule", runner, "--out", out]);
    assert!(ran.status.success(), "{}", said(&ran));
    String::from_utf8(ran.stdout).expect("text")
}

const ODD: &str = "/srv/100% $HOME 'it' \"is\" \\n";

#[test]
fn systemd_takes_the_units() {
    if !browser::have(&["systemd-analyze"], "systemd-analyze is") {
        return;
    }
    let folder = TempDir::new().expect("a folder");
    for unit in printed("systemd", ODD).split("# --- ").skip(1) {
        let (name, text) = unit.split_once('\n').expect("a name");
        // What it runs has to be there, and a name that nobody filled in may stand in it.
        fs::write(folder.path().join(name), text).expect("writable");
    }
    let unit = |end: &str| folder.path().join(format!("candor-practice.test{end}"));
    let verify = || {
        let mut command = Command::new("systemd-analyze");
        command.args(["--user", "verify"]).env("XDG_RUNTIME_DIR", folder.path());
        let units = [".service", ".timer", "-failed.service"].map(unit);
        said(&command.args(units).output().expect("it starts"))
    };
    assert_eq!(verify(), "");
    let service = fs::read_to_string(unit(".service")).expect("it is there");
    let fails = service.replace("ExecStart=", "ExecStart=not-there-");
    fs::write(unit(".service"), fails).expect("writable");
    assert!(!verify().is_empty(), "it would see what is wrong");
}

/// The job's line as cron hands it to a shell: where `%` is escaped it stays, else it ends the line
/// (crontab(5)).
fn command_of(crontab: &str) -> String {
    let line = crontab.lines().find(|line| line.starts_with("5 *")).expect("a job");
    let fields: Vec<_> = line.splitn(6, ' ').collect();
    assert_eq!(fields[..5], ["5", "*", "*", "*", "*"]);
    let bare = fields[5].replace("\\%", "\0");
    assert!(!bare.contains('%'), "{bare}");
    bare.replace('\0', "%")
}

/// Runs the job at an hour of the day, with a program in Candor's place.
fn run_at(hour: &str, program: &str) -> Output {
    let folder = TempDir::new().expect("a folder");
    let (date, candor) = (folder.path().join("date"), folder.path().join("candor"));
    for (file, text) in [
        (&date, format!("#!/bin/sh\n[ \"$TZ\" = America/Los_Angeles ] && echo {hour}\n")),
        (&candor, format!("#!/bin/sh\n{program}\n")),
    ] {
        fs::write(file, text).expect("writable");
        let run = Command::new("chmod").arg("+x").arg(file).status();
        assert!(run.expect("it starts").success());
    }
    let real = Site::base().command(&[]).get_program().to_string_lossy().into_owned();
    let crontab = printed("cron", ODD);
    assert!(crontab.contains(&real), "{crontab}");
    let job = command_of(&crontab).replace(&real, candor.to_str().expect("plain"));
    let path = format!("{}:/usr/bin:/bin", folder.path().display());
    let shell = Command::new("/bin/sh").args(["-c", &job]).env("PATH", path).output();
    shell.expect("it starts")
}

#[test]
#[cfg(unix)]
fn cron_publishes_at_midnight_and_speaks_only_of_failures() {
    let shows = r#"for word; do printf '<%s>\n' "$word"; done"#;
    let quiet = run_at("00", shows);
    assert!(quiet.status.success() && said(&quiet).is_empty(), "{}", said(&quiet));
    let failed = run_at("00", &format!("{shows}; exit 1"));
    let told = said(&failed);
    assert_eq!(failed.status.code(), Some(1));
    assert!(told.starts_with("<publish>\n<--yes>\n<--site>\n<"), "{told}");
    assert!(told.ends_with(&format!(">\n<--out>\n<{ODD}>\n")), "{told}");
    let other = run_at("13", "echo it ran; exit 1");
    assert!(other.status.success() && said(&other).is_empty(), "{}", said(&other));
}

#[test]
fn cron_takes_the_lines() {
    if !browser::have(&["crontab"], "cron is") {
        return;
    }
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("crontab");
    let is_taken = |text: String| {
        fs::write(&file, text).expect("writable");
        // The one asks Debian's cron, the other cronie.
        ["-n", "-T"].iter().any(|look| {
            let ran = Command::new("crontab").arg(look).arg(&file).output();
            ran.expect("it starts").status.success()
        })
    };
    let job = printed("cron", ODD);
    assert!(is_taken(job.clone()), "{job}");
    assert!(!is_taken(job.replace("5 * *", "5 * x")), "it would see what is wrong");
}

#[test]
fn github_takes_the_workflow() {
    if !browser::have_tools() || !browser::have(&["node"], "Node is") {
        return;
    }
    let faults = |workflow: &str| {
        let mut command = Command::new("node");
        command.arg(format!("{}/browser/workflow.js", support::HERE)).arg(workflow);
        said(&command.output().expect("it starts"))
    };
    let workflow = printed("github", "dist");
    assert_eq!(faults(&workflow), "");
    let slip = workflow.replace("timeout-minutes", "timeout-minute");
    assert!(faults(&slip).contains("timeout-minute"), "it would see what is wrong");
}
