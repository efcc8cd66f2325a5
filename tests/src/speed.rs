//! `cargo bench`: how long rules take to be read, compiled and proven, and how large they grow.
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path as DiskPath;
use std::time::{Duration, Instant};

use ground::source::Path;
use rules::prove::prove;
use self_check::language;
use self_check::proof;
use support::form::{form, tied};

fn main() {
    let mut out = String::new();
    for (name, file) in [
        ("the practice's own", "../content/self-check/rules.toml"),
        ("the whole language", "checks/whole.toml"),
        ("PHQ-9", "checks/phq-9.toml"),
    ] {
        let root = DiskPath::new(env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(root.join(file)).expect("the file is there");
        line(&mut out, name, &text);
    }
    for (questions, rules, far) in [
        (20, 40, 0),
        (40, 80, 0),
        (80, 160, 0),
        (40, 80, 3),
        (80, 160, 3),
        (20, 40, 10),
        (30, 60, 10),
    ] {
        let name = format!("{questions} questions, {rules} rules, {far} of 10 far");
        line(&mut out, &name, &form(questions, rules, far, 1));
    }
    let near = form(40, 80, 0, 1);
    // Rules that forget the riskiest answer break a step each.
    let (questions, rules) = near.split_once("[rules]").expect("it has rules");
    let broken = format!("{questions}[rules]{}", rules.replace("\", \"a4\"]", "\"]"));
    line(&mut out, "40 questions, 80 rules, steps broken", &broken);
    line(&mut out, "48 questions, tied in pairs far apart", &tied(24));
    std::io::stdout().write_all(out.as_bytes()).expect("standard output takes text");
}

/// The best of several runs: the others were disturbed.
fn line(out: &mut String, name: &str, text: &str) {
    let file = Path::from("rules.toml");
    let read = || language::read(&file, text, &mut vec![]).expect("it is understood");
    let check = read();
    let figures = prove(&check.table);
    let reading = best(|| drop(read()));
    let proving = best(|| drop(proof::prove(&check)));
    let _ = match figures {
        Ok(figures) => writeln!(
            out,
            "{name:45} 10^{:<3} {:6} nodes, read {reading:9.2?}, proven {proving:9.2?}",
            figures.power_of_ten, figures.nodes
        ),
        Err(_) => writeln!(out, "{name:45} more than a million nodes, {proving:.2?}"),
    };
}

fn best(run: impl Fn()) -> Duration {
    let time = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..10).map(time).min().unwrap_or_default()
}
