//! A job that publishes each night, so that pages come and go on their days, in the words of what
//! is to run it.
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use serde::Serialize;
use tera::{Context, Tera};

use super::headers::host_name;

/// What runs jobs at a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheduler {
    /// A service and its timer, of whoever owns the site's folder.
    Systemd,
    /// Lines of a crontab.
    Cron,
    /// A workflow of the repository that holds the site.
    Github,
}

/// What a job has to know of the site and of the machine.
pub struct Job<'a> {
    /// The website's address.
    pub url: &'a str,
    /// The practice's time zone, which says when a day begins.
    pub time_zone: &'a str,
    /// Today.
    pub today: Date,
    /// This program, the site's folder, and the one that holds the website.
    pub paths: [&'a str; 3],
}

/// The values of a template.
#[derive(Serialize)]
struct Values<'a> {
    url: &'a str,
    host: &'a str,
    zone: &'a str,
    candor: String,
    site: String,
    out: String,
    /// The folder of the website as the comments name it.
    website: String,
    /// The hours and minutes in UTC at which it is five past midnight, in summer and in winter.
    times: Vec<[i32; 2]>,
}

/// The job as a text to be put where its first lines say.
pub fn schedule(scheduler: Scheduler, job: &Job<'_>) -> String {
    let (template, quoted): (&str, fn(&str) -> String) = match scheduler {
        Scheduler::Systemd => (include_str!("systemd.tera"), for_systemd),
        Scheduler::Cron => (include_str!("cron.tera"), for_cron),
        // It names no path of this machine.
        Scheduler::Github => (include_str!("github.tera"), str::to_owned),
    };
    let [candor, site, out] = job.paths.map(quoted);
    let values = Values {
        url: job.url,
        host: host_name(job.url),
        zone: job.time_zone,
        candor,
        site,
        out,
        website: job.paths[2].escape_debug().to_string(),
        times: times(job),
    };
    let context = Context::from_serialize(&values);
    let filled = context.and_then(|context| Tera::one_off(template, &context, false));
    filled.expect("the templates are embedded, and the tests fill each of them")
}

/// A word in a line of a unit: in quotes, and without what systemd fills in (systemd.service(5),
/// "Command lines").
fn for_systemd(word: &str) -> String {
    let escaped = word.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{}\"", escaped.replace('%', "%%").replace('$', "$$"))
}

/// A word of a shell in a crontab, where a bare `%` ends the line (crontab(5)).
fn for_cron(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''").replace('%', r"\%"))
}

/// When it is five past midnight where the practice is, by UTC.
fn times(job: &Job<'_>) -> Vec<[i32; 2]> {
    let zone = TimeZone::get(job.time_zone).unwrap_or(TimeZone::UTC);
    let year = job.today.year();
    let time = |day: Date| {
        let offset = zone.to_offset(day.at(0, 5, 0, 0).in_tz("UTC").ok()?.timestamp());
        let minutes = (5 - offset.seconds() / 60).rem_euclid(24 * 60);
        Some([minutes / 60, minutes % 60])
    };
    let days = [date(year, 1, 15), date(year, 7, 15)];
    let mut times: Vec<_> = days.into_iter().filter_map(time).collect();
    times.dedup();
    times
}
