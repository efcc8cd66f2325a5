//! What a build says of pages that come and go: lines after the findings, and none of them. There
//! is nothing to mend, and a count of warnings that never falls is soon read by nobody.
use jiff::civil::Date;
use site::load::dates::DatedPage;

use crate::call::called;
use crate::shown::shown;
use crate::terminal::line::count;

/// As many pages are named.
const NAMED: usize = 3;

/// The pages that come or go next, each in a line.
pub(crate) fn dates(dated: &[DatedPage], today: Date) -> Vec<String> {
    let ahead: Vec<_> = dated.iter().filter(|page| page.on > today).collect();
    let line = |page: &DatedPage| format!("{}: {}.", shown(&page.file), page.says);
    let mut lines: Vec<_> = ahead.iter().take(NAMED).copied().map(line).collect();
    let more = ahead.len().saturating_sub(NAMED);
    if more > 0 {
        let more = count(more, "more page");
        lines.push(format!(
            "And {more} with a day to come: `{} calendar` lists them.",
            called()
        ));
    }
    lines
}
