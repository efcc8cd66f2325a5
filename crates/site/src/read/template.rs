//! Templates, parsed and checked before a page is rendered.
use std::collections::BTreeMap;
use std::sync::Arc;

use ground::diagnostic::Diagnostic;
use ground::source::{File, Path, Sources, Span, is_left_behind};
use tera::{Context, ErrorKind, Tera, TeraResult, Value};

use super::template_fault::{finding, instead, like, missing, name, placed};
use super::template_filters;
use super::template_meter::{self, Metered};

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
pub const PAGE_FIELDS: [&str; 21] = [
    "title",
    "description",
    "address",
    "url",
    "kind",
    "draft",
    "days",
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
    /// The names, each with the text that is rendered.
    names: Arc<BTreeMap<String, Metered>>,
}

impl Templates {
    /// Whether there is a template for a kind of page.
    pub fn has(&self, kind: &str) -> bool {
        self.kinds().any(|known| known == kind)
    }

    /// The kinds of page that there are.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        let names = self.names.keys().filter(|name| shared(name).is_none());
        names.filter_map(|name| name.strip_suffix(END))
    }

    /// Renders a page of some kind.
    pub fn render(&self, kind: &str, context: &Context) -> Result<String, Diagnostic> {
        // Not `render_to`: it is generic over where it writes, and so three copies of Tera's
        // interpreter would be compiled here (5 s of the first build).
        refill(context);
        let rendered = self.tera.render(&format!("{kind}{END}"), context);
        rendered.map_err(|error| self.finding(error.kind()))
    }

    /// A fault of a template that showed when a page was rendered, at its place in the file.
    fn finding(&self, error: &ErrorKind) -> Diagnostic {
        let mut finding = finding(error);
        let Some(at) = &mut finding.at else { return finding };
        let Some(metered) = self.names.get(name(&at.file)) else { return finding };
        (at.start, at.end) = (metered.origin(at.start), metered.origin(at.end));
        let ErrorKind::RenderingError(report) = error else { return finding };
        let Some((place, what)) = template_meter::spent(report.message()) else {
            return finding;
        };
        let help = "let it go over less: a loop within a loop goes round as often as both together, \
                    and what it keeps grows with each round";
        // A filter pays without knowing where it stands: the engine says it.
        let at = if place.is_empty() {
            at.clone()
        } else {
            Span::new(&at.file, place.start, place.end)
        };
        Diagnostic::error("template", what).at(at).help(help)
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
            self.names.keys().filter_map(|full| Some((full, shared(full)?)))
        {
            refill(context);
            match self.tera.render(full, context) {
                Ok(html) => {
                    // Editors end a file with the end of a line.
                    made.insert(name, Value::safe_string(html.trim_end_matches('\n')));
                }
                Err(error) => found.push(self.finding(error.kind())),
            }
        }
        (found.len() == before).then_some(made)
    }
}

/// Gives a page what its template may do: more on a site of more pages.
fn refill(context: &Context) {
    let pages = context.get("all_pages").and_then(Value::len);
    template_meter::refill(pages.unwrap_or(0));
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
    if found.len() > before {
        return None;
    }
    metered(&files).map_err(|error| found.push(finding(error.kind()))).ok()
}

/// The templates as they are rendered: with a bound on what they do.
fn metered(files: &[(&Path, &str)]) -> TeraResult<Templates> {
    let (included, all) = template_meter::repeated(files.iter().map(|(_, text)| *text));
    let names = files.iter().map(|(path, text)| {
        let name = name(path);
        let is_repeated = all || included.contains(name);
        (name.to_owned(), template_meter::metered(text, is_repeated))
    });
    let names: BTreeMap<_, _> = names.collect();
    let mut tera = Tera::new();
    template_meter::register(&mut tera);
    template_filters::register(&mut tera);
    let texts = names.iter().map(|(name, metered)| (name, &metered.text));
    tera.add_raw_templates(texts)?;
    Ok(Templates { tera: Arc::new(tera), names: Arc::new(names) })
}

/// The text of a template; a file that is no text is a finding.
fn text<'a>(path: &Path, file: &'a File, found: &mut Vec<Diagnostic>) -> Option<&'a str> {
    file.text(path).map_err(|finding| found.push(finding)).ok()
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
