//! Files in `content` that are no page and nothing else that is used: they are never
//! published, and staff are told.
use crate::diagnostic::Diagnostic;
use crate::drawing::FOLDER;
use crate::proof::sign::SIGNED;
use crate::read::{addresses, colours, judged};
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

/// Finds maps back to what a script or a style sheet was made of: they tell how and where.
pub(super) fn maps(world: &World<'_>, found: &mut Vec<Diagnostic>) {
    const MAP: &[u8] = b"sourceMappingURL=";
    for (path, file) in world.sources.below("static/") {
        let text = matches!(ending(path), "js" | "css");
        let named = |bytes: &[u8]| bytes.windows(MAP.len()).any(|part| part == MAP);
        if ending(path) == "map" || text && named(&file.bytes) {
            let message = format!("visitors could read what `{path}` was made of");
            let finding = Diagnostic::error("source-map", message);
            let help = "remove the map, and the line with sourceMappingURL";
            found.push(finding.at(Span::new(path, 0, 0)).help(help));
        }
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
            addresses::FILE
                | judged::FILE
                | colours::FILE
                | "content/practice.toml"
                | "content/kinds.toml"
                | "content/words.toml"
        )
        || path.starts_with("content/facts/") && ending(path) == "toml"
        || path.starts_with(FOLDER) && ending(path) == "toml"
        || is_picture(path)
}
