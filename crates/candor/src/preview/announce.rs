//! What the preview says in the terminal.
use disk::output::count_pages;

use crate::preview::pages;
use crate::preview::state::{self, Shown};
use crate::terminal::{count, print};

/// Says where the preview is, of a website below a base path.
pub(crate) fn serving(port: u16, base_path: &str) {
    let address = format!("http://127.0.0.1:{port}{base_path}/");
    print(&format!("The website is at {address} and follows each change."));
    print(&format!("Pages are written at {}", desk(port)));
    print("To end the preview, press Ctrl and C.");
}

/// Opens the desk in the browser, or says that this cannot be done.
pub(crate) fn open_desk(port: u16) {
    if open::that_detached(desk(port)).is_err() {
        print(&format!("No browser could be started: open {} in one.", desk(port)));
    }
}

fn desk(port: u16) -> String {
    format!("http://127.0.0.1:{port}/__candor/")
}

/// Says what became of a change.
pub(crate) fn rebuilt(port: u16, shown: &Shown) {
    if !shown.stopped {
        let pages = count(count_pages(&shown.website.files), "page");
        print(&format!("Built anew: {pages}."));
    }
    findings(port, shown);
}

/// Says how many findings there are, and where they can be read: the page has them with
/// their lines, so that the terminal stays short.
pub(crate) fn findings(port: u16, shown: &Shown) {
    if !shown.findings.is_empty() {
        let title = state::title(&shown.findings);
        print(&format!("{title}: see http://127.0.0.1:{port}{}", pages::FINDINGS));
    }
}
