//! All programs on the same pages, one after another, again and again.
use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value, json};
use tempfile::TempDir;

use crate::corpus;
use crate::measure::{Cost, cost, medians, settle};
use crate::peer::{self, Peer};
use crate::preview;

/// The seed of the site that is measured.
const SEED: u64 = 1;

/// Measures all programs and prints the medians.
pub(crate) fn run(pages: usize, runs: usize, json: bool) -> io::Result<()> {
    let here = Here::new(pages)?;
    let peers = peer::found(here.folder.path(), pages, SEED)?;
    let mut costs: BTreeMap<&str, Vec<Cost>> = BTreeMap::new();
    // In turn, not one program after the other: a machine that slows down slows all alike.
    for round in 0..runs {
        eprintln!("Round {} of {runs}", round + 1);
        for (name, cost) in here.round(round)? {
            costs.entry(name).or_default().push(cost);
        }
        for peer in &peers {
            costs.entry(peer.name).or_default().push(peer.cost(round)?);
        }
    }
    let tools: Map<_, _> =
        costs.iter().map(|(name, costs)| ((*name).to_owned(), medians(costs))).collect();
    let mut figures = json!({ "pages": pages, "runs": runs, "tools": tools });
    // Last, since it edits pages and templates.
    let preview = preview::measure(&here.program, &here.site)?;
    if let (Value::Object(all), Value::Object(preview)) = (&mut figures, preview) {
        all.extend(preview);
    }
    figures["machine"] = machine();
    if json {
        println!("{figures:#}");
    } else {
        print(&figures, &peers);
    }
    Ok(())
}

/// The site that is measured, and where it is built to.
struct Here {
    folder: TempDir,
    site: PathBuf,
    program: PathBuf,
}

impl Here {
    fn new(pages: usize) -> io::Result<Self> {
        let folder = TempDir::new()?;
        let site = folder.path().join("site");
        corpus::write(&site, pages, SEED)?;
        Ok(Self { folder, site, program: std::env::current_exe()? })
    }

    /// This program with a subcommand: a process of its own, so that nothing is warm.
    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(name);
        command
    }

    /// A folder that does not exist yet. None is removed before all is measured: ext4
    /// without a journal passes over what was deleted lately, which would be measured too.
    fn out(&self, name: &str, round: usize) -> io::Result<PathBuf> {
        let around = self.folder.path().join(format!("{name}-{round}"));
        fs::create_dir(&around)?;
        Ok(around.join("out"))
    }

    /// What a program costs that builds the site into a fresh folder.
    fn built(&self, name: &str, round: usize) -> io::Result<Cost> {
        let out = self.out(name, round)?;
        settle();
        cost(self.command(name).arg(&self.site).arg(out))
    }

    /// What each of our own programs costs once.
    fn round(&self, round: usize) -> io::Result<Vec<(&'static str, Cost)>> {
        let limit = self.built("limit", round)?;
        let unaudited = self.built("unaudited", round)?;
        let out = self.out("candor", round)?;
        let audited = self.candor(&out)?;
        // Into the folder of the build before: the build cache hits, then one page differs.
        let unchanged = self.candor(&out)?;
        append(&self.site, round)?;
        let one_page = self.candor(&out)?;
        Ok(vec![
            ("limit", limit),
            ("candor", unaudited),
            ("candor-audited", audited),
            ("candor-unchanged", unchanged),
            ("candor-one-page", one_page),
        ])
    }

    /// What `candor build` costs.
    fn candor(&self, out: &Path) -> io::Result<Cost> {
        let mut command = self.command("candor");
        command.arg("build").arg("--site").arg(&self.site).arg("--out").arg(out);
        settle();
        cost(&mut command)
    }
}

/// Adds a paragraph to a page.
fn append(site: &Path, number: usize) -> io::Result<()> {
    let page = site.join("content").join(corpus::file(number));
    let mut file = OpenOptions::new().append(true).open(page)?;
    writeln!(file, "\nOne more paragraph, number {number}.")
}

/// What the figures were measured on.
fn machine() -> Value {
    let about = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = about
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split(": ").nth(1));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    json!({ "cores": cores, "cpu": model.unwrap_or("unknown") })
}

/// Prints the figures as a table for people.
fn print(figures: &Value, peers: &[Peer]) {
    println!("{} pages, medians of {} runs", figures["pages"], figures["runs"]);
    println!("{:<18}{:>9}{:>9}{:>9}{:>9}", "", "wall s", "cpu s", "peak MB", "x limit");
    let limit = figures["tools"]["limit"]["wall"].as_f64().unwrap_or(1.0);
    for (name, cost) in figures["tools"].as_object().into_iter().flatten() {
        let of = |part: &str| cost[part].as_f64().unwrap_or_default();
        let (wall, cpu, peak) = (of("wall"), of("cpu"), of("peak_mb"));
        println!("{name:<18}{wall:>9.3}{cpu:>9.3}{peak:>9.0}{:>9.2}", wall / limit);
    }
    let (save, of) = (&figures["save_ms"], |name: &str| &figures[name]);
    println!("a save, ms: median {}, 95 of 100 within {}", save["p50"], save["p95"]);
    println!(
        "a template, ms: the open page {}, all pages {}",
        of("template_ms"),
        of("template_all_ms")
    );
    println!("the preview's first page, ms: {}", of("start_ms"));
    for peer in peers {
        println!("{} leaves out: {}", peer.name, peer.leaves_out);
    }
}
