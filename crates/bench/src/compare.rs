//! Two versions of Candor in pairs: how much one costs of what the other does.
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::corpus;
use crate::measure::{Cost, cost, quantile, rounded, settle};
use crate::preview;
use crate::random::Random;

/// The seed of the site that both build.
const SEED: u64 = 1;

/// Samples that the bootstrap draws. More move its interval in the third digit only.
const SAMPLES: usize = 4_000;

/// Builds `pages` pages with this program and with `before`, the same program of another
/// version, in pairs, and prints the ratios: the median with its 95 % interval.
///
/// The two of a pair run one right after the other, in an order that changes: a machine that
/// slows down, or that is slow for whoever comes first, does so to both alike.
pub(crate) fn run(before: &Path, pages: usize, pairs: usize) -> io::Result<()> {
    let folder = TempDir::new()?;
    let site = folder.path().join("site");
    corpus::write(&site, pages, SEED)?;
    let now = std::env::current_exe()?;
    let programs = [now.as_path(), before];
    let mut costs = vec![];
    // The first pair warms the file system's cache, and is not counted.
    for pair in 0..=pairs {
        let mut both = [Cost::default(); 2];
        for at in if pair % 2 == 0 { [0, 1] } else { [1, 0] } {
            both[at] = build(programs[at], &site, folder.path())?;
        }
        costs.push(both);
    }
    let costs = &costs[1..];
    let figures = json!({
        "pages": pages,
        "pairs": pairs,
        "wall": ratio(costs, |cost| cost.wall),
        "cpu": ratio(costs, |cost| cost.cpu),
        "peak_mb": ratio(costs, |cost| cost.peak_mb),
        "preview": {
            "now": preview_of(&now, pages)?,
            "before": preview_of(before, pages)?,
        },
    });
    println!("{figures:#}");
    Ok(())
}

/// What the preview of one version takes, on a site of its own: it is edited on the way.
fn preview_of(program: &Path, pages: usize) -> io::Result<Value> {
    let site = TempDir::new()?;
    corpus::write(site.path(), pages, SEED)?;
    preview::measure(program, site.path())
}

/// What one cold build costs: a new process, a fresh folder.
fn build(program: &Path, site: &Path, around: &Path) -> io::Result<Cost> {
    let fresh = TempDir::new_in(around)?;
    let out: PathBuf = fresh.path().join("out");
    let mut command = Command::new(program);
    command.args(["candor", "build", "--site"]).arg(site).arg("--out").arg(&out);
    settle();
    let cost = cost(&mut command)?;
    fs::remove_dir_all(out)?;
    Ok(cost)
}

/// The median of the ratios of pairs, and the bounds between which it lies in 95 of 100
/// samples (the percentile bootstrap of Efron, 1979).
fn ratio(costs: &[[Cost; 2]], part: fn(&Cost) -> f64) -> Value {
    let ratios: Vec<_> =
        costs.iter().map(|[now, before]| part(now) / part(before)).collect();
    let mut random = Random::new(SEED, 1);
    let mut medians = vec![];
    for _ in 0..SAMPLES {
        let sample: Vec<_> = ratios.iter().map(|_| random.one(&ratios)).collect();
        medians.push(quantile(sample.into_iter(), 0.5));
    }
    let bound = |at| rounded(quantile(medians.iter().copied(), at));
    let median = rounded(quantile(ratios.iter().copied(), 0.5));
    json!({ "median": median, "from": bound(0.025), "to": bound(0.975) })
}
