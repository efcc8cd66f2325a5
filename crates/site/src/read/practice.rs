//! What is the practice's own: name, telephone, addresses, crisis lines, menu.
use ground::diagnostic::{Diagnostic, Level};
use ground::prose::{Form, Prose};
use ground::source::{Path, Span};
use ground::table::{TomlDocument, TomlTable, TomlValue};

use super::crisis::{CrisisLines, crisis};
use super::host::{is_host, is_stand_in, unsaid};
use super::telephone;

/// `content/practice.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Practice {
    /// The name, as it stands in the title of each page.
    pub name: String,
    /// What it is, in a few words.
    pub what: String,
    /// The site's address without a slash at the end: `https://practice.test`.
    pub url: String,
    /// The telephone number as people write it.
    pub telephone: String,
    /// Where an appointment can be booked.
    pub booking: String,
    /// Where "Leave this page" leads: a page that looks the same to everyone, so that it tells
    /// nothing of the person who opens it. Only a self-check needs it.
    pub leave_to: Option<String>,
    /// Whether three presses of Shift lead there too.
    pub leave_shortcut: bool,
    /// An IANA time zone: `America/Los_Angeles`.
    pub time_zone: String,
    /// The language of the site as a BCP 47 tag.
    pub language: String,
    /// Whom to call in a crisis. Nothing where it is not said, and need not be.
    pub crisis: Option<CrisisLines>,
    /// Other numbers that pages may name, each with whose it is.
    pub lines: Vec<(String, String)>,
    /// The menu, in order.
    pub menu: Vec<MenuItem>,
    /// The links at the foot of each page, in order.
    pub footer: Vec<MenuItem>,
    /// What every page says that nobody has reviewed.
    pub unreviewed: Option<String>,
    /// The self-checks that may go live although nobody has signed them, by their ids.
    pub unsigned: Vec<(String, Span)>,
    /// Its words that every page shows.
    pub prose: Prose,
}

/// One entry of the menu, or of the footer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MenuItem {
    /// A page's file below `content`: `side-effects.md`.
    pub page: String,
    /// What the menu says.
    pub label: String,
    /// Where the page is named.
    pub at: Span,
}

impl Practice {
    /// Whether all that pages show of it is there. What is not is a finding.
    pub fn is_whole(&self) -> bool {
        let Self { name, what, telephone, language, .. } = self;
        let crisis = self.crisis.iter().flat_map(CrisisLines::numbers);
        let mut all = [name, what, telephone, language].into_iter().chain(crisis);
        all.all(|text| !text.is_empty())
    }

    /// The path under which a host serves the website: `/site` of `https://practice.test/site`;
    /// empty at the top of the host.
    pub fn base_path(&self) -> &str {
        let after_scheme = self.url.find("://").map_or(0, |at| at + 3);
        let slash = self.url[after_scheme..].find('/');
        slash.map_or("", |at| &self.url[after_scheme + at..])
    }

    /// A number for a `tel:` address; empty when nobody could call it.
    pub fn dial(number: &str) -> String {
        telephone::dial(number).unwrap_or_default()
    }

    /// Whether a number is the practice's own, or one that it declares.
    pub fn knows(&self, number: &str) -> bool {
        let crisis = self.crisis.iter().flat_map(CrisisLines::numbers);
        let own = std::iter::once(&self.telephone).chain(crisis).map(String::as_str);
        let all = own.chain(self.lines.iter().map(|(_, number)| number.as_str()));
        let dialled = telephone::dial(number);
        let line = |dialled: &Option<String>| {
            dialled.as_deref().map(|dialled| telephone::line(dialled).to_owned())
        };
        dialled.is_some()
            && all.map(telephone::dial).any(|known| line(&known) == line(&dialled))
    }
}

/// Reads the file; what is missing or wrong is a finding, and stands as a reserved word so
/// that all else can still be checked.
pub fn read(file: &Path, text: &str, found: &mut Vec<Diagnostic>) -> Practice {
    let doc = TomlDocument::parse(file, 0, text, found);
    let mut table = doc.table();
    let mut need = |key| text_of(&mut table, key, found);
    let mut practice = Practice {
        name: need("name"),
        what: need("what"),
        url: need("url"),
        telephone: need("telephone"),
        booking: need("booking"),
        leave_to: None,
        leave_shortcut: true,
        time_zone: need("time_zone"),
        language: need("language"),
        crisis: None,
        lines: vec![],
        menu: vec![],
        footer: vec![],
        unreviewed: None,
        unsigned: vec![],
        prose: Prose::default(),
    };
    practice.crisis = crisis(&mut table, found);
    practice.leave_to =
        table.take("leave_to").map(|value| said("leave_to", &value, found));
    if let Some(mut lines) = table.take("lines").and_then(|value| value.table(found)) {
        let each = lines.rest().into_iter();
        practice.lines = each
            .filter_map(|(name, _, value)| {
                Some((name.to_owned(), telephone::number(name, &value, found)?))
            })
            .collect();
    }
    practice.unreviewed =
        table.take("unreviewed").map(|value| said("unreviewed", &value, found));
    let shortcut = table.take("leave_shortcut").and_then(|value| value.flag(found));
    practice.leave_shortcut = shortcut.unwrap_or(true);
    let unsigned = table.take("unsigned").and_then(|list| list.texts(found));
    let own = |(id, at): (&str, Span)| (id.to_owned(), at);
    practice.unsigned = unsigned.unwrap_or_default().into_iter().map(own).collect();
    practice.menu = menu(&mut table, "menu", found);
    practice.footer = menu(&mut table, "footer", found);
    practice.prose = prose(&doc);
    check_addresses(&doc, &mut practice, found);
    check_language(&doc, &practice.language, found);
    table.finish(found);
    // At last, so that findings show the address as it is written.
    practice.url.truncate(practice.url.trim_end_matches('/').len());
    practice
}

/// The words among all that is said.
fn prose(doc: &TomlDocument<'_>) -> Prose {
    let mut prose = Prose::default();
    let mut table = doc.table();
    for value in ["name", "what", "unreviewed"].iter().filter_map(|key| table.take(key)) {
        prose.add_value(Form::Label, &value);
    }
    let menus =
        ["menu", "footer"].into_iter().filter_map(|key| table.take(key)?.as_list());
    for item in menus.flatten() {
        if let Some(label) = item.as_table().and_then(|mut item| item.take("label")) {
            prose.add_value(Form::Label, &label);
        }
    }
    prose
}

fn text_of(
    table: &mut TomlTable<'_>,
    key: &'static str,
    found: &mut Vec<Diagnostic>,
) -> String {
    let Some(value) = table.need(key, found) else { return String::new() };
    said(key, &value, found)
}

/// What stands there.
fn said(key: &str, value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) -> String {
    if key == "telephone" {
        return telephone::number(key, value, found).unwrap_or_default();
    }
    let text = value.text(found).unwrap_or_default().trim();
    if value.as_text().is_some() && text.is_empty() {
        let message = format!("`{key}` is empty, and every page shows it");
        let finding = Diagnostic::error("practice", message).at(value.span());
        found.push(finding.help(format!("write {key} = \"…\"")));
    }
    text.to_owned()
}

/// The entries of the menu or the footer.
fn menu(
    table: &mut TomlTable<'_>,
    key: &'static str,
    found: &mut Vec<Diagnostic>,
) -> Vec<MenuItem> {
    let items = table.take(key).and_then(|menu| menu.list(found)).unwrap_or_default();
    items.iter().filter_map(|item| menu_item(item, found)).collect()
}

/// One entry: which page, and what it is called.
fn menu_item(value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) -> Option<MenuItem> {
    let mut table = value.table(found)?;
    let page = table.need("page", found);
    let label = table.text("label", found);
    table.finish(found);
    let at = page?.span();
    Some(MenuItem { page: page?.text(found)?.to_owned(), label: label?.to_owned(), at })
}

/// A language, with a region where it has one: `en-US` (BCP 47).
fn check_language(doc: &TomlDocument<'_>, language: &str, found: &mut Vec<Diagnostic>) {
    let mut parts = language.split('-');
    let letters = |part: &str| part.chars().all(|c| c.is_ascii_alphabetic());
    let first = parts.next().unwrap_or_default();
    let known = (2..=3).contains(&first.len()) && letters(first);
    let rest = |part: &str| match part.len() {
        // A region has two letters or three digits, a script has four letters (BCP 47, section
        // 2.1).
        2 | 4 => letters(part),
        3 => part.chars().all(|c| c.is_ascii_digit()),
        _ => false,
    };
    if language.is_empty() || known && parts.all(rest) {
        return;
    }
    if let Some(at) = doc.table().take("language").map(|value| value.span()) {
        let message = format!("screen readers know no language `{language}`");
        let finding = Diagnostic::error("language", message).at(at);
        found.push(finding.help("write it like this: language = \"en-US\""));
    }
}

/// What stands in place of an address that is wrong, which is found here and nowhere else:
/// `.invalid` belongs to no one (RFC 2606).
const STAND_IN: &str = "https://address.invalid/";

/// The addresses must be `https`; a reserved one is a gap that only the practice can fill.
fn check_addresses(
    doc: &TomlDocument<'_>,
    practice: &mut Practice,
    found: &mut Vec<Diagnostic>,
) {
    let mut table = doc.table();
    let Practice { url, booking, leave_to, .. } = practice;
    let leave_to = leave_to.as_mut().map(|value| ("leave_to", value));
    for (key, value) in [("url", url), ("booking", booking)].into_iter().chain(leave_to) {
        let at = table.take(key).filter(|_| !value.is_empty());
        let problem = at.and_then(|at| Some(problem_with(key, value)?.at(at.span())));
        if value.is_empty()
            || problem.as_ref().is_some_and(|problem| problem.stops(false))
        {
            STAND_IN.clone_into(value);
        }
        found.extend(problem);
    }
    if practice.time_zone.is_empty() || zone_name(&practice.time_zone) {
        return;
    }
    if let Some(at) = table.take("time_zone").map(|value| value.span()) {
        found.push(
            Diagnostic::error("time-zone", "this is no time zone")
                .at(at)
                .help("write it like this: time_zone = \"America/Los_Angeles\""),
        );
    }
}

/// What is wrong with an address, if anything is.
fn problem_with(key: &str, value: &str) -> Option<Diagnostic> {
    let rest = value.strip_prefix("https://");
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    if !host.is_some_and(is_host) || !value.chars().all(may_stand) {
        return Some(no_address(key, value, host));
    }
    if key == "url" && value.contains(['?', '#', '%']) {
        let message = "the address of a website has no `?`, `#` or `%`";
        let finding = Diagnostic::error("address-not-https", message);
        let plain = value.split(['?', '#', '%']).next().unwrap_or(value);
        return Some(finding.help(format!("write url = \"{plain}\"")));
    }
    if key == "url" {
        return stand_in(key, value).or_else(|| problem_with_path(value));
    }
    if matches!(key, "leave_to" | "booking") && value.contains(['?', '#']) {
        let message = "the website that visitors leave to could be told where they were";
        let finding = Diagnostic::error("address-tells", message);
        let plain = value.split(['?', '#']).next().unwrap_or(value);
        return Some(finding.help(format!("write {key} = \"{plain}\"")));
    }
    stand_in(key, value)
}

/// Why a value is no address, as far as that can be told.
fn no_address(key: &str, value: &str, host: Option<&str>) -> Diagnostic {
    let odd = value.chars().find(|letter| !may_stand(*letter));
    let why = match odd {
        Some(letter) if host.is_some() => {
            format!(": {} may not stand in it", shown(letter))
        }
        _ if host.is_some_and(|host| host.contains('@')) => {
            ": what stands before `@` would be a name and a password".to_owned()
        }
        _ => String::new(),
    };
    let message = format!("`{key}` is no https address{why}");
    let finding = Diagnostic::error("address-not-https", message);
    finding.help(format!("write {key} = \"https://…\""))
}

/// A letter as a message shows it.
fn shown(letter: char) -> String {
    match letter {
        ' ' => "a space".to_owned(),
        letter if letter.is_control() => {
            "a line break or another sign without a shape".to_owned()
        }
        letter => format!("`{letter}`"),
    }
}

/// A reserved name is a gap that only the practice can fill.
fn stand_in(key: &str, value: &str) -> Option<Diagnostic> {
    let help = format!("write the real address as {key} = \"https://…\"");
    is_stand_in(value).then(|| unsaid(key, value).help(help))
}

/// What is wrong with the path in the website's address, or what follows from it.
fn problem_with_path(url: &str) -> Option<Diagnostic> {
    let (host, path) = url.strip_prefix("https://")?.split_once('/')?;
    let path = path.trim_end_matches('/');
    if path.is_empty() {
        return None;
    }
    let top = format!("https://{host}/");
    if !path.split('/').all(is_folder) {
        let message = "no host serves a website below this path";
        let finding = Diagnostic::error("address-not-https", message);
        let help = format!("write url = \"{top}…\", with letters, digits and hyphens");
        return Some(finding.help(help));
    }
    let message = format!(
        "others look for `robots.txt` and `.well-known` at {top} alone, not below `/{path}`"
    );
    let finding = Diagnostic::new("host-root", Level::Hint, message);
    let help =
        format!("give these files to whoever runs {top}, or use a host of your own");
    Some(finding.help(help))
}

/// Whether a part of a path may be the name of a folder of a host; `.` and `..` mean other
/// folders (RFC 3986, section 5.2.4), and `__candor` is the preview's.
fn is_folder(part: &str) -> bool {
    let is_plain =
        |letter: char| letter.is_ascii_alphanumeric() || "-._~".contains(letter);
    !matches!(part, "" | "." | ".." | "__candor") && part.chars().all(is_plain)
}

/// Whether it has the form of an IANA name. Whether the zone exists is found where the
/// clock is read.
fn zone_name(name: &str) -> bool {
    name == "UTC"
        || name.split('/').count() >= 2
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "/_+-".contains(c))
}

/// Whether a letter may stand in an address as it is (RFC 3986, section 2). Hosts read `$`, `'`,
/// `(`, `)`, `*`, `;` and others in their settings too, and no address of a practice needs them.
fn may_stand(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "-._~:/?#@!&+,=%".contains(letter)
}
