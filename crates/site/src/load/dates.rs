//! What the days of a page mean to those who make the site. A page comes and goes when somebody
//! publishes, and on no day by itself, so each sentence says so.
use ground::diagnostic::Diagnostic;
use ground::source::{Path, Span};
use jiff::civil::Date;

use crate::load::graph::{Hidden, PageGraph, PageNode};

/// A page that comes or goes on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedPage {
    /// The day that counts next, or the last one that did.
    pub on: Date,
    /// The page's file.
    pub file: Path,
    /// What happens, to follow the page's name.
    pub says: String,
}

/// All pages that say a day, by it. A draft's days mean nothing yet.
pub(crate) fn dated(graph: &PageGraph, today: Date) -> Vec<DatedPage> {
    let page = |node: &PageNode| {
        let says = outlook(node, today)?;
        let on = match node.hidden {
            Some(Hidden::Later(day)) => day,
            _ => node.page.matter.expire?,
        };
        Some(DatedPage { on, file: node.file.clone(), says })
    };
    let mut dated: Vec<_> = graph.pages.iter().filter_map(page).collect();
    // Stable: pages of one day stay in the order of their files.
    dated.sort_by_key(|page| page.on);
    dated
}

/// When a page comes or goes, in words; nothing for one that is there to stay, and for a draft.
pub fn outlook(node: &PageNode, today: Date) -> Option<String> {
    let expire = node.page.matter.expire;
    // `expire` is the first day on which visitors no longer see the page.
    let last = expire.map(|day| spoken(day.yesterday().unwrap_or(day), today));
    match node.hidden {
        Some(Hidden::Draft) => None,
        Some(Hidden::Later(day)) => {
            let day = spoken(day, today);
            let comes = format!("goes live on {day}, when somebody publishes that day");
            let until = last.map(|last| format!("; visitors see it until {last}"));
            Some(comes + until.as_deref().unwrap_or_default())
        }
        Some(Hidden::Expired) => last.map(|last| {
            format!("its last day was {last}; it goes when somebody publishes")
        }),
        None => last.zip(expire).map(|(last, day)| {
            let day = spoken(day, today);
            format!(
                "visitors see it until {last}; it goes when somebody publishes on {day} or later"
            )
        }),
    }
}

/// What [`outlook`] says, as a sentence by itself.
pub fn sentence(says: &str) -> String {
    let (first, rest) = says.split_at_checked(1).unwrap_or((says, ""));
    format!("{}{rest}.", first.to_uppercase())
}

/// A day as staff say it, with its year where that is not this one.
pub(crate) fn spoken(day: Date, today: Date) -> String {
    let form = if day.year() == today.year() { "%-d %B" } else { "%-d %B %Y" };
    day.strftime(form).to_string()
}

/// The day on which a page appears that another leads to, if that is later than the other's own:
/// until then nothing can lead there.
pub(crate) fn appears_after(target: &PageNode, from: Option<&PageNode>) -> Option<Date> {
    let Some(Hidden::Later(day)) = target.hidden else { return None };
    let own = from.and_then(|from| from.page.matter.publish);
    own.is_none_or(|own| own < day).then_some(day)
}

/// Tells of what leads to a page before its day. `until` says what visitors find until then, and
/// `then` what whoever publishes does from that day on.
pub(crate) fn too_early(
    (until, then): (&str, &str),
    (page, day): (&PageNode, Date),
    today: Date,
    at: Span,
) -> Diagnostic {
    let day = spoken(day, today);
    let message = format!("until {day} {until}: `{}` goes live that day", page.file);
    let help = format!("leave it as it is: whoever publishes on {day} or later {then}");
    Diagnostic::warning("link-later", message).at(at).help(help)
}
