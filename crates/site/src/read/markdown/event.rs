//! What is written where an element begins and where it ends.
use std::ops::Range;

use ground::diagnostic::Diagnostic;
use ground::prose::Form;
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::line::is_inline;
use super::open::Role;
use super::writer::Writer;

/// How deep a page may be nested. Nobody reads what is nested deeper, and programs that read
/// pages may give up.
const DEEPEST: usize = 32;

impl Writer<'_> {
    /// Writes what an event stands for.
    pub(super) fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.silent > 0 {
            return self.skip(event, range);
        }
        if self.picture.is_some() {
            return self.in_picture(event, range);
        }
        if range.start < self.written && self.is_written(&event, &range) {
            return;
        }
        match event {
            Event::Text(text) => self.text(&text, range),
            Event::Start(tag) if self.lines.is_none() || is_inline(&tag) => {
                self.start(tag, range);
            }
            Event::Start(tag) => {
                let (from, place) =
                    (self.top().html.len(), self.masked.source(range.start));
                self.start(tag, range);
                self.mark_line(from, place);
            }
            Event::End(tag) => self.end(tag, &range),
            Event::Code(code) => self.code(&code, range),
            Event::SoftBreak => self.plain("\n", "\n", range),
            Event::HardBreak => self.plain("<br>\n", " ", range),
            Event::Rule => self.push("<hr>\n"),
            Event::FootnoteReference(label) => self.note_reference(&label),
            Event::Html(_) => self.html_block(range),
            Event::InlineHtml(tag) => self.inline_html(&tag, range),
            // Off in the options.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {}
        }
    }

    /// Whether an event stands in what is written already, as a whole.
    fn is_written(&mut self, event: &Event<'_>, range: &Range<usize>) -> bool {
        match event {
            Event::Text(text)
                if text.len() == range.len() && range.end > self.written =>
            {
                let (start, end) = (self.written, range.end);
                self.text(&text[start - range.start..], start..end);
                true
            }
            Event::Text(_) => true,
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {
                range.end <= self.written
            }
            _ => false,
        }
    }

    /// Waits for the end of what is not shown. Raw HTML is told of there too.
    fn skip(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(_) => {
                self.depth += 1;
                self.silent += 1;
            }
            Event::End(_) => {
                self.depth -= 1;
                self.silent -= 1;
            }
            Event::Html(_) => self.html_block(range),
            Event::InlineHtml(tag) => self.raw_html(&tag, range),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        self.depth += 1;
        if self.depth > DEEPEST {
            return self.too_deep(range);
        }
        if self.prose.is_heard()
            && let Some(form) = form(tag.to_end())
        {
            self.prose.open(self.file, form);
        }
        if let Some(html) = opening(&tag) {
            return self.push(html);
        }
        match tag {
            Tag::Heading { level, id, classes, attrs } => {
                if !classes.is_empty() || !attrs.is_empty() {
                    self.heading_attributes(range.clone());
                }
                self.check_underlined(&range);
                let (id, span) = (id.map(|id| id.to_string()), self.span(range));
                self.open(Role::Heading { level: level as u8, id, span });
            }
            Tag::BlockQuote(kind) => self.quote_start(kind),
            Tag::CodeBlock(kind) => {
                if kind == CodeBlockKind::Indented {
                    self.check_indented(&range);
                }
                self.code_start(&kind);
            }
            Tag::List(Some(start)) => {
                self.check_list(start, &range);
                self.push(&format!("<ol start=\"{start}\">\n"));
            }
            Tag::FootnoteDefinition(label) => self.note_start(&label, range),
            Tag::DefinitionListDefinition => self.definition_start(&range),
            Tag::Table(aligned) => self.table_start(aligned),
            Tag::TableHead => self.row_start(true),
            Tag::TableRow => self.row_start(false),
            Tag::TableCell => self.cell_start(&range),
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => {
                self.in_address = true;
                self.link_start(&format!("mailto:{dest_url}"), "", range);
            }
            Tag::Link { link_type: LinkType::Reference, .. }
                if self.escaped_reference(&range) => {}
            Tag::Link { link_type, dest_url, title, .. } => {
                self.in_address = link_type == LinkType::Autolink;
                self.link_start(&dest_url, &title, range);
            }
            Tag::Image { dest_url, title, .. } => {
                self.image_start(&dest_url, &title, range);
            }
            _ => {}
        }
    }

    /// Leaves out what stands deeper than anybody reads.
    fn too_deep(&mut self, range: Range<usize>) {
        self.silent = 1;
        let finding = Diagnostic::error("nested", "this is nested too deep to be read");
        let help = "remove marks at the beginning of the line, or spaces";
        self.found.push(finding.at(self.span(range)).help(help));
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        self.end_tags();
        self.depth -= 1;
        self.end_boxes();
        if self.prose.is_heard() && form(tag).is_some() {
            self.prose.close();
        }
        match tag {
            TagEnd::Heading(_) | TagEnd::FootnoteDefinition => self.close(),
            TagEnd::TableCell => self.cell_end(),
            TagEnd::Paragraph => self.paragraph_end(),
            TagEnd::TableRow => {
                self.row_end(range);
                self.push("</tr>\n");
            }
            TagEnd::Link => self.link_end(),
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.push("</code></pre>\n");
            }
            tag => self.push(closing(tag)),
        }
    }
}

/// How an element begins that begins in the same way each time.
fn opening(tag: &Tag<'_>) -> Option<&'static str> {
    Some(match tag {
        Tag::Paragraph => "<p>",
        Tag::List(None) => "<ul>\n",
        Tag::List(Some(1)) => "<ol>\n",
        Tag::Item => "<li>",
        Tag::DefinitionList => "<dl>\n",
        Tag::DefinitionListTitle => "<dt>",
        Tag::Emphasis => "<em>",
        Tag::Strong => "<strong>",
        Tag::Strikethrough => "<del>",
        _ => return None,
    })
}

/// How an element ends that ends in the same way each time.
fn closing(tag: TagEnd) -> &'static str {
    match tag {
        TagEnd::BlockQuote(None) => "</blockquote>\n",
        TagEnd::BlockQuote(Some(_)) => "</div>\n",
        TagEnd::List(true) => "</ol>\n",
        TagEnd::List(false) => "</ul>\n",
        TagEnd::Item => "</li>\n",
        TagEnd::DefinitionList => "</dl>\n",
        TagEnd::DefinitionListTitle => "</dt>\n",
        TagEnd::DefinitionListDefinition => "</dd>\n",
        TagEnd::Table => "</tbody></table></div>\n",
        TagEnd::TableHead => "</tr></thead>\n<tbody>\n",
        TagEnd::Emphasis => "</em>",
        TagEnd::Strong => "</strong>",
        TagEnd::Strikethrough => "</del>",
        _ => "",
    }
}

/// How the words of an element are read, if it holds words of its own.
fn form(tag: TagEnd) -> Option<Form> {
    match tag {
        TagEnd::Paragraph | TagEnd::Item | TagEnd::DefinitionListDefinition => {
            Some(Form::Sentences)
        }
        TagEnd::Heading(_)
        | TagEnd::TableCell
        | TagEnd::DefinitionListTitle
        | TagEnd::Image
        | TagEnd::CodeBlock => Some(Form::Label),
        _ => None,
    }
}
