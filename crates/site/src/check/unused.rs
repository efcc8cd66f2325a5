//! Files in `content` that are no page and nothing else that is used: they are never
//! published, and staff are told.
use ground::diagnostic::Diagnostic;
use ground::source::{Path, Span, ending, folder, is_left_behind, is_markdown, name};
use memchr::memmem;
use self_check::proof::sign::SIGNED;

use crate::assets::picture::{is_picture, is_refused};
use crate::load::Project;
use crate::read::{addresses, attestations, colours};
use crate::{decision, drawing};

/// Warns of each such file, and finds a missing home page.
pub(super) fn check(project: &Project, found: &mut Vec<Diagnostic>) {
    let sources = &project.sources;
    let content = sources.files.keys().filter(|path| path.starts_with("content/"));
    let is_page = |path: &Path| project.graph.by_file.contains_key(path);
    for path in content.filter(|path| !is_page(path) && !is_used(path)) {
        if sources.check_of_part(path).is_some() && is_markdown(path) {
            continue;
        }
        let help = match meant(project, path) {
            Some(name) => format!("rename it to `{name}`"),
            None => "remove it from content/, or move it to static/ if visitors need it"
                .to_owned(),
        };
        let message = format!("`{path}` is not published");
        let finding = Diagnostic::warning("not-a-page", message);
        found.push(finding.at(Span::new(path, 0, 0)).help(help));
    }
    let home = "content/index.md";
    // A home page that could not be read is reported as such: that it is missing would be wrong.
    if !project.graph.by_address.contains_key("/") && !sources.is_unread(home) {
        found.push(
            Diagnostic::error("home-missing", "visitors find no first page")
                .help("add the file content/index.md"),
        );
    }
}

/// The name by which a file would be used: `a.md` for `A.MD` and `a.markdown`.
fn meant(project: &Project, path: &Path) -> Option<String> {
    let sources = &project.sources;
    let small = name(path).to_lowercase();
    let (stem, ending) = small.rsplit_once('.')?;
    let ending =
        if matches!(ending, "markdown" | "mdown" | "mkd") { "md" } else { ending };
    let meant: Path = format!("{}/{stem}.{ending}", folder(path)).into();
    let is_part = is_markdown(&meant) && sources.check_of_part(&meant).is_some();
    let fits = is_part || sources.is_page(&meant) || is_used(&meant);
    (fits && !sources.files.contains_key(&meant)).then(|| meant.to_string())
}

/// What stands before the address of a map, in a script or a style sheet.
const MAP: &[u8] = b"sourceMappingURL=";

/// Finds maps back to what a script or a style sheet was made of: they tell how and where.
pub(super) fn maps(project: &Project, found: &mut Vec<Diagnostic>) {
    for (path, file) in project.sources.below("static/") {
        let ending = ending(path).to_ascii_lowercase();
        let text = matches!(&*ending, "js" | "mjs" | "css");
        if ending == "map" || text && memmem::find(&file.bytes, MAP).is_some() {
            found.push(source_map(path));
        }
    }
}

fn source_map(path: &Path) -> Diagnostic {
    let message = format!("visitors could read what `{path}` was made of");
    let finding = Diagnostic::error("source-map", message).at(Span::new(path, 0, 0));
    finding.help("remove the map, and the line with sourceMappingURL")
}

/// Whether a file has its use. Pictures of any kind are told of where a page shows them.
fn is_used(path: &Path) -> bool {
    is_left_behind(path)
        || name(path) == "rules.toml"
        || name(path) == SIGNED
        || matches!(
            &**path,
            addresses::FILE
                | attestations::FILE
                | colours::FILE
                | "content/practice.toml"
                | "content/kinds.toml"
                | "content/words.toml"
        )
        || path.starts_with("content/facts/") && ending(path) == "toml"
        || [drawing::FOLDER, decision::FOLDER]
            .iter()
            .any(|folder| path.starts_with(folder))
            && ending(path) == "toml"
        || is_picture(path)
        || is_refused(path)
}
