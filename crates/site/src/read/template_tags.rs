//! The tags of a template, read as the template engine reads them (Tera's lexer): comments and raw
//! parts hold none, and a text in quotes ends no tag.
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A tag.
pub(super) struct Tag {
    pub(super) kind: TagKind,
    /// Where it stands, with its brackets.
    pub(super) range: Range<usize>,
    /// What stands in it, without brackets, marks of trimming and spaces.
    pub(super) inner: Range<usize>,
    /// How many loops and components it stands in.
    pub(super) depth: usize,
    /// The bytes up to the tag that ends it, where one does.
    pub(super) body: usize,
    /// The outermost loop or component that it stands in, or itself.
    pub(super) outer: Range<usize>,
}

/// What a tag is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TagKind {
    /// `{{ … }}`
    Expression,
    /// `{% … %}`
    Statement,
}

impl Tag {
    /// The first word of a statement.
    pub(super) fn word<'a>(&self, text: &'a str) -> &'a str {
        if self.kind == TagKind::Expression {
            return "";
        }
        let inner = &text[self.inner.clone()];
        inner
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .next()
            .unwrap_or_default()
    }

    /// The name under which a value is kept.
    pub(super) fn name<'a>(&self, text: &'a str) -> &'a str {
        let name = text[self.inner.clone()].split_whitespace().nth(1);
        name.unwrap_or_default().trim_end_matches('=')
    }

    /// The name that a loop gives to each part of what it goes over, if it gives one.
    pub(super) fn part<'a>(&self, text: &'a str) -> Option<&'a str> {
        let words = words(text, self.inner.clone());
        let [_, part, of, ..] = &*words else { return None };
        (text[of.clone()] == *"in").then(|| &text[part.clone()])
    }

    /// What a loop goes over.
    pub(super) fn target(&self, text: &str) -> Range<usize> {
        let words = words(text, self.inner.clone());
        let of = words.iter().find(|word| text[(*word).clone()] == *"in");
        of.map_or(self.inner.end, |of| of.end)..self.inner.end
    }

    /// What is kept under a name, where the tag says it.
    pub(super) fn value<'a>(&self, text: &'a str) -> Option<&'a str> {
        let inner = &text[self.inner.clone()];
        // Before the value come two words, in which no other sign can stand.
        let (name, value) = inner.split_once('=')?;
        (!name.contains('|')).then_some(value.trim())
    }

    /// The mark by which it takes away the spaces behind it.
    pub(super) fn trims_after(&self, text: &str) -> &'static str {
        let inner = text[self.range.clone()].trim_end_matches(['%', '}']);
        if inner.ends_with('-') { "-" } else { "" }
    }
}

/// All tags of a text, in their order.
pub(super) fn tags(text: &str) -> Vec<Tag> {
    let (mut tags, mut at): (Vec<Tag>, _) = (vec![], 0);
    let mut open: Vec<usize> = vec![];
    let (mut depth, mut outer) = (0, 0..0);
    while let Some((range, kind)) = next(text, &mut at) {
        let Some(kind) = kind else { continue };
        let inner = inner(text, &range);
        if depth == 0 {
            outer = range.clone();
        }
        let mut tag = Tag { kind, range, inner, depth, body: 0, outer: outer.clone() };
        match tag.word(text) {
            "for" | "component" => {
                open.push(tags.len());
                depth += 1;
            }
            "block" => open.push(tags.len()),
            "endfor" | "endcomponent" | "endblock" => {
                if let Some(start) = open.pop() {
                    tags[start].body = tag.range.start - tags[start].range.end;
                    depth -= usize::from(tags[start].word(text) != "block");
                    tag.depth = depth;
                }
            }
            _ => {}
        }
        tags.push(tag);
    }
    tags
}

/// The next tag from a place on, which is moved behind it; no kind for what holds no tag.
fn next(text: &str, at: &mut usize) -> Option<(Range<usize>, Option<TagKind>)> {
    let rest = &text[*at..];
    let start =
        *at + ["{{", "{%", "{#"].iter().filter_map(|open| rest.find(open)).min()?;
    let (end, kind) = match text.as_bytes()[start + 1] {
        b'#' => (behind(text, start + 2, "#}"), None),
        b'{' => (end_of(text, start + 2, "}}"), Some(TagKind::Expression)),
        _ => match raw(text, start) {
            Some(end) => (end, None),
            None => (end_of(text, start + 2, "%}"), Some(TagKind::Statement)),
        },
    };
    *at = end;
    Some((start..end, kind))
}

/// The place behind the next mark, or the end of the text.
fn behind(text: &str, from: usize, mark: &str) -> usize {
    text[from..].find(mark).map_or(text.len(), |at| from + at + mark.len())
}

/// The end of a raw part, if one begins at a place.
fn raw(text: &str, start: usize) -> Option<usize> {
    let mut at = bare(text, start, "raw")?;
    while let Some(next) = text[at..].find("{%") {
        if let Some(end) = bare(text, at + next, "endraw") {
            return Some(end);
        }
        at += next + 2;
    }
    Some(text.len())
}

/// The end of a tag with one word in it alone.
fn bare(text: &str, start: usize, word: &str) -> Option<usize> {
    let inner = text[start..].strip_prefix("{%")?;
    let inner = inner.strip_prefix('-').unwrap_or(inner).trim_ascii_start();
    let rest = inner.strip_prefix(word)?.trim_ascii_start();
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix("%}")?;
    Some(text.len() - rest.len())
}

/// The place behind a tag.
fn end_of(text: &str, from: usize, close: &str) -> usize {
    let (bytes, mut at) = (text.as_bytes(), from);
    while at < bytes.len() {
        if bytes[at..].starts_with(close.as_bytes()) {
            return at + close.len();
        }
        at = token(bytes, at);
    }
    text.len()
}

/// The place behind a text in quotes, a word, or any other byte.
fn token(bytes: &[u8], at: usize) -> usize {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    match bytes[at] {
        quote @ (b'"' | b'\'' | b'`') => {
            let mut end = at + 1;
            while end < bytes.len() && bytes[end] != quote {
                end += if bytes[end] == b'\\' { 2 } else { 1 };
            }
            (end + 1).min(bytes.len())
        }
        byte if is_inner(byte) => {
            at + bytes[at..].iter().take_while(|byte| is_inner(**byte)).count()
        }
        _ => at + 1,
    }
}

fn inner(text: &str, range: &Range<usize>) -> Range<usize> {
    let whole = &text[range.clone()];
    let inner = whole.get(2..whole.len().saturating_sub(2)).unwrap_or_default();
    let inner = inner.strip_prefix('-').unwrap_or(inner);
    let inner = inner.strip_suffix('-').unwrap_or(inner);
    let start = range.start + whole.find(inner).unwrap_or(0);
    let from = start + inner.len() - inner.trim_start().len();
    from..from + inner.trim().len()
}

/// The words and signs of an expression.
fn words(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let (bytes, mut at, mut all) = (&text.as_bytes()[..range.end], range.start, vec![]);
    while at < range.end {
        let end = token(bytes, at);
        // A sign may be a letter of several bytes, which the engine refuses anyway.
        if !bytes[at].is_ascii_whitespace()
            && text.is_char_boundary(at)
            && text.is_char_boundary(end)
        {
            all.push(at..end);
        }
        at = end;
    }
    all
}

/// What loops pay at once for what all of their rounds write. A call for each value in each round
/// takes 6,000 instructions: with two for each heading of a page, a build took 5 of 100 longer.
#[derive(Default)]
pub(super) struct Loops {
    /// The expressions that a loop pays for.
    pub(super) paid: BTreeSet<usize>,
    /// What they write of the loop's own part of a value, by the tag of the loop: `.` is all of it.
    pub(super) paths: BTreeMap<usize, Vec<String>>,
}

impl Loops {
    /// Those of a template.
    pub(super) fn of(text: &str, tags: &[Tag]) -> Self {
        let set = |tag: &&Tag| matches!(tag.word(text), "set" | "set_global");
        let set: BTreeSet<_> =
            tags.iter().filter(set).map(|tag| tag.name(text)).collect();
        let mut loops = Self::default();
        // The loop, component or block that is open last, and the name of what a loop goes over.
        let mut open: Vec<(usize, Option<&str>)> = vec![];
        for (at, tag) in tags.iter().enumerate() {
            match tag.word(text) {
                "for" => {
                    open.push((at, tag.part(text).filter(|part| !set.contains(part))));
                }
                "component" | "block" => open.push((at, None)),
                "endfor" | "endcomponent" | "endblock" => drop(open.pop()),
                "" => loops.note(&text[tag.inner.clone()], at, open.last()),
                _ => {}
            }
        }
        loops
    }

    /// Notes an expression, if it is a part of what the loop around it goes over.
    fn note(
        &mut self,
        expression: &str,
        at: usize,
        around: Option<&(usize, Option<&str>)>,
    ) {
        let Some((around, Some(part))) = around else { return };
        if let Some(path) = path_in(expression, part) {
            self.paid.insert(at);
            self.paths.entry(*around).or_default().push(path);
        }
    }
}

/// Where an expression stands in the part of a value that has this name: `.` for all of it.
fn path_in(expression: &str, part: &str) -> Option<String> {
    let path = expression.strip_prefix(part).filter(|path| is_path(path))?;
    let path = path.replace('?', "");
    let inner = path.strip_prefix('.').map(str::to_owned);
    inner.or_else(|| path.is_empty().then(|| ".".to_owned()))
}

/// Whether a value is one that is there already, as it is.
pub(super) fn is_path(value: &str) -> bool {
    value.chars().all(|c| c.is_alphanumeric() || "_.?".contains(c))
}

/// Where what a list goes over begins and ends, in each list of an expression that is made by a
/// loop (`[a for a in b if c]`): the place, whether it is the beginning, and the loop.
pub(super) fn listed(
    text: &str,
    range: Range<usize>,
) -> Vec<(usize, bool, Range<usize>)> {
    let words = words(text, range);
    let is = |at: usize, word: &str| {
        words.get(at).is_some_and(|range| text[range.clone()] == *word)
    };
    let mut found = vec![];
    for at in (0..words.len()).filter(|at| is(*at, "for")) {
        // After one name, or after two with a comma between them.
        let Some(of) = [at + 2, at + 4].into_iter().find(|of| is(*of, "in")) else {
            continue;
        };
        let (mut end, mut depth) = (of + 1, 0_usize);
        while end < words.len() {
            match &text[words[end].clone()] {
                "[" | "(" | "{" => depth += 1,
                "]" | ")" | "}" if depth > 0 => depth -= 1,
                "]" | "if" if depth == 0 => break,
                _ => {}
            }
            end += 1;
        }
        // A loop that does not end in a bracket is a statement.
        if let Some(close) = words.get(end) {
            let whole = words[at].start..close.start;
            found.push((words[of].end, true, whole.clone()));
            found.push((close.start, false, whole));
        }
    }
    found.sort_by_key(|(at, is_start, _)| (*at, *is_start));
    found
}
