//! Pictures of a text: published, and told to those who do not see them.
use std::fmt::Write as _;

use ground::diagnostic::{Diagnostic, nearest};
use ground::html::push_attribute;
use ground::source::{Span, folder};

use crate::assets::picture::is_picture;
use crate::assets::{self, Published};
use crate::load::Project;
use crate::name::{normal, same};
use crate::render::address::{self, named_instead};
use crate::render::resolver::Resolver;
use crate::render::target::anew;

impl Resolver<'_> {
    pub(super) fn image(
        &mut self,
        file: &str,
        alt: &str,
        (span, place): (&Span, Option<&Span>),
        html: &mut String,
    ) {
        if alt.is_empty() {
            let message = "visitors who do not see this picture are told nothing of it";
            let help = format!(
                "write what it shows: ![a calm treatment room]({file}); a picture that says nothing is :::decoration{{file=\"{file}\"}}"
            );
            self.findings.push(
                Diagnostic::error("picture-text", message).at(span.clone()).help(help),
            );
        }
        self.picture(file, alt, (span, place), html);
    }

    /// Publishes a picture that stands beside the page or under `static`.
    pub(super) fn picture(
        &mut self,
        name: &str,
        alt: &str,
        (span, place): (&Span, Option<&Span>),
        html: &mut String,
    ) {
        let Project { sources, assets, .. } = self.project;
        let find = |path: String| {
            if is_picture(&path) {
                assets.pictures.get_key_value(path.as_str())
            } else {
                sources.files.get_key_value(path.as_str())
            }
        };
        let wanted = normal(name);
        let candidates = || {
            [name, &*wanted]
                .into_iter()
                .flat_map(|name| address::beside(&span.file, name))
        };
        let spelt_otherwise = |path: String| {
            let files = sources.files.keys().map(|path| &**path);
            find(same(files, &path)?.to_owned())
        };
        let file = candidates().find_map(find);
        let Some((path, file)) = file.or_else(|| candidates().find_map(spelt_otherwise))
        else {
            // A picture that could not be read is reported once, at the file.
            let unread = |path: String| sources.is_unread(&path);
            if !address::beside(&span.file, name).any(unread) {
                self.findings.push(self.no_picture(name, (span, place)));
            }
            return;
        };
        match assets::picture(path, file, self.memo) {
            Ok(published) => {
                let Published { size: (width, height), content, address } = &*published;
                html.push_str("<img src=\"");
                push_attribute(html, address);
                html.push_str("\" alt=\"");
                push_attribute(html, alt);
                let _ = write!(
                    html,
                    // With its size a browser keeps the room, so that the text does not jump when
                    // the picture arrives.
                    "\" width=\"{width}\" height=\"{height}\" loading=\"lazy\">"
                );
                self.files.push((address[1..].into(), content.clone()));
            }
            Err(problem) => {
                self.findings.push(assets::problem_with(path, problem).at(span.clone()));
            }
        }
    }

    fn no_picture(
        &self,
        name: &str,
        (span, place): (&Span, Option<&Span>),
    ) -> Diagnostic {
        let message =
            format!("visitors would not see a picture: there is no file `{name}`");
        let folder = format!("{}/", folder(&span.file));
        let files = self.project.sources.files.keys();
        let near = files.filter_map(|path| {
            path.strip_prefix(&*folder).or_else(|| path.strip_prefix("static/"))
        });
        let near = nearest(name, near);
        let help = match near {
            Some(near) => anew([name], near).unwrap_or_else(|| format!("write ({near})")),
            None => "put the picture beside the page or under static/".to_owned(),
        };
        let fix = near.and_then(|near| named_instead(place, near));
        Diagnostic::error("picture-missing", message).at(span.clone()).help(help).fix(fix)
    }
}
