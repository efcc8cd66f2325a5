//! What a command costs: time, work of the processor, memory.
use std::io;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::{Value, json};
use wait4::Wait4;

/// What one run cost.
#[derive(Clone, Copy, Default)]
pub(crate) struct Cost {
    /// Seconds on the clock.
    pub(crate) wall: f64,
    /// Seconds of all processors, in the program and in the kernel for it.
    pub(crate) cpu: f64,
    /// The most memory at one time, in megabytes of 1,000,000 bytes.
    pub(crate) peak_mb: f64,
}

/// Runs a command to its end. One that fails is an error with what it said.
pub(crate) fn cost(command: &mut Command) -> io::Result<Cost> {
    // To a file: a pipe that nobody reads fills up, and the command would wait for ever.
    let errors = tempfile::tempfile()?;
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(errors.try_clone()?);
    let since = Instant::now();
    // `wait4` gives what this one process used; `getrusage` would give all children so far.
    let used = command.spawn()?.wait4()?;
    let wall = since.elapsed().as_secs_f64();
    if !used.status.success() {
        let said = said(errors)?;
        return Err(io::Error::other(format!("{command:?} failed:\n{said}")));
    }
    let cpu = used.rusage.utime + used.rusage.stime;
    #[expect(clippy::cast_precision_loss, reason = "no memory is that large")]
    let peak_mb = used.rusage.maxrss as f64 / 1e6;
    Ok(Cost { wall, cpu: cpu.as_secs_f64(), peak_mb })
}

/// Waits until the disk holds what was written: nobody pays for another's writing. Where
/// there is no such command it is not waited.
pub(crate) fn settle() {
    let _ = Command::new("sync").status();
}

/// What a command wrote to its errors.
fn said(mut file: std::fs::File) -> io::Result<String> {
    io::Seek::rewind(&mut file)?;
    let mut said = String::new();
    io::Read::read_to_string(&mut file, &mut said)?;
    Ok(said)
}

/// The median of each of the three, by themselves.
pub(crate) fn medians(costs: &[Cost]) -> Value {
    let of = |part: fn(&Cost) -> f64| rounded(quantile(costs.iter().map(part), 0.5));
    json!({ "wall": of(|c| c.wall), "cpu": of(|c| c.cpu), "peak_mb": of(|c| c.peak_mb) })
}

/// The value below which that part of all values lies: 0.5 is the median.
pub(crate) fn quantile(values: impl Iterator<Item = f64>, part: f64) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few hundred values at most, and a part of 0 to 1"
    )]
    let at = ((values.len().saturating_sub(1)) as f64 * part).round() as usize;
    values.get(at).copied().unwrap_or_default()
}

/// To a ten-thousandth: more digits say nothing.
pub(crate) fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}
