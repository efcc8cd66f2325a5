//! Reads a page that is written plainly, without the rules by which a browser mends what is
//! not, and declines any other: then the whole parser reads it.
//!
//! Plain is: small letters, values in quotes, each element closed in its order and standing
//! where it may. What is declined needlessly costs time, and nothing else. The tests compare
//! each tree with the whole parser's.
use std::borrow::Cow;

use super::Tree;
use super::plain::{Category, category, is_drawn_with};

/// The tree of a page that is written plainly.
pub fn read(html: &str) -> Option<Tree<'_>> {
    let rest = html.strip_prefix("<!DOCTYPE html>")?;
    if memchr::memchr2(b'\r', 0, rest.as_bytes()).is_some() {
        return None;
    }
    // Room for as many as most pages have.
    let (elements, texts) = (html.len() / 32, html.len() / 24);
    let mut tree = Tree::default();
    tree.elements.reserve(elements);
    tree.texts.reserve(texts);
    let mut reader = Reader { rest, tree, open: Vec::with_capacity(16) };
    reader.content()?;
    reader.end()?;
    Some(reader.tree)
}

/// Reads what stands in quotes or between tags, in which `&` begins a character.
fn decoded(text: &str) -> Option<Cow<'_, str>> {
    let mut pieces = text.split('&');
    let mut whole = pieces.next()?.to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once(';')?;
        whole.push(character(name)?);
        whole.push_str(rest);
    }
    Some(whole.into())
}

fn character(name: &str) -> Option<char> {
    let number = match name {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        "nbsp" => return Some('\u{a0}'),
        _ => name.strip_prefix('#')?,
    };
    let (digits, base) = number.strip_prefix('x').map_or((number, 10), |hex| (hex, 16));
    let plain = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let code = plain.then(|| u32::from_str_radix(digits, base).ok()).flatten()?;
    let known = char::from_u32(code).filter(|letter| !letter.is_control());
    known.filter(|_| code & 0xfffe != 0xfffe && !(0xfdd0..=0xfdef).contains(&code))
}

/// What browsers take for a space.
const SPACES: [char; 4] = [' ', '\n', '\t', '\x0c'];

fn is_space(text: &str) -> bool {
    text.trim_start_matches(SPACES).is_empty()
}

struct Reader<'a> {
    /// What is not read yet.
    rest: &'a str,
    tree: Tree<'a>,
    /// The elements that are not closed yet.
    open: Vec<(usize, Category)>,
}

impl<'a> Reader<'a> {
    /// Reads until the body is closed.
    fn content(&mut self) -> Option<()> {
        loop {
            // A third of all tags follow on another one.
            if !self.rest.starts_with('<') {
                let text = self.until(b'<')?;
                self.text(text)?;
            }
            if self.rest.as_bytes().get(1) != Some(&b'/') {
                self.start()?;
            } else if self.close()? == Category::Body {
                return Some(());
            }
        }
    }

    /// What stands before a mark, decoded.
    fn until(&mut self, mark: u8) -> Option<Cow<'a, str>> {
        let end = match self.rest.as_bytes() {
            // Two of five texts are one line break: a look spares a search, which takes 60
            // instructions.
            [b'\n', next, ..] if *next == mark => 1,
            rest => memchr::memchr2(mark, b'&', rest)?,
        };
        if self.rest.as_bytes()[end] == mark {
            return Some(self.take(end).into());
        }
        let end = end + memchr::memchr(mark, &self.rest.as_bytes()[end..])?;
        decoded(self.take(end))
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn skip(&mut self, text: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(text)?;
        Some(())
    }

    fn skip_spaces(&mut self) {
        let is_space = |byte: &u8| SPACES.contains(&char::from(*byte));
        self.take(self.rest.bytes().take_while(is_space).count());
    }

    fn parent(&self) -> Option<Category> {
        self.open.last().map(|(_, category)| *category)
    }

    fn has_open(&self, category: Category) -> bool {
        self.open.iter().any(|(_, open)| *open == category)
    }

    /// The text between two tags.
    fn text(&mut self, text: Cow<'a, str>) -> Option<()> {
        if self.parent().is_none_or(Category::is_structure) && !is_space(&text) {
            return None;
        }
        // Spaces before the head belong to no element (HTML, 13.2.6.4.3).
        if self.tree.elements.len() > 1 {
            self.tree.texts.push(text);
        }
        Some(())
    }

    /// A tag that opens an element, with all in it that is no element.
    fn start(&mut self) -> Option<()> {
        self.skip("<")?;
        let name = self.name()?;
        let category = category(name)?;
        if !self.may_stand(category) {
            return None;
        }
        let is_drawn = matches!(category, Category::Drawing | Category::Shape);
        let attributes = self.attributes(is_drawn)?;
        let is_closed = self.rest.starts_with('/');
        self.skip(if is_closed { "/>" } else { ">" })?;
        let parent = self.open.last().map(|(at, _)| *at);
        let at = self.tree.open(name, attributes, parent);
        if category.is_void() || is_closed && is_drawn {
            return Some(());
        }
        self.open.push((at, category));
        // The first newline in it would not count.
        let is_odd = is_closed || name == "pre" && self.rest.starts_with('\n');
        match category {
            _ if is_odd => None,
            Category::Script => self.raw(),
            _ => Some(()),
        }
    }

    /// What stands in a script, where nothing is decoded.
    fn raw(&mut self) -> Option<()> {
        let end = memchr::memmem::find(self.rest.as_bytes(), b"</")?;
        let text = self.take(end);
        if !text.is_empty() {
            self.tree.texts.push(text.into());
        }
        // There a script's end could be none.
        (!text.contains("<!")).then_some(())
    }

    fn name(&mut self) -> Option<&'a str> {
        let is_letter = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let length = self.rest.bytes().take_while(is_letter).count();
        (length > 0).then(|| self.take(length))
    }

    fn attributes(&mut self, is_drawn: bool) -> Option<Vec<(&'a str, Cow<'a, str>)>> {
        let mut attributes: Vec<(&str, _)> = vec![];
        loop {
            let before = self.rest.len();
            let ends = |rest: &str| matches!(rest.as_bytes().first(), Some(b'>' | b'/'));
            if ends(self.rest) {
                return Some(attributes);
            }
            self.skip_spaces();
            if ends(self.rest) {
                return Some(attributes);
            }
            let name = self.key(is_drawn);
            let is_known = !is_drawn || is_drawn_with(name);
            let is_new = attributes.iter().all(|(other, _)| *other != name);
            if self.rest.len() + name.len() == before
                || name.is_empty()
                || !is_known
                || !is_new
            {
                return None;
            }
            if attributes.is_empty() {
                // Room for as many as most elements have: to grow takes twice as long.
                attributes = Vec::with_capacity(2);
            }
            attributes.push((name, self.value()?));
        }
    }

    /// The name of an attribute.
    fn key(&mut self, is_drawn: bool) -> &'a str {
        const CAPITAL: &str = "viewBox";
        if is_drawn && self.rest.starts_with(CAPITAL) {
            return self.take(CAPITAL.len());
        }
        let is_letter = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        self.take(self.rest.bytes().take_while(is_letter).count())
    }

    /// The value of an attribute, in quotes; none says that it is there.
    fn value(&mut self) -> Option<Cow<'a, str>> {
        if !self.rest.starts_with('=') {
            let ends = self.rest.starts_with(SPACES) || self.rest.starts_with(['>', '/']);
            return ends.then_some("".into());
        }
        self.skip("=\"")?;
        let value = self.until(b'"')?;
        self.skip("\"")?;
        Some(value)
    }

    /// A tag that closes the element that was opened last.
    fn close(&mut self) -> Option<Category> {
        let (at, category) = self.open.pop()?;
        self.skip("</")?;
        self.skip(self.tree.elements[at].name)?;
        self.skip(">")?;
        self.tree.close(Some(at));
        Some(category)
    }

    /// After the body there is no text: spaces are still the body's.
    fn end(&mut self) -> Option<()> {
        let (before, after) = self.rest.split_once("</html>")?;
        if !is_space(before) || !is_space(after) {
            return None;
        }
        let spaces = format!("{before}{after}");
        let html = self.open.pop()?.0;
        let body =
            self.tree.elements.iter().position(|element| element.name == "body")?;
        let children = self.tree.children(&self.tree.elements[body]);
        let last = children.last().map_or(0, |last| last.texts.end);
        let texts = &mut self.tree.texts;
        let own = texts.len() > last.max(self.tree.elements[body].texts.start);
        match texts.last_mut().filter(|_| own) {
            _ if spaces.is_empty() => {}
            Some(text) => text.to_mut().push_str(&spaces),
            None => texts.push(spaces.into()),
        }
        self.tree.elements[body].texts.end = self.tree.texts.len();
        self.tree.close(Some(html));
        Some(())
    }

    /// Whether an element may stand here without a browser's moving it.
    fn may_stand(&self, category: Category) -> bool {
        let Some(parent) = self.parent() else {
            return category == Category::Html && self.tree.elements.is_empty();
        };
        match parent {
            // The body ends the reading, so there is no second one.
            Category::Html if self.tree.elements.len() == 1 => category == Category::Head,
            Category::Html => category == Category::Body,
            Category::Head => {
                matches!(category, Category::Told | Category::Title | Category::Script)
            }
            Category::Table => matches!(category, Category::Caption | Category::Rows),
            Category::Rows => category == Category::Row,
            Category::Row => category == Category::Cell,
            Category::Title => false,
            Category::Drawing | Category::Shape => category == Category::Shape,
            _ => self.may_flow(parent, category),
        }
    }

    /// Whether an element may stand here in the body.
    fn may_flow(&self, parent: Category, category: Category) -> bool {
        let outside = |category| !self.has_open(category);
        match category {
            Category::Inline | Category::Void | Category::Script | Category::Drawing => {
                true
            }
            Category::Link => outside(Category::Link),
            Category::Button => outside(Category::Button),
            Category::Paragraph
            | Category::Block
            | Category::List
            | Category::Terms
            | Category::Rule
            | Category::Table => outside(Category::Paragraph),
            Category::Heading => {
                outside(Category::Paragraph) && outside(Category::Heading)
            }
            Category::Form => outside(Category::Paragraph) && outside(Category::Form),
            Category::Item => parent == Category::List && outside(Category::Paragraph),
            Category::Term => parent == Category::Terms && outside(Category::Paragraph),
            _ => false,
        }
    }
}
