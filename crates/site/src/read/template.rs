//! Templates, parsed and checked before a page is rendered.
use std::collections::BTreeMap;
use std::sync::Arc;

use ground::diagnostic::{Diagnostic, nearest};
use ground::source::{File, Path, Sources, Span, is_left_behind};
use tera::{Context, ErrorKind, Tera, Value};

/// What every template is given.
const ALL: [&str; 6] = ["all_pages", "assets", "footer", "menu", "preview", "site"];

/// What a page's template is given besides.
const PAGE: [&str; 9] = [
    "beside",
    "body",
    "csp",
    "lead",
    "notes",
    "page",
    "rest",
    "shared",
    "structured_data",
];

/// What a template may ask of a page: `title`, as in `page.title`. Each is a field of
/// [`crate::render::page::PageView`].
pub const PAGE_FIELDS: [&str; 20] = [
    "title",
    "description",
    "address",
    "url",
    "kind",
    "draft",
    "updated",
    "review",
    "toc",
    "sources",
    "section",
    "previous",
    "next",
    "moved_to",
    "children",
    "styles",
    "scripts",
    "takes_answers",
    "fields",
    "aid",
];

/// What a shared template is given besides.
const SHARED: [&str; 1] = ["here"];

/// The folder of the templates that are rendered once for all pages.
const FOLDER: &str = "shared/";

/// The templates by their names below `templates`, ready to render.
#[derive(Clone, Default)]
pub struct Templates {
    tera: Arc<Tera>,
    names: Vec<String>,
}

impl Templates {
    /// Whether there is a template for a kind of page.
    pub fn has(&self, kind: &str) -> bool {
        self.kinds().any(|known| known == kind)
    }

    /// The kinds of page that there are.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        let names = self.names.iter().filter(|name| shared(name).is_none());
        names.filter_map(|name| name.strip_suffix(END))
    }

    /// Renders a page of some kind.
    pub fn render(&self, kind: &str, context: &Context) -> Result<String, Diagnostic> {
        // Not `render_to`: it is generic over where it writes, and so three copies of Tera's
        // interpreter would be compiled here (5 s of the first build).
        let rendered = self.tera.render(&format!("{kind}{END}"), context);
        rendered.map_err(|error| finding(error.kind()))
    }

    /// Renders what all pages share: the templates in the folder `shared`, by their names
    /// without its ending. Nothing where one of them fails, which is found.
    pub fn share(
        &self,
        context: &Context,
        found: &mut Vec<Diagnostic>,
    ) -> Option<BTreeMap<&str, Value>> {
        let (mut made, before) = (BTreeMap::new(), found.len());
        for (full, name) in
            self.names.iter().filter_map(|full| Some((full, shared(full)?)))
        {
            match self.tera.render(full, context) {
                Ok(html) => {
                    // Editors end a file with the end of a line.
                    made.insert(name, Value::safe_string(html.trim_end_matches('\n')));
                }
                Err(error) => found.push(finding(error.kind())),
            }
        }
        (found.len() == before).then_some(made)
    }
}

/// How the names of templates end.
const END: &str = ".html";

/// The name under which pages show what a template makes, if it is a shared one.
fn shared(name: &str) -> Option<&str> {
    name.strip_prefix(FOLDER)?.strip_suffix(END)
}

/// Parses all templates. None is usable when one has a fault.
pub fn read(sources: &Sources, found: &mut Vec<Diagnostic>) -> Option<Templates> {
    let before = found.len();
    let files: Vec<(&Path, &str)> = sources
        .below("templates/")
        .filter(|(path, _)| !is_left_behind(path))
        .filter_map(|(path, file)| Some((path, text(path, file, found)?)))
        .collect();
    for (path, text) in &files {
        syntax(path, text, found);
        safe_filter(path, text, found);
    }
    if found.len() > before {
        return None;
    }
    let mut tera = Tera::new();
    let templates = files.iter().map(|(path, text)| (name(path), *text));
    if let Err(error) = tera.add_raw_templates(templates) {
        let finding = placed(finding(error.kind()), &files);
        found.push(match error.kind() {
            ErrorKind::MissingParent { current, parent } => {
                missing(current, parent, &files)
            }
            _ => like(finding, &files),
        });
        return None;
    }
    let parts: Vec<_> = files.iter().filter_map(|(path, _)| shared(name(path))).collect();
    for (path, text) in &files {
        unknown_names(&tera, path, text, found);
        unknown_fields(path, text, ("page", &PAGE_FIELDS), found);
        unknown_fields(path, text, ("shared", &parts), found);
    }
    let names = files.iter().map(|(path, _)| name(path).to_owned()).collect();
    (found.len() == before).then(|| Templates { tera: Arc::new(tera), names })
}

/// The text of a template; a file that is no text is a finding.
fn text<'a>(path: &Path, file: &'a File, found: &mut Vec<Diagnostic>) -> Option<&'a str> {
    file.text(path).map_err(|finding| found.push(finding)).ok()
}

/// A template by the name that others use for it.
fn name(path: &str) -> &str {
    path.strip_prefix("templates/").unwrap_or(path)
}

/// Each template by itself, so that the faults of all are found at once.
fn syntax(path: &Path, text: &str, found: &mut Vec<Diagnostic>) {
    if let Err(error) = Tera::new().add_raw_template(name(path), text)
        && let ErrorKind::SyntaxError(_) = error.kind()
    {
        found.push(finding(error.kind()));
    }
}

/// HTML comes as a value that is already safe, so the filter could only let through what
/// is not.
fn safe_filter(path: &Path, text: &str, found: &mut Vec<Diagnostic>) {
    for (at, _) in text.match_indices('|') {
        let word = text[at + 1..].trim_start();
        let ends =
            |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if word.strip_prefix("safe").is_some_and(ends) && inside_tag(&text[..at]) {
            let message = "`| safe` could show visitors what nobody checked";
            let finding = Diagnostic::error("template", message);
            let at = Span::new(path, at, at + text[at..].find("safe").unwrap_or(0) + 4);
            found.push(
                finding.at(at).help("remove it: HTML from pages is let through anyway"),
            );
        }
    }
}

/// Whether the end of a text stands within a tag of the template language.
fn inside_tag(before: &str) -> bool {
    open_tag(before).is_some()
}

/// The text of the tag that is open at the end.
fn open_tag(before: &str) -> Option<&str> {
    let last =
        |marks: [&str; 2]| marks.iter().filter_map(|mark| before.rfind(mark)).max();
    let open = last(["{{", "{%"])?;
    (last(["}}", "%}"]) < Some(open)).then(|| &before[open..])
}

/// Whether the end of a tag stands within quotes, of whichever kind.
fn inside_quotes(tag: &str) -> bool {
    ['"', '\'', '`'].iter().any(|quote| tag.matches(*quote).count() % 2 == 1)
}

/// Tera lets a conditional on an unknown name pass, so the names are checked here.
fn unknown_names(tera: &Tera, path: &Path, text: &str, found: &mut Vec<Diagnostic>) {
    let Ok(variables) = tera.get_template_variables(name(path)) else { return };
    let is_shared = shared(name(path)).is_some();
    let (besides, lack) = if is_shared {
        (&SHARED[..], "nothing that all pages share has")
    } else {
        (&PAGE[..], "no page has")
    };
    let names = || ALL.iter().chain(besides).copied();
    let mut unknown: Vec<_> =
        variables.into_iter().filter(|used| !names().any(|name| name == *used)).collect();
    unknown.sort_unstable();
    for used in unknown {
        let start = text.find(used);
        // A name that this file does not hold comes from one that it includes or extends,
        // which is told there, unless pages have it.
        if start.is_none() && !(is_shared && PAGE.contains(&used)) {
            continue;
        }
        let at = start.map_or(0..0, |start| start..start + used.len());
        let message = format!("this template uses `{used}`, which {lack}");
        let finding = Diagnostic::error("template", message);
        let help = instead(used, names());
        found.push(finding.at(Span::new(path, at.start, at.end)).help(help));
    }
}

/// Tera lets a conditional on a field that is not there pass too. Where a template gives the
/// name `of` to something else, its fields are looked at as they are used.
fn unknown_fields(
    path: &Path,
    text: &str,
    (of, fields): (&str, &[&str]),
    found: &mut Vec<Diagnostic>,
) {
    let inner = |c: char| c.is_alphanumeric() || c == '_';
    if text.contains(&format!("for {of} in ")) || text.contains(&format!("set {of} ")) {
        return;
    }
    for (at, asked) in text.match_indices(&format!("{of}.")) {
        let alone = !text[..at].ends_with(|c: char| inner(c) || c == '.');
        let start = at + asked.len();
        let end = text[start..].find(|c| !inner(c)).map_or(text.len(), |end| start + end);
        let field = &text[start..end];
        let asks = open_tag(&text[..at]).is_some_and(|tag| !inside_quotes(tag));
        if alone && asks && !fields.contains(&field) {
            let message = format!("this template uses `{of}.{field}`, which no page has");
            let help = instead(field, fields.iter().copied());
            let finding = Diagnostic::error("template", message);
            found.push(finding.at(Span::new(path, start, end)).help(help));
        }
    }
}

/// The nearest of the names that there are, or all of them.
fn instead<'a>(used: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match nearest(used, known.clone()) {
        Some(near) => format!("write `{near}`"),
        None => format!("use one of: {}", known.collect::<Vec<_>>().join(", ")),
    }
}

/// A template that another extends, which is not there: where it is named, and the nearest.
fn missing(current: &str, parent: &str, files: &[(&Path, &str)]) -> Diagnostic {
    let names = files.iter().map(|(path, _)| name(path));
    let help = match nearest(parent, names) {
        Some(near) => format!("write \"{near}\""),
        None => "write the name of a file under templates/".to_owned(),
    };
    let file = files.iter().find(|(path, _)| name(path) == current);
    let at = file.map(|(path, text)| {
        let start = text.find(parent).unwrap_or(0);
        Span::new(path, start, start + parent.len())
    });
    let message = format!("there is no template `{parent}` to extend");
    Diagnostic { at, ..Diagnostic::error("template", message).help(help) }
}

/// With the nearest name of a template, where one is named that is not there.
fn like(finding: Diagnostic, files: &[(&Path, &str)]) -> Diagnostic {
    let wanted = finding.message.split_once("Unknown template `");
    let wanted = wanted.and_then(|(_, rest)| rest.strip_suffix('`'));
    let names = || files.iter().map(|(path, _)| name(path));
    match wanted.and_then(|wanted| nearest(wanted, names())) {
        Some(near) => finding.help(format!("write \"{near}\"")),
        None => finding,
    }
}

/// Some errors come as a drawn text only: its first line is what is wrong, and a line with
/// an arrow says where.
fn placed(finding: Diagnostic, files: &[(&Path, &str)]) -> Diagnostic {
    let Some((message, drawing)) = finding.message.split_once('\n') else {
        return finding;
    };
    let place = drawing.split("--> ").nth(1).and_then(|rest| rest.lines().next());
    let message = message.replacen("error: ", "", 1);
    let at = place.and_then(|place| offset(place.trim(), files));
    Diagnostic { message, at, ..finding }
}

/// The place of `name.html:2:10`.
fn offset(place: &str, files: &[(&Path, &str)]) -> Option<Span> {
    let mut parts = place.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let file = parts.next()?;
    let (path, text) = files.iter().find(|(path, _)| name(path) == file)?;
    let start: usize =
        text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let rest = text.get(start..)?;
    let at =
        rest.char_indices().nth(column.checked_sub(1)?).map_or(rest.len(), |(at, _)| at);
    let word = rest[at..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(0);
    Some(Span::new(path, start + at, start + at + word))
}

/// What is wrong, and where a name is: which one, and the names that there are.
fn known(message: &str) -> (&str, Option<(&str, std::str::Split<'_, &str>)>) {
    let Some((what, names)) = message.split_once(". Available ") else {
        return (message, None);
    };
    let used = what.split('`').nth(1);
    let names = names.split_once(": ").map(|(_, names)| names.split(", "));
    (what, used.zip(names))
}

/// An error of the template engine in our form.
fn finding(error: &ErrorKind) -> Diagnostic {
    let at_start = |name: &str| {
        let path: Path = format!("templates/{name}").into();
        Span::new(&path, 0, 0)
    };
    match error {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let path: Path = format!("templates/{}", report.filename()).into();
            let range = &report.span().range;
            let (what, known) = known(report.message());
            let help = match known {
                Some((used, known)) => instead(used, known),
                None => "mend the template at this place, or undo the last change to it"
                    .to_owned(),
            };
            Diagnostic::error("template", format!("this template fails: {what}"))
                .at(Span::new(&path, range.start, range.end))
                .help(help)
        }
        ErrorKind::CircularExtend { tpl, .. }
        | ErrorKind::CircularInclude { tpl, .. } => {
            Diagnostic::error("template", "this template uses itself in a circle")
                .at(at_start(tpl))
                .help("remove one of the `extends` or `include` lines")
        }
        other => {
            let message = format!("the templates do not fit together: {other}");
            Diagnostic::error("template", message)
                .help("undo the last change to the templates")
        }
    }
}
