//! Files in `content` that are no page and nothing else that is used: they are never
//! published, and staff are told.
use crate::diagnostic::Diagnostic;
use crate::drawing::FOLDER;
use crate::proof::sign::SIGNED;
use crate::render::fill::World;
use crate::render::picture::is_picture;
use crate::source::{Path, Span, ending, is_left_behind, is_markdown, name};

/// Warns of each such file, and finds a missing home page.
pub(super) fn check(world: &World<'_>, found: &mut Vec<Diagnostic>) {
    let sources = world.sources;
    let content = sources.files.keys().filter(|path| path.starts_with("content/"));
    for path in content.filter(|path| !is_used(path) && !sources.is_page(path)) {
        if sources.check_of_part(path).is_some() && is_markdown(path) {
            continue;
        }
        found.push(
            Diagnostic::warning("not-a-page", format!("`{path}` is not published"))
                .at(Span::new(path, 0, 0))
                .help(
                    "remove it from content/, or move it to static/ if visitors need it",
                ),
        );
    }
    if !world.site.by_address.contains_key("/") {
        found.push(
            Diagnostic::error("home-missing", "visitors find no first page")
                .help("add the file content/index.md"),
        );
    }
}

fn is_used(path: &Path) -> bool {
    if is_left_behind(path) {
        return false;
    }
    name(path) == "rules.toml"
        || name(path) == SIGNED
        || matches!(
            &**path,
            "content/practice.toml" | "content/kinds.toml" | "content/words.toml"
        )
        || path.starts_with("content/facts/") && ending(path) == "toml"
        || path.starts_with(FOLDER) && ending(path) == "toml"
        || is_picture(path)
}
