//! What a page tells search engines of itself, as schema.org says it: only what visitors read
//! on the page too.
use serde_json::{Value, json};

use crate::graph::Entry;
use crate::read::kinds::{FAQ, MEDICAL};
use crate::render::fill::World;

/// The element that holds a page's structured data (JSON-LD). Browsers do not run it, so no
/// policy has to allow it.
pub fn element(world: &World<'_>, entry: &Entry, body: &str) -> String {
    let json = data(world, entry, body).to_string();
    // Within a script only these could be taken for markup.
    let json =
        json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    format!("<script type=\"application/ld+json\">{json}</script>")
}

fn data(world: &World<'_>, entry: &Entry, body: &str) -> Value {
    let (practice, matter) = (world.practice, &entry.page.matter);
    let kind = world.kinds.kind(entry.kind());
    let schema = kind.and_then(|kind| kind.schema.as_deref()).unwrap_or("WebPage");
    let mut page = json!({
        "@context": "https://schema.org",
        "@type": schema,
        "name": matter.title,
        "description": matter.description,
        "url": format!("{}{}", practice.url, entry.address),
        "inLanguage": practice.language,
        "publisher": {
            "@type": "MedicalClinic",
            "name": practice.name,
            "description": practice.what,
            "url": format!("{}/", practice.url),
            "telephone": practice.telephone,
        },
    });
    if let Some(updated) = matter.updated {
        page["dateModified"] = updated.to_string().into();
    }
    if let Some(about) = kind.and_then(|kind| kind.about.as_ref()) {
        page["about"] = json!({ "@type": "MedicalTherapy", "name": about });
        page["audience"] = json!({ "@type": "Patient" });
    }
    if let Some(review) = matter.review.as_ref().filter(|_| schema == MEDICAL) {
        page["lastReviewed"] = review.on.to_string().into();
        page["reviewedBy"] =
            json!({ "@type": "Person", "name": review.by, "jobTitle": review.role });
    }
    if schema == FAQ {
        match questions(body) {
            questions if questions.is_empty() => page["@type"] = "WebPage".into(),
            questions => page["mainEntity"] = questions.into(),
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
    let mut text = String::new();
    for (at, part) in html.split("<sup").enumerate() {
        let part =
            if at == 0 { part } else { part.split_once("</sup>").map_or("", |p| p.1) };
        for (at, piece) in part.split('<').enumerate() {
            if at == 0 {
                text.push_str(piece);
                continue;
            }
            let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
            let inline = ["a", "/a", "strong", "/strong", "em", "/em", "code", "/code"];
            if !inline.contains(&tag.split(' ').next().unwrap_or_default()) {
                text.push(' ');
            }
            text.push_str(words);
        }
    }
    let text = text.replace('\u{2060}', "").replace("&lt;", "<").replace("&gt;", ">");
    let text = text.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
