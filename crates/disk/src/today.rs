//! What day it is where the practice is.
use ground::diagnostic::{Diagnostic, nearest};
use ground::source::{File, Path, Span};
use ground::table::TomlDocument;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::error::Error;

/// Today's date in the practice's time zone. With `SOURCE_DATE_EPOCH` set, the moment it
/// names takes the place of now, so that a build can be repeated to the byte.
///
/// A time zone that is not known gives a finding. Where none can be read the date is that
/// of UTC: what is wrong with the practice's settings is then found when they are read.
pub fn today(practice: Option<&File>) -> Result<(Date, Option<Diagnostic>), Error> {
    let now = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => moment(&seconds)?,
        Err(_) => Timestamp::now(),
    };
    let (zone, finding) = match practice.and_then(zone_name) {
        None => (TimeZone::UTC, None),
        Some((name, at)) => match TimeZone::get(&name) {
            Ok(zone) => (zone, None),
            Err(_) => (TimeZone::UTC, unknown(&name, at)),
        },
    };
    Ok((now.to_zoned_datetime(zone).date(), finding))
}

/// The time zone of this machine, by its name; UTC where it says none.
pub fn time_zone() -> String {
    let linked = || {
        let link = std::fs::read_link("/etc/localtime").ok()?;
        Some(link.to_str()?.split_once("zoneinfo/")?.1.to_owned())
    };
    let named = std::env::var("TZ").ok().or_else(linked);
    let known = named.filter(|name| name.contains('/') && TimeZone::get(name).is_ok());
    known.unwrap_or_else(|| "UTC".to_owned())
}

/// The moment that `SOURCE_DATE_EPOCH` names, in seconds since 1970.
fn moment(seconds: &str) -> Result<Timestamp, Error> {
    let moment = seconds.trim().parse().ok().and_then(|s| Timestamp::from_second(s).ok());
    moment.ok_or_else(|| {
        Error(format!(
            "SOURCE_DATE_EPOCH is `{seconds}`: write a number of seconds since 1970, or unset it"
        ))
    })
}

/// The time zone that the practice's settings name, and where they do.
fn zone_name(practice: &File) -> Option<(String, Span)> {
    // Read by itself, before all else: what day it is decides which pages there are.
    let path: Path = "content/practice.toml".into();
    let doc = TomlDocument::parse(&path, 0, practice.text(&path).ok()?, &mut vec![]);
    let value = doc.table().take("time_zone")?;
    Some((value.as_text()?.to_owned(), value.span()))
}

/// Only for what has the form of a name: anything else is found where settings are read.
fn unknown(name: &str, at: Span) -> Option<Diagnostic> {
    let known: Vec<String> =
        jiff::tz::db().available().map(|zone| zone.to_string()).collect();
    let near =
        nearest(name, known.iter().map(String::as_str)).unwrap_or("America/Los_Angeles");
    name.contains('/').then(|| {
        Diagnostic::error("time-zone", format!("there is no time zone `{name}`"))
            .at(at)
            .help(format!("write it like this: time_zone = \"{near}\""))
    })
}
