//! Faults that the template engine finds, in our form: what is wrong, where, and what to write.
use ground::diagnostic::{Diagnostic, nearest};
use ground::source::{Path, Span};
use tera::ErrorKind;

use super::template_meter::PAID;

/// The nearest of the names that there are, or all of them.
pub(super) fn instead<'a>(
    used: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> String {
    match nearest(used, known.clone()) {
        Some(near) => format!("write `{near}`"),
        None => format!("use one of: {}", known.collect::<Vec<_>>().join(", ")),
    }
}

/// A template that another extends, which is not there: where it is named, and the nearest.
pub(super) fn missing(
    current: &str,
    parent: &str,
    files: &[(&Path, &str)],
) -> Diagnostic {
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
pub(super) fn like(finding: Diagnostic, files: &[(&Path, &str)]) -> Diagnostic {
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
pub(super) fn placed(finding: Diagnostic, files: &[(&Path, &str)]) -> Diagnostic {
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
pub(super) fn finding(error: &ErrorKind) -> Diagnostic {
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
                Some((used, known)) => instead(used, known.filter(|name| *name != PAID)),
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

/// A template by the name that others use for it.
pub(super) fn name(path: &str) -> &str {
    path.strip_prefix("templates/").unwrap_or(path)
}
