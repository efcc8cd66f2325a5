//! Blocks: headings, tables, boxes, directives, code.
use std::fmt::Write as _;
use std::ops::Range;

use ground::diagnostic::Diagnostic;
use ground::html::{escaped, push_attribute};
use ground::prose::Form;
use ground::source::Span;
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind};

use super::open::{Fragment, OpenTable};
use super::writer::{Writer, slug};
use crate::read::body::{Heading, PlaceholderKind};
use crate::read::directive::{Directive, DirectiveLine};

impl Writer<'_> {
    /// Writes a heading whose text is complete.
    pub(super) fn heading(
        &mut self,
        level: u8,
        id: Option<String>,
        span: &Span,
        mut text: Fragment,
    ) {
        self.check_heading(level, &text.plain, span);
        if let Some(id) = id.as_ref().filter(|id| slug(id) != **id || self.is_taken(id)) {
            let message =
                format!("the id `{id}` stands twice, or is not in small letters");
            let help =
                "write a name of its own, in small letters with hyphens: {#who-can-ask}";
            let finding = Diagnostic::error("heading-id", message);
            self.found.push(finding.at(span.clone()).help(help));
        }
        let id = self.unique_id(&id.unwrap_or_else(|| text.plain.clone()));
        let plain = std::mem::take(&mut text.plain);
        let from = self.top().html.len();
        let html = &mut self.top().html;
        let _ = write!(html, "<h{level} id=\"");
        push_attribute(html, &id);
        html.push_str("\">");
        self.mark_line(from, span.start);
        self.append(text);
        let _ = writeln!(self.top().html, "</h{level}>");
        self.headings.push(Heading { level, id, text: plain });
    }

    fn check_heading(&mut self, level: u8, text: &str, span: &Span) {
        let before = self.headings.last().map_or(1, |heading| heading.level);
        let (message, help) = if text.trim().is_empty() {
            (
                "this heading is empty".to_owned(),
                "write its text, or remove it".to_owned(),
            )
        } else if level == 1 {
            let help = format!("write ## {}", text.trim());
            ("the page's title is its only top heading".to_owned(), help)
        } else if level > before + 1 {
            let marks = "#".repeat(usize::from(before) + 1);
            (
                "this heading skips a level, so screen readers lose the outline"
                    .to_owned(),
                format!("write {marks} {}", text.trim()),
            )
        } else {
            return;
        };
        self.found
            .push(Diagnostic::error("heading", message).at(span.clone()).help(help));
    }

    pub(super) fn heading_attributes(&mut self, range: Range<usize>) {
        let at = self.span(range);
        let message = "a heading can be given an id, and nothing else";
        let finding = Diagnostic::error("heading-id", message);
        self.found.push(finding.at(at).help("write only {#name} after it"));
    }

    /// Begins what a word is explained with.
    pub(super) fn definition_start(&mut self, range: &Range<usize>) {
        // Markdown takes `:::name` for `: ::name`, which explains a word.
        let line = &self.masked.text[range.clone()];
        if line.starts_with("::") {
            let end = line.find('\n').unwrap_or(line.len());
            self.misplaced(range.start..range.start + end);
        }
        self.push("<dd>");
    }

    pub(super) fn quote_start(&mut self, kind: Option<BlockQuoteKind>) {
        let (class, title) = match kind {
            None => return self.push("<blockquote>\n"),
            Some(BlockQuoteKind::Note) => ("callout", "Note"),
            Some(BlockQuoteKind::Tip) => ("callout", "Tip"),
            Some(BlockQuoteKind::Important) => ("callout", "Important"),
            Some(BlockQuoteKind::Warning) => ("warning", "Warning"),
            Some(BlockQuoteKind::Caution) => ("warning", "Caution"),
        };
        self.box_start(class, Some(title));
    }

    fn box_start(&mut self, class: &str, title: Option<&str>) {
        self.push(&format!("<div class=\"{class}\" role=\"note\">\n"));
        if let Some(title) = title {
            self.push(&format!("<p class=\"box-title\">{}</p>\n", escaped(title)));
        }
    }

    pub(super) fn code_start(&mut self, kind: &CodeBlockKind<'_>) {
        self.in_code = true;
        let language = match kind {
            CodeBlockKind::Fenced(info) => {
                info.split_whitespace().next().unwrap_or_default()
            }
            CodeBlockKind::Indented => "",
        };
        if language.is_empty() {
            return self.push("<pre><code>");
        }
        self.push(&format!("<pre><code class=\"language-{}\">", escaped(language)));
    }

    /// A table stands in a region of its own that scrolls on a narrow screen and has a
    /// name (WCAG 2.2, 1.4.10; GOV.UK Design System, table).
    pub(super) fn table_start(&mut self, aligned: Vec<Alignment>) {
        let caption = self.table.caption.take();
        let last = self.headings.last().map_or("", |heading| heading.text.as_str());
        let name = caption.clone().unwrap_or_else(|| format!("Table: {last}"));
        let html = &mut self.top().html;
        html.push_str(
            "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"",
        );
        push_attribute(html, name.trim_end_matches([':', ' ']));
        html.push_str("\"><table>\n");
        if let Some(caption) = &caption {
            let _ = writeln!(html, "<caption>{}</caption>", escaped(caption));
        }
        let bars = caption.is_some_and(|caption| caption.contains("out of 100"));
        self.table = OpenTable { bars, aligned, ..OpenTable::default() };
    }

    pub(super) fn row_start(&mut self, head: bool) {
        self.table.head = head;
        self.table.column = 0;
        self.push(if head { "<thead><tr>" } else { "<tr>" });
    }

    pub(super) fn cell_start(&mut self, range: &Range<usize>) {
        self.table.end = range.end;
        let is_blank =
            || self.masked.text[range.clone()].trim_matches(['|', ' ']).is_empty();
        let class = match self.table.aligned.get(self.table.column) {
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        self.table.head_cell = self.table.head && !is_blank();
        self.push(if self.table.head_cell { "<th scope=\"col\"" } else { "<td" });
        self.push(class);
        self.push(">");
        self.table.cell = self.top().html.len();
    }

    /// Finds what stands in a row behind its last cell: markdown drops it.
    pub(super) fn row_end(&mut self, range: &Range<usize>) {
        let Some(rest) = self.masked.text.get(self.table.end..range.end) else { return };
        let lost = rest.trim_matches(|c: char| c == '|' || c.is_whitespace());
        if lost.is_empty() {
            return;
        }
        let start =
            self.table.end + rest.len() - rest.trim_start_matches(['|', ' ']).len();
        let at = self.span(start..start + lost.len());
        let message = "visitors do not see this cell: the table's first row has fewer";
        let help =
            "give the first two rows a cell more; a bar that is part of a text is \\|";
        self.found.push(Diagnostic::error("table-cell", message).at(at).help(help));
    }

    pub(super) fn cell_end(&mut self) {
        self.table.column += 1;
        if self.table.bars {
            self.bar();
        }
        self.push(if self.table.head_cell { "</th>" } else { "</td>" });
    }

    /// Draws a bar beside the number that a cell holds, if it holds one and nothing else.
    fn bar(&mut self) {
        let start = self.table.cell;
        let html = &mut self.top().html;
        if let Some(number) = html.get(start..).and_then(out_of_100) {
            html.truncate(start);
            let _ = write!(
                html,
                "<span class=\"of\">{number}</span> <svg class=\"bar\" aria-hidden=\"true\">\
                 <rect width=\"{number}%\" height=\"100%\"/></svg>"
            );
        }
    }

    /// A block that markdown takes for HTML: directives under their markers, or raw HTML.
    pub(super) fn html_block(&mut self, range: Range<usize>) {
        let masked = self.masked;
        let (first, lines) = masked.lines(&range);
        let mut end = range.start;
        for (number, line) in lines.iter().enumerate() {
            self.raw_html(&masked.text[end..line.start], end..line.start);
            end = masked.text[line.end..]
                .find('\n')
                .map_or(range.end, |newline| line.end + newline + 1);
            self.directive_line(first + number, line.clone());
        }
        let end = end.min(range.end);
        self.raw_html(&masked.text[end..range.end], end..range.end);
    }

    fn directive_line(&mut self, number: usize, line: Range<usize>) {
        self.hidden_lines(number);
        self.lines_seen = number + 1;
        let (text, at) = (self.masked.written(line.clone()), self.span(line));
        // The block of HTML is an element of its own.
        let depth = self.depth.saturating_sub(1);
        match self.directives.read(text, at, depth, self.found) {
            DirectiveLine::Open(directive) => {
                let from = self.top().html.len();
                self.directive(&directive);
                self.mark_line(from, directive.at.start);
            }
            DirectiveLine::Close => self.directive_end(),
            DirectiveLine::Wrong => {}
        }
    }

    /// Ends the boxes that stand in an element which ends.
    pub(super) fn end_boxes(&mut self) {
        while self.directives.ends_with(self.depth, self.found) {
            self.directive_end();
        }
    }

    /// Finds the lines up to one that markdown took for something that is not shown.
    fn hidden_lines(&mut self, number: usize) {
        let masked = self.masked;
        for line in masked.all_lines().get(self.lines_seen..number).unwrap_or_default() {
            self.misplaced(line.clone());
        }
    }

    /// Finds the lines up to the end of the text that are not shown.
    pub(super) fn finish_lines(&mut self) {
        self.hidden_lines(self.masked.all_lines().len());
    }

    fn directive(&mut self, directive: &Directive) {
        for key in ["title", "caption", "needs"] {
            if let Some((text, at)) = directive.get(key).zip(directive.place(key)) {
                self.prose.add(Form::Label, text, &at);
            }
        }
        let title = directive.get("title");
        match directive.name {
            "warning" | "callout" => {
                self.box_start(directive.name, title);
                self.boxes.push("</div>\n");
            }
            "key-facts" | "studies" => {
                let title = title.unwrap_or_default();
                let id = self.unique_id(title);
                self.push(&format!(
                    "<section class=\"{}\" aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{}</h2>\n",
                    directive.name,
                    escaped(title)
                ));
                self.headings.push(Heading { level: 2, id, text: title.to_owned() });
                self.boxes.push("</section>\n");
            }
            "steps" | "actions" | "ways" => {
                self.push(&format!("<div class=\"{}\">\n", directive.name));
                self.boxes.push("</div>\n");
            }
            "fold" => {
                let title = escaped(title.unwrap_or_default());
                self.push(&format!(
                    "<details class=\"fold\">\n<summary>{title}</summary>\n"
                ));
                self.boxes.push("</details>\n");
            }
            "table" => {
                self.table.caption = directive.get("caption").map(str::to_owned);
                self.boxes.push("");
            }
            _ => self.placeholder(
                PlaceholderKind::Directive(directive.clone()),
                directive.at.clone(),
            ),
        }
    }

    fn directive_end(&mut self) {
        let end = self.boxes.pop().unwrap_or_default();
        self.push(end);
        self.table.caption = None;
    }
}

/// How many out of 100 a text says.
fn out_of_100(text: &str) -> Option<u8> {
    text.parse().ok().filter(|number| *number <= 100)
}
