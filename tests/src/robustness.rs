//! Sound at every speed: whatever is edited, killed, full or odd, the website is whole.
#[path = "robustness/any.rs"]
mod any;
#[cfg(unix)]
#[path = "robustness/cache.rs"]
mod cache;
#[path = "robustness/changes.rs"]
mod changes;
#[path = "robustness/debounce.rs"]
mod debounce;
#[path = "robustness/edit.rs"]
mod edit;
#[path = "robustness/edits.rs"]
mod edits;
#[path = "robustness/foreign.rs"]
mod foreign;
#[path = "robustness/killed.rs"]
mod killed;
#[path = "robustness/ledger.rs"]
mod ledger;
#[path = "robustness/moves.rs"]
mod moves;
#[path = "robustness/odd_inputs.rs"]
mod odd_inputs;
#[path = "robustness/saves.rs"]
mod saves;
#[path = "robustness/starts.rs"]
mod starts;
#[path = "robustness/templates.rs"]
mod templates;
#[path = "robustness/trouble.rs"]
mod trouble;
#[cfg(target_os = "linux")]
#[path = "robustness/without_events.rs"]
mod without_events;
#[path = "robustness/words.rs"]
mod words;

use std::process::Output;

use support::{Site, said};

/// Builds a site that nothing is wrong with.
fn build(site: &Site) {
    let output = site.run(&["build"]);
    assert!(output.status.success(), "{}", said(&output));
}

/// Whether a build was refused for a reason that is told, and not by a panic.
fn is_refused(output: &Output) -> bool {
    output.status.code() == Some(2) && !said(output).contains("panicked")
}
