//! Templates, parsed and checked before a page is rendered.
use std::sync::Arc;

use tera::{Context, ErrorKind, Tera};

use crate::diagnostic::{Diagnostic, nearest};
use crate::source::{File, Path, Sources, Span, is_left_behind};

/// The names that every template is given; anything else is a slip.
pub const NAMES: &[&str] = &[
    "all_pages",
    "assets",
    "body",
    "csp",
    "footer",
    "menu",
    "page",
    "preview",
    "site",
    "structured_data",
];

/// The templates by their names below `templates`, ready to render.
#[derive(Clone, Default)]
pub struct Templates {
    tera: Arc<Tera>,
    names: Vec<String>,
}

impl Templates {
    /// Whether there is a template for a kind of page.
    pub fn has(&self, kind: &str) -> bool {
        self.names.contains(&format!("{kind}.html"))
    }

    /// The kinds of page that there are.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        self.names.iter().filter_map(|name| name.strip_suffix(".html"))
    }

    /// Renders a page of some kind, whose text takes `size` bytes.
    pub fn render(
        &self,
        kind: &str,
        context: &Context,
        size: usize,
    ) -> Result<String, Diagnostic> {
        let mut html = Vec::with_capacity(size + AROUND);
        let rendered = self.tera.render_to(&format!("{kind}.html"), context, &mut html);
        rendered.map_err(|error| finding(error.kind()))?;
        Ok(String::from_utf8(html).expect("templates and values are texts"))
    }
}

/// About so many bytes stand around a page's text: with room for them, a page is not moved
/// while it grows.
const AROUND: usize = 8 * 1024;

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
    for (path, text) in &files {
        unknown_names(&tera, path, text, found);
    }
    let names = files.iter().map(|(path, _)| name(path).to_owned()).collect();
    (found.len() == before).then(|| Templates { tera: Arc::new(tera), names })
}

fn text<'a>(path: &Path, file: &'a File, found: &mut Vec<Diagnostic>) -> Option<&'a str> {
    file.text(path).map_err(|finding| found.push(finding)).ok()
}

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

fn inside_tag(before: &str) -> bool {
    let last =
        |marks: [&str; 2]| marks.iter().filter_map(|mark| before.rfind(mark)).max();
    last(["{{", "{%"]) > last(["}}", "%}"])
}

/// Tera lets a conditional on an unknown name pass, so the names are checked here.
fn unknown_names(tera: &Tera, path: &Path, text: &str, found: &mut Vec<Diagnostic>) {
    let Ok(variables) = tera.get_template_variables(name(path)) else { return };
    let mut unknown: Vec<_> =
        variables.into_iter().filter(|used| !NAMES.contains(used)).collect();
    unknown.sort_unstable();
    for used in unknown {
        // A name that this file does not hold comes from one that it includes or extends.
        let Some(start) = text.find(used) else { continue };
        let at = Span::new(path, start, start + used.len());
        let help = match nearest(used, NAMES.iter().copied()) {
            Some(near) => format!("write `{near}`"),
            None => format!("use one of: {}", NAMES.join(", ")),
        };
        let message = format!("this template uses `{used}`, which no page has");
        found.push(Diagnostic::error("template", message).at(at).help(help));
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
            Diagnostic::error(
                "template",
                format!("this template fails: {}", report.message()),
            )
            .at(Span::new(&path, range.start, range.end))
            .help("mend the template at this place, or undo the last change to it")
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
