//! What is asked of one build.
use ground::span::Path;

use crate::store::WebFile;

/// How a build is to be done. By default it is done whole, for nobody who waits.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// Whether what pages say is audited. A build for patients always is; the benchmark tells
    /// the cost of one from that of the other.
    pub is_audited: bool,
    /// Whether the build is no longer wanted, because of a later edit. Asked before each page.
    pub is_cancelled: &'a (dyn Fn() -> bool + Sync),
    /// Pages that somebody looks at: they come first.
    pub open_pages: Option<OpenPages<'a>>,
}

/// The pages that come first.
#[derive(Clone, Copy)]
pub struct OpenPages<'a> {
    /// Their files in the website, `a/index.html`; asked for once all is loaded.
    pub list: &'a (dyn Fn() -> Vec<Path> + Sync),
    /// Takes those that are new, and that nothing is wrong with, before the others are made: with
    /// all files that they need, by their paths in the website.
    pub show: &'a (dyn Fn(Vec<(Path, WebFile)>) + Sync),
}

impl Default for Request<'_> {
    fn default() -> Self {
        Self { is_audited: true, is_cancelled: &|| false, open_pages: None }
    }
}

impl Request<'_> {
    /// Nothing, once the build is no longer wanted.
    ///
    /// # Errors
    /// When it is cancelled.
    pub fn go_on(&self) -> Result<(), Cancelled> {
        if (self.is_cancelled)() { Err(Cancelled) } else { Ok(()) }
    }
}

/// The build was given up: a later edit makes it useless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;
