//! What a page tells search engines of itself, as schema.org says it: only what visitors read
//! on the page too.
use memchr::memchr3;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};

use crate::load::Project;
use crate::load::graph::PageNode;
use crate::read::kinds::{FAQ, MEDICAL};
use crate::read::practice::Practice;

/// The element that holds a page's structured data (JSON-LD). Browsers do not run it, so no
/// policy has to allow it.
pub fn element(
    project: &Project,
    publisher: &RawValue,
    page: &PageNode,
    body: &str,
) -> String {
    let data = data(project, publisher, page, body);
    let json = serde_json::to_string(&data).expect("texts and lists can be written");
    // Within a script only these could be taken for markup.
    let json = if memchr3(b'<', b'>', b'&', json.as_bytes()).is_some() {
        json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
    } else {
        json
    };
    format!("<script type=\"application/ld+json\">{json}</script>")
}

/// A page, in the words of schema.org.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'a> {
    #[serde(rename = "@context")]
    context: &'a str,
    #[serde(rename = "@type")]
    kind: &'a str,
    name: &'a str,
    description: &'a str,
    url: String,
    in_language: &'a str,
    publisher: &'a RawValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
}

#[derive(Serialize)]
struct Clinic<'a> {
    #[serde(rename = "@type")]
    kind: &'a str,
    name: &'a str,
    description: &'a str,
    url: String,
    telephone: String,
}

/// The practice, which publishes every page.
pub fn publisher(practice: &Practice) -> Box<RawValue> {
    let clinic = Clinic {
        kind: "MedicalClinic",
        name: &practice.name,
        description: &practice.what,
        url: format!("{}/", practice.url),
        // As it is dialled from anywhere: a search engine shows it in every country.
        telephone: Practice::dial(&practice.telephone),
    };
    to_raw_value(&clinic).expect("texts can be written")
}

fn data<'a>(
    project: &'a Project,
    publisher: &'a RawValue,
    node: &'a PageNode,
    body: &str,
) -> Page<'a> {
    let (practice, matter) = (&*project.practice, &node.page.matter);
    let kind = project.kinds.kind(node.kind());
    let schema = kind.and_then(|kind| kind.schema.as_deref()).unwrap_or("WebPage");
    let mut page = Page {
        context: "https://schema.org",
        kind: schema,
        name: &matter.title,
        description: &matter.description,
        url: format!("{}{}", practice.url, node.address),
        in_language: &practice.language,
        publisher,
        date_modified: matter.updated.map(|updated| updated.to_string()),
        more: serde_json::Map::new(),
    };
    let mut say = |key: &str, value| drop(page.more.insert(key.to_owned(), value));
    if let Some(about) = kind.and_then(|kind| kind.about.as_ref()) {
        say("about", json!({ "@type": about.schema, "name": about.name }));
        say("audience", json!({ "@type": "Patient" }));
    }
    if let Some(review) = matter.review.as_ref().filter(|_| schema == MEDICAL) {
        say("lastReviewed", review.on.to_string().into());
        let by = json!({ "@type": "Person", "name": review.by, "jobTitle": review.role });
        say("reviewedBy", by);
    }
    if schema == FAQ {
        match questions(body) {
            // Google requires a `mainEntity` of an FAQPage.
            questions if questions.is_empty() => page.kind = "WebPage",
            questions => say("mainEntity", questions.into()),
        }
    }
    page
}

/// The headings that ask something, each with the text below it.
fn questions(body: &str) -> Vec<Value> {
    let sections = body.split("<h2 ").skip(1);
    let question = |section: &str| {
        let (heading, text) = section.split_once("</h2>")?;
        let asked = plain(heading.split_once('>')?.1);
        let answer = plain(text);
        (asked.ends_with('?') && !answer.is_empty()).then(|| {
            json!({
                "@type": "Question",
                "name": asked,
                "acceptedAnswer": { "@type": "Answer", "text": answer },
            })
        })
    };
    sections.filter_map(question).collect()
}

/// The words of our own HTML, without the marks of sources.
fn plain(html: &str) -> String {
    const INLINE: [&str; 5] = ["a", "strong", "em", "code", "span"];
    let mut text = String::new();
    let mut pieces = html.split('<');
    text.push_str(pieces.next().unwrap_or_default());
    // The mark of a claim is a button, that of a note is raised.
    let mut mark = None;
    for piece in pieces {
        let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
        let name = tag.split(' ').next().unwrap_or_default();
        if let Some(ending) = mark {
            if name != ending {
                continue;
            }
            mark = None;
        } else if let "button" | "sup" = name {
            mark = Some(if name == "sup" { "/sup" } else { "/button" });
            continue;
        } else if !INLINE.contains(&name.trim_start_matches('/')) {
            // Two blocks are two lines on the page, so their words must not run into one.
            text.push(' ');
        }
        text.push_str(words);
    }
    // The ampersand comes last: before, `&amp;lt;` would become a tag's bracket.
    let text = text.replace('\u{2060}', "").replace("&lt;", "<").replace("&gt;", ">");
    let text = text.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
