//! Sound at every speed: whatever is edited, killed, full or odd, the website is whole.
#[path = "sound/any.rs"]
mod any;
#[path = "sound/edit.rs"]
mod edit;
#[path = "sound/killed.rs"]
mod killed;
#[path = "sound/odd.rs"]
mod odd;
#[path = "sound/over.rs"]
mod over;
#[cfg(unix)]
#[path = "sound/record.rs"]
mod record;
#[path = "sound/saves.rs"]
mod saves;
#[cfg(target_os = "linux")]
#[path = "sound/silent.rs"]
mod silent;
#[path = "sound/trouble.rs"]
mod trouble;

use std::process::Output;

use candor_tests::{Site, said};

/// Builds a site that nothing is wrong with.
fn build(site: &Site) {
    let output = site.run(&["build"]);
    assert!(output.status.success(), "{}", said(&output));
}

/// Whether a build was refused for a reason that is told, and not by a panic.
fn is_refused(output: &Output) -> bool {
    output.status.code() == Some(2) && !said(output).contains("panicked")
}
