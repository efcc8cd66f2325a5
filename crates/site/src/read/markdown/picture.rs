//! Pictures: whatever stands in their text is told to those who do not see them.
use std::ops::Range;

use ground::prose::Form;
use pulldown_cmark::{Event, TagEnd};

use super::open::OpenPicture;
use super::writer::Writer;
use crate::read::body::PlaceholderKind;

impl Writer<'_> {
    pub(super) fn image_start(&mut self, file: &str, title: &str, range: Range<usize>) {
        let (span, at) = (self.span(range), self.destination());
        let (file, title) = (file.to_owned(), title.trim().to_owned());
        let depth = self.depth;
        self.picture =
            Some(OpenPicture { file, title, alt: String::new(), span, at, depth });
    }

    /// What stands in a picture's text. Links and pictures in there are their words alone
    /// (`CommonMark` 0.31, 6.4).
    pub(super) fn in_picture(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Text(text) => {
                self.say(&text, range);
                self.tell(&text);
            }
            Event::Code(code) => {
                self.say_code(&code, range);
                self.tell(&code);
            }
            Event::SoftBreak | Event::HardBreak => {
                self.say(" ", range);
                self.tell(" ");
            }
            Event::InlineHtml(tag) => {
                self.refuse_html(&tag, range);
                self.tell(&tag);
            }
            Event::Start(_) => self.depth += 1,
            Event::End(TagEnd::Image) if self.is_outermost() => self.image_end(),
            Event::End(_) => self.depth -= 1,
            _ => {}
        }
    }

    fn tell(&mut self, text: &str) {
        if let Some(picture) = &mut self.picture {
            picture.alt.push_str(text);
        }
    }

    fn is_outermost(&self) -> bool {
        self.picture.as_ref().is_some_and(|picture| picture.depth == self.depth)
    }

    fn image_end(&mut self) {
        self.depth -= 1;
        if self.prose.is_heard() {
            self.prose.close();
        }
        let Some(picture) = self.picture.take() else { return };
        let OpenPicture { file, title, alt, span, at, .. } = picture;
        if !title.is_empty() {
            self.prose.add(Form::Label, &title, &span);
        }
        let alt = alt.trim().to_owned();
        let kind = PlaceholderKind::Image { file, alt, title, is_figure: false, at };
        self.placeholder(kind, span);
    }

    /// Ends a paragraph. One that holds nothing but a picture with a title is a figure, which
    /// cannot stand in a paragraph (HTML, 4.4.12).
    pub(super) fn paragraph_end(&mut self) {
        let top = self.top();
        let length = top.html.len();
        let here = top.placeholders.iter().rev().take_while(|other| other.at == length);
        if here.count() == 1
            && let Some(last) = top.placeholders.last_mut()
            && let Some(open) = last_paragraph(&top.html)
            && let PlaceholderKind::Image { title, is_figure, .. } = &mut last.kind
            && !title.is_empty()
        {
            *is_figure = true;
            last.at = open;
            top.html.truncate(open);
            top.html.push('\n');
            return;
        }
        top.html.push_str("</p>\n");
    }
}

/// Where a paragraph begins that nothing has been written into.
fn last_paragraph(html: &str) -> Option<usize> {
    let open = html.rfind('<')?;
    // In a preview it says on which line it stands.
    let is_paragraph = html[open..].starts_with("<p>") || html[open..].starts_with("<p ");
    (is_paragraph && html.ends_with('>')).then_some(open)
}
