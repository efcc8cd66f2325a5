//! The words that a template itself says, with their places: what stands between its tags, and
//! what tags say to those who do not see them.
use ground::prose::{Form, Prose};
use ground::source::{Path, Span};

/// What stands between these is no text: the template's own language, comments, tags.
const MARKS: &[(&str, &str)] = &[("{#", "#}"), ("{%", "%}"), ("{{", "}}"), ("<", ">")];

/// Tags that stand within a sentence.
const INLINE: &[&str] = &["a", "abbr", "b", "em", "i", "span", "strong", "time"];

/// The words of a template.
pub fn prose(file: &Path, text: &str) -> Prose {
    let mut prose = Prose::default();
    prose.open(file, Form::Label);
    let mut at = 0;
    while at < text.len() {
        let next =
            MARKS.iter().filter_map(|mark| Some((text[at..].find(mark.0)? + at, mark)));
        let Some((start, (open, close))) = next.min_by_key(|(start, _)| *start) else {
            prose.say(&text[at..], 0, file, at..text.len());
            break;
        };
        if start > at {
            prose.say(&text[at..start], 0, file, at..start);
        }
        let end = text[start + open.len()..].find(close);
        let end = end.map_or(text.len(), |end| start + open.len() + end + close.len());
        if *open == "<" {
            tag(file, text, start..end, &mut prose);
        }
        at = end;
    }
    prose.close();
    prose
}

/// A tag ends a sentence, unless it stands within one; some of its attributes are read out.
fn tag(file: &Path, text: &str, range: std::ops::Range<usize>, prose: &mut Prose) {
    let tag = &text[range.clone()];
    let name = tag.trim_start_matches(['<', '/']);
    let name =
        name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    for attribute in [" alt=\"", " aria-label=\"", " content=\"", " title=\""] {
        let Some(start) = tag.find(attribute).map(|at| at + attribute.len()) else {
            continue;
        };
        let words = tag[start..].split('"').next().unwrap_or_default();
        if !words.is_empty() && !words.contains("{{") {
            let start = range.start + start;
            prose.add(Form::Label, words, &Span::new(file, start, start + words.len()));
        }
    }
    if !INLINE.contains(&name) {
        prose.close();
        prose.open(file, Form::Label);
    }
}
