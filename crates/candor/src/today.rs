//! What day it is where the practice is.
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use site::read::table::Doc;
use site::source::File;

use crate::command::Refusal;

/// The practice's settings: its time zone stands there.
const PRACTICE: &str = "content/practice.toml";

/// Today's date in the practice's time zone. With `SOURCE_DATE_EPOCH` set, the moment it
/// names takes the place of now, so that a build can be repeated to the byte.
pub(crate) fn today(practice: Option<&File>) -> Result<Date, Refusal> {
    let now = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => moment(&seconds)?,
        Err(_) => Timestamp::now(),
    };
    Ok(now.to_zoned_datetime(time_zone(practice)).date())
}

fn moment(seconds: &str) -> Result<Timestamp, Refusal> {
    let moment = seconds.trim().parse().ok().and_then(|s| Timestamp::from_second(s).ok());
    moment.ok_or_else(|| {
        Refusal(format!(
            "SOURCE_DATE_EPOCH is `{seconds}`: write a number of seconds since 1970, or unset it"
        ))
    })
}

/// The practice's time zone; UTC where none can be read, for then a finding says so.
fn time_zone(practice: Option<&File>) -> TimeZone {
    practice
        .and_then(|file| {
            let path = PRACTICE.into();
            let doc = Doc::parse(&path, 0, file.text(&path).ok()?, &mut vec![]);
            let name = doc.table().take("time_zone")?.text(&mut vec![])?;
            TimeZone::get(name).ok()
        })
        .unwrap_or(TimeZone::UTC)
}
