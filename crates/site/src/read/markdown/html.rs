//! HTML in a text: a few harmless tags are kept, all other is shown as it stands and found.
use std::ops::Range;

use ground::diagnostic::Diagnostic;
use ground::html::{escaped, push_attribute};

use super::open::OpenTag;
use super::writer::Writer;

/// Tags of words that markdown has no marks for. They may carry nothing that a browser acts
/// on: no attribute but the title of an abbreviation.
const KEPT: [&str; 5] = ["kbd", "sub", "sup", "mark", "abbr"];

/// What each of them makes of words.
const SHOWN_AS: [&str; 5] =
    ["keys to press", "lowered", "raised", "marked", "one abbreviation"];

/// A tag as it is written.
struct Tag<'a> {
    name: &'a str,
    ends: bool,
    /// What stands behind its name.
    rest: &'a str,
}

impl Writer<'_> {
    /// HTML in a line.
    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        if self.are_directives(&range) {
            return;
        }
        let tag = read(html);
        if tag.is_line_break() {
            self.plain("<br>\n", " ", range);
        } else if !self.keep(&tag, &range) {
            self.raw_html(html, range);
        }
    }

    /// Writes the directives that markdown takes for HTML in a line, with all between them: the
    /// marker of one begins an instruction, which that of the next one ends.
    fn are_directives(&mut self, range: &Range<usize>) -> bool {
        let lines = self.masked.lines(range).1.to_vec();
        let Some(last) = lines.last() else { return false };
        let written = escaped(self.masked.written(range.start..last.end));
        self.push(&written);
        for line in lines {
            self.misplaced(line);
        }
        true
    }

    /// Writes a tag that may be kept.
    fn keep(&mut self, tag: &Tag<'_>, range: &Range<usize>) -> bool {
        let Some(name) = KEPT.into_iter().find(|name| tag.is(name)) else { return false };
        let depth = self.depth;
        if tag.ends {
            let is_open = |open: &mut OpenTag| open.name == name && open.depth == depth;
            let open = self.tags.kept.pop_if(is_open);
            if open.is_some() {
                self.push(&format!("</{name}>"));
            }
            return open.is_some();
        }
        let title = if name == "abbr" { tag.title() } else { None };
        if title.is_none() && !tag.rest.is_empty() {
            return false;
        }
        let html = &mut self.top().html;
        html.push('<');
        html.push_str(name);
        if let Some(title) = title {
            html.push_str(" title=\"");
            push_attribute(html, title);
            html.push('"');
        }
        html.push('>');
        let span = self.span(range.clone());
        self.tags.kept.push(OpenTag { name, depth, span });
        true
    }

    /// Ends the tags that stand in an element which ends.
    pub(super) fn end_tags(&mut self) {
        let depth = self.depth;
        while let Some(open) = self.tags.kept.pop_if(|open| open.depth >= depth) {
            let OpenTag { name, span, .. } = open;
            let what =
                KEPT.iter().position(|kept| *kept == name).map_or("", |at| SHOWN_AS[at]);
            self.push(&format!("</{name}>"));
            let message = format!("visitors would see all that follows as {what}");
            let finding = Diagnostic::error("raw-html", message).at(span);
            self.found.push(finding.help(format!("write </{name}> where it ends")));
        }
    }

    /// HTML that is shown as text, with what to write instead.
    pub(super) fn raw_html(&mut self, html: &str, range: Range<usize>) {
        if html.trim().is_empty() {
            return;
        }
        self.refuse_html(html, range);
        self.push(&escaped(html));
    }

    /// Finds what is no HTML that can be kept: the first tag, or the first end of one that was
    /// never open.
    pub(super) fn refuse_html(&mut self, html: &str, range: Range<usize>) {
        let mut first = true;
        for (at, _) in html.match_indices('<') {
            let piece = &html[at..];
            let tag = read(piece);
            let is_first = std::mem::take(&mut first);
            let is_comment = piece.starts_with("<!") || piece.starts_with("<?");
            if tag.name.is_empty() && !is_comment {
                continue;
            }
            let is_stray = self.tags.is_stray(&tag.name.to_ascii_lowercase(), tag.ends);
            if is_stray || is_first && !tag.ends {
                let start = range.start + at;
                let end = if is_stray {
                    start + piece.find('>').map_or(piece.len(), |end| end + 1)
                } else {
                    range.start + html.trim_end().len()
                };
                self.refused(&tag, piece, start..end);
                if is_stray {
                    return;
                }
            }
        }
    }

    fn refused(&mut self, tag: &Tag<'_>, html: &str, range: Range<usize>) {
        let message = "HTML cannot be written here, visitors would see it as text";
        let finding = Diagnostic::error("raw-html", message).at(self.span(range));
        let help = match KEPT.into_iter().find(|name| tag.is(name)) {
            Some("abbr") if !tag.ends => "write only <abbr title=\"…\">".to_owned(),
            Some(name) if !tag.ends => format!("write only <{name}>"),
            _ if tag.ends => "remove it: nothing is open that it could end".to_owned(),
            _ => instead_of(tag, html).to_owned(),
        };
        self.found.push(finding.help(help));
    }
}

/// Reads the tag that a text begins with.
fn read(html: &str) -> Tag<'_> {
    let rest = html.strip_prefix('<').unwrap_or(html);
    let (ends, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
    let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let (name, rest) = rest.split_at(length);
    let rest = rest.split_once('>').map_or(rest, |(rest, _)| rest);
    Tag { name, ends, rest: rest.trim() }
}

impl Tag<'_> {
    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    fn is_line_break(&self) -> bool {
        self.is("br") && !self.ends && matches!(self.rest, "" | "/")
    }

    /// The title, if it has one and nothing else.
    fn title(&self) -> Option<&str> {
        let value = self.rest.strip_prefix("title")?.trim_start().strip_prefix('=')?;
        let value = value.trim_start().strip_prefix('"')?.strip_suffix('"')?;
        (!value.contains('"')).then_some(value)
    }
}

/// What to write instead of a tag.
fn instead_of(tag: &Tag<'_>, html: &str) -> &'static str {
    match tag.name.to_ascii_lowercase().as_str() {
        "b" | "strong" => "write **bold text**",
        "i" | "em" => "write *slanted text*",
        "a" => "write [text](address)",
        "img" | "picture" => "write ![what the picture shows](file.jpg)",
        "br" => "write only <br>",
        "hr" => "write a line with only ---",
        "p" => "leave an empty line between two paragraphs",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "write ## Heading",
        "ul" | "ol" | "li" => "start each line with - or 1.",
        "table" | "tr" | "td" | "th" => "write a table: | a | b |, then | --- | --- |",
        "blockquote" => "start each line with >",
        "details" | "summary" => {
            "use a fold: :::fold{title=\"…\"}, the text, then a line with only :::"
        }
        "div" | "section" | "aside" | "span" => {
            "use a box: :::callout{title=\"…\"}, the text, then a line with only :::"
        }
        "script" | "style" | "iframe" | "form" | "input" => {
            "remove it: pages load nothing else"
        }
        _ if html.starts_with("<!--") => "remove the comment: visitors could read it",
        _ => "remove it, or write it with markdown or a directive",
    }
}
