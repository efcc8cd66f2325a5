//! `cargo bench`: how long rules take to be read, compiled and proven, and how large they grow.
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path as DiskPath;
use std::time::{Duration, Instant};

use rules::prove::prove;
use site::proof;
use site::read::self_check;
use site::source::Path;

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
    for (questions, rules, far) in
        [(20, 40, 0), (40, 80, 0), (80, 160, 0), (40, 80, 3), (80, 160, 3), (20, 40, 10)]
    {
        let name = format!("{questions} questions, {rules} rules, {far} of 10 far");
        line(&mut out, &name, &form(questions, rules, far));
    }
    std::io::stdout().write_all(out.as_bytes()).expect("standard output takes text");
}

/// The best of several runs: the others were disturbed.
fn line(out: &mut String, name: &str, text: &str) {
    let file = Path::from("rules.toml");
    let read = || self_check::read(&file, text, &mut vec![]).expect("it is understood");
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

/// A form with questions of five answers. Seven of ten rules name one question, the others
/// two or three: within five of each other, or `far` of ten times anywhere in the form.
fn form(questions: usize, rules: usize, far: usize) -> String {
    let mut state = 1u64;
    let mut below = |sides: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as usize % sides
    };
    let mut text = String::from(
        "[check]\nid = \"form\"\ntitle = \"A form\"\notherwise = \"o0\"\noutcomes = [",
    );
    for outcome in 0..5 {
        let _ = write!(text, "{{ id = \"o{outcome}\", title = \"Outcome\" }}, ");
    }
    text += "]\n";
    for question in 0..questions {
        let _ = writeln!(
            text,
            "[[question]]\nid = \"q{question}\"\nask = \"?\"\n\
             answers = {{ a0 = \"A\", a1 = \"B\", a2 = \"C\", a3 = \"D\", a4 = \"E\" }}\n\
             risk = [\"a0\", \"a1\", \"a2\", \"a3\", \"a4\"]"
        );
    }
    text += "[rules]\n";
    for rule in 0..rules {
        let count = if below(10) < 7 { 1 } else { 2 + below(2) };
        let wide = below(10) < far;
        let first = below(questions);
        let mut named: Vec<usize> = (0..count)
            .map(|at| match at {
                0 => first,
                _ if wide => below(questions),
                _ => (first + 1 + below(4)).min(questions - 1),
            })
            .collect();
        named.sort_unstable();
        named.dedup();
        let cells: Vec<String> = named
            .iter()
            .map(|question| {
                let riskier = ["a1\", \"a2\", \"a3", "a2\", \"a3", "a3"][below(3)];
                format!("q{question} = [\"{riskier}\", \"a4\"]")
            })
            .collect();
        let outcome = 1 + below(4);
        let _ = writeln!(
            text,
            "r{rule} = {{ when = {{ {} }}, outcome = \"o{outcome}\", because = \"B\", \
             source = [\"S\"] }}",
            cells.join(", ")
        );
    }
    text
}
