//! What writers are told of the kinds of page: a page to begin with, a guide, a schema for
//! their editor. All three are made of `content/kinds.toml`, which also gives the checks.
mod declared;
mod judge;
mod schema;

use std::fmt::Write as _;

use ground::html::escaped;

use crate::authoring::examples::Examples;
use crate::read::example;
use crate::read::front_matter::kind_of;
use crate::read::kinds::{Field, FieldType, Kinds, PageKind};
use crate::read::page::read_part;

pub use declared::{attestations_of, kinds_of};
pub use judge::judge;
pub use schema::schema;

/// A page of a kind to begin with in a file: a draft, with what it must say first, and what it
/// may say behind `#`.
pub fn blank(kinds: &Kinds, kind: &PageKind, file: &str) -> String {
    let fields = kinds.fields_of(&kind.id);
    let fields = fields.filter(|field| !matches!(&*field.id, "kind" | "draft"));
    let (must, may): (Vec<_>, Vec<_>) = fields.partition(|field| field.required);
    let mut text = format!("+++\n# {}: {}\n", kind.name, kind.help);
    text.push_str("\n# remove this line when the page is ready\ndraft = true\n");
    for field in must {
        let _ = write!(text, "\n# {}\n{}\n", sentence(field), example::line(field));
    }
    if kind_of(file, None) != kind.id {
        let _ = write!(text, "\nkind = \"{}\"\n", kind.id);
    }
    for field in may {
        let line = example::line(field).replace('\n', "\n# ");
        let _ = write!(text, "\n# {}\n# {line}\n", sentence(field));
    }
    text + "+++\n\n" + example::TEXT + "\n"
}

/// Whether a page has to say that it is of this kind. Of some the file's name tells.
pub(super) fn is_said(kind: &PageKind) -> bool {
    !matches!(kind.id.as_str(), "page" | "section" | "404")
}

/// A field's help and its limits.
fn sentence(field: &Field) -> String {
    let mut text = field.help.clone();
    let (min, max) = field.length;
    if field.form == FieldType::Text && max < usize::MAX {
        let _ = match min {
            0 | 1 => write!(text, " (at most {max} characters)"),
            _ => write!(text, " ({min} to {max} characters)"),
        };
    }
    if !field.one_of.is_empty() {
        let _ = write!(text, " (one of: {})", field.one_of.join(", "));
    }
    text
}

/// The guide as the main part of a page.
pub fn html(kinds: &Kinds) -> String {
    let mut html = String::from(
        "<h1>Kinds of page</h1>\n\
         <p>Start a page with <code>candor new KIND PATH</code>. The lines between \
         <code>+++</code> say what it is.</p>\n",
    );
    for kind in &kinds.kinds {
        let _ = writeln!(
            html,
            "<h2>{} (<code>{}</code>)</h2>\n<p>{}</p>",
            escaped(&kind.name),
            escaped(&kind.id),
            escaped(&kind.help)
        );
        owed(kind, &mut html);
        html.push_str("<dl>\n");
        if is_said(kind) {
            let id = escaped(&kind.id);
            let _ = writeln!(html, "<dt><code>kind = \"{id}\"</code>, needed</dt>");
            html.push_str("<dd>write this as it stands here</dd>\n");
        }
        for field in kinds.fields_of(&kind.id).filter(|field| field.id != "kind") {
            let needed = if field.required { ", needed" } else { "" };
            let _ = writeln!(
                html,
                "<dt><code>{} = {}</code>{needed}</dt>\n<dd>{}</dd>",
                escaped(&field.id),
                escaped(&field.example),
                escaped(&sentence(field))
            );
        }
        html.push_str("</dl>\n");
    }
    html
}

/// How to write for the site: the guide that stands beside the content, as the main part of
/// a page, with this site's own examples.
pub fn writing(examples: &Examples) -> String {
    const TEXT: &str = include_str!("../../../../../WRITING.md");
    read_part(&"WRITING.md".into(), &examples.fill(TEXT), &mut vec![]).html
}

/// What a page of the kind owes its visitors.
fn owed(kind: &PageKind, html: &mut String) {
    let mut owed = vec![];
    if let Some(grade) = kind.grade {
        owed.push(format!("It asks for {grade} years of school at most."));
    }
    if kind.claims {
        owed.push("It cites the facts that it rests on.".to_owned());
    }
    if !owed.is_empty() {
        let _ = writeln!(html, "<p>{}</p>", owed.join(" "));
    }
}
