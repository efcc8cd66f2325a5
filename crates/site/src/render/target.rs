//! What a link leads to, or why it leads nowhere.
use jiff::civil::Date;

use crate::name::look_alike;
use crate::read::markdown::destination;

/// A link that works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What stands in `href`.
    pub address: String,
    /// Whether it leaves the site.
    pub leaves: bool,
    /// The heading of another page that it leads to. That page's text may not be parsed yet:
    /// whether it has such a heading is checked when all pages are made.
    pub heading: Option<OtherHeading>,
    /// The page that it leads to and its first day, where that page appears only after the one
    /// on which the link stands.
    pub later: Option<(usize, Date)>,
}

/// A heading of another page, as a link names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OtherHeading {
    /// The page's place in the graph.
    pub page: usize,
    /// The heading's id.
    pub id: String,
    /// The page as the link names it, `side-effects.md`.
    pub named: String,
}

impl Target {
    /// A place on this site.
    pub(super) fn inside(address: String) -> Self {
        Self { address, leaves: false, heading: None, later: None }
    }
}

/// A link that does not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// What happens to the visitor.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The address that was probably meant, as it would stand in place of the whole one.
    pub near: Option<String>,
}

/// A link that does not work, with help that names no other address.
pub(super) fn broken<T>(
    message: impl Into<String>,
    help: impl Into<String>,
) -> Result<T, Broken> {
    Err(Broken { message: message.into(), help: help.into(), near: None })
}

/// A link that does not work, with the path or `#fragment` that was probably meant, or other
/// help where nothing is near.
pub(super) fn nearly<T>(
    message: String,
    near: Option<String>,
    help: &str,
) -> Result<T, Broken> {
    let help = near.as_ref().map_or_else(
        || help.to_owned(),
        |near| format!("write {}", destination::written(near, false)),
    );
    Err(Broken { message, help, near })
}

impl Broken {
    /// With what was probably meant as the whole address: until then that is a path or a
    /// `#fragment` alone, and the other part stays as it is.
    pub(crate) fn whole(self, path: &str, fragment: Option<&str>) -> Self {
        let whole = |near: String| match fragment {
            _ if near.starts_with('#') => [path, &near].concat(),
            Some(fragment) => [&near, "#", fragment].concat(),
            None => near,
        };
        let parts = [Some(path), fragment].into_iter().flatten();
        let help = self.near.as_deref().and_then(|near| anew(parts, near));
        let help = help.unwrap_or(self.help);
        Self { near: self.near.map(whole), help, ..self }
    }
}

/// The help for a name that looks like the right one: shown side by side they would be the same.
pub(super) fn anew<'a>(
    written: impl IntoIterator<Item = &'a str>,
    near: &str,
) -> Option<String> {
    let name = near.trim_start_matches('#');
    written
        .into_iter()
        .any(|part| look_alike(part, name))
        .then(|| format!("write {near} anew: a sign in it only looks like the right one"))
}
