//! What comes due: pages that go live or expire, reviews, facts to compare with their sources.
use std::collections::BTreeMap;

use ground::source::{Path, Sources};
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::load;
use crate::load::graph::PageGraph;
use crate::memo::Memo;
use crate::read::facts::Facts;

/// Something that comes due.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// The day.
    pub on: Date,
    /// What happens then.
    pub what: EventKind,
    /// The file that says so.
    pub file: Path,
    /// What it is about: a page's title, the ids of facts.
    pub about: String,
}

impl Event {
    fn line(&self, today: Date) -> String {
        let Self { on, what, file, about } = self;
        let overdue = if *on < today { " (overdue)" } else { "" };
        format!("{on}  {}{overdue}: {about}\n            {file}\n", what.label())
    }

    fn json(&self, today: Date) -> Value {
        json!({
            "on": self.on.to_string(),
            "what": self.what.label(),
            "about": self.about,
            "file": &*self.file,
            "overdue": self.on < today,
        })
    }
}

/// What happens on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// Visitors see the page from this day on.
    Live,
    /// Visitors no longer see the page.
    Expires,
    /// The page's next review is due.
    Review,
    /// Facts have to be compared with their sources.
    Recheck,
}

impl EventKind {
    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Live => "goes live",
            Self::Expires => "expires",
            Self::Review => "review is due",
            Self::Recheck => "check facts again",
        }
    }
}

/// What comes due on the site, by day.
pub fn calendar(sources: &Sources) -> Vec<Event> {
    let facts = load::facts(sources, &Memo::once(), &mut vec![]);
    events(&load::pages(sources), &facts, sources.today)
}

/// All that comes due from `today` on, and what should have been done before, by day.
pub fn events(graph: &PageGraph, facts: &Facts, today: Date) -> Vec<Event> {
    let mut events = vec![];
    for entry in &graph.pages {
        let matter = &entry.page.matter;
        let ahead = |day: &Date| *day >= today;
        let dates = [
            (matter.publish.filter(ahead), EventKind::Live),
            (matter.expire.filter(ahead), EventKind::Expires),
            (matter.review.as_ref().map(|review| review.next), EventKind::Review),
        ];
        events.extend(dates.into_iter().filter_map(|(on, what)| {
            let (file, about) = (entry.file.clone(), matter.title.clone());
            Some(Event { on: on?, what, file, about })
        }));
    }
    events.extend(rechecks(facts));
    events.sort();
    events
}

/// The days on which facts have to be compared with their sources again, one event for each
/// day and file.
fn rechecks(facts: &Facts) -> impl Iterator<Item = Event> {
    let mut due: BTreeMap<(Date, Path), Vec<&str>> = BTreeMap::new();
    for (id, fact) in &facts.facts {
        let months = fact.checked.zip(facts.recheck);
        let on = months.and_then(|(day, months)| day.checked_add(months.months()).ok());
        if let Some(on) = on {
            due.entry((on, fact.at.file.clone())).or_default().push(id);
        }
    }
    due.into_iter().map(|((on, file), ids)| Event {
        on,
        what: EventKind::Recheck,
        file,
        about: ids.join(", "),
    })
}

/// The events as lines, what is overdue with a mark.
pub fn text(events: &[Event], today: Date) -> String {
    if events.is_empty() {
        return "Nothing comes due.\n".to_owned();
    }
    events.iter().map(|event| event.line(today)).collect()
}

/// The events for other programs.
pub fn json(events: &[Event], today: Date) -> Value {
    let events: Vec<_> = events.iter().map(|event| event.json(today)).collect();
    json!({ "events": events })
}

/// The events as a calendar that other programs subscribe to (iCalendar, RFC 5545).
pub fn ics(events: &[Event], today: Date) -> String {
    let day = |date: Date| date.strftime("%Y%m%d").to_string();
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//candor//calendar//EN".to_owned(),
    ];
    for Event { on, what, file, about } in events {
        let title = format!("{}: {about}", what.label());
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!(
                // No random part: a program that takes the calendar once more finds the events it
                // has.
                "UID:{}-{}-{}@candor",
                day(*on),
                escaped(what.label()).replace(' ', "-"),
                escaped(file)
            ),
            // Required in each event (RFC 5545, section 3.6.1). Midnight, so that a day's
            // calendars are the same to the byte.
            format!("DTSTAMP:{}T000000Z", day(today)),
            format!("DTSTART;VALUE=DATE:{}", day(*on)),
            format!("SUMMARY:{}", escaped(&title)),
            format!("DESCRIPTION:{}", escaped(file)),
            // Nobody counts as busy on a day on which something comes due.
            "TRANSP:TRANSPARENT".to_owned(),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line) + "\r\n").collect()
}

/// A text value (RFC 5545, section 3.3.11). Programs end a line at a CR alone as well, and what
/// follows would be a property of the calendar. Other control characters may not stand in one.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                value.push_str("\\n");
            }
            '\\' | ';' | ',' => value.extend(['\\', letter]),
            letter if letter.is_control() && letter != '\t' => {}
            letter => value.push(letter),
        }
    }
    value
}

/// A line in pieces of at most 75 bytes (RFC 5545, section 3.1).
fn folded(line: &str) -> String {
    let (mut folded, mut width) = (String::new(), 0);
    for c in line.chars() {
        if width + c.len_utf8() > 75 {
            folded.push_str("\r\n ");
            // The space that begins a continued line is one of its 75 bytes.
            width = 1;
        }
        folded.push(c);
        width += c.len_utf8();
    }
    folded
}
