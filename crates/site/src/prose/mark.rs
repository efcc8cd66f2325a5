//! Markup that failed: what it looks like, and what to write.
use ground::diagnostic::Level;
use ground::prose::{Block, Form};

use crate::read::facts::Facts;

/// Markup that is shown as text.
pub(super) struct Mark {
    /// How many bytes are shown.
    pub(super) length: usize,
    pub(super) level: Level,
    pub(super) help: String,
    /// What it stands for, if that is certain.
    pub(super) instead: Option<String>,
}

fn mark(length: usize, help: &str) -> Mark {
    Mark { length, level: Level::Unpublishable, help: help.to_owned(), instead: None }
}

/// The bytes that markup within a line may begin with.
pub(super) const BEGIN: &[u8] = b"*_~`[]{:<&=\\";

/// Markup that begins at a byte within a line.
pub(super) fn within(block: &Block, at: usize, facts: &Facts) -> Option<Mark> {
    // No mark is longer: without an end to the search, a text of marks alone takes a time that
    // grows with the square of its length.
    const LONGEST: usize = 400;
    let (before, rest) = block.text.split_at_checked(at)?;
    let rest = &rest[..rest.floor_char_boundary(LONGEST)];
    match rest.as_bytes().first()? {
        b'*' | b'_' | b'~' => emphasis(before, rest),
        b'`' => {
            Some(mark(1, "write ` on both sides of code, or \\` for the sign itself"))
        }
        b'[' => opened(before, rest, facts),
        b']' => link(rest),
        b'{' => braces(rest),
        b':' => colons(before, rest),
        b'<' => tag(block, rest),
        b'&' => entity(rest),
        b'=' => highlight(before, rest),
        _ => (rest == "\\")
            .then(|| mark(1, "remove it: nothing follows whose line could end here")),
    }
}

/// Asterisks and the like that make nothing bold or slanted.
fn emphasis(before: &str, rest: &str) -> Option<Mark> {
    let sign = &rest[..1];
    if before.ends_with(sign) {
        return None;
    }
    let length = rest.len() - rest.trim_start_matches(sign).len();
    let after = rest[length..].chars().next();
    let touches = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    let (left, right) = (touches(before.chars().next_back()), touches(after));
    match (sign, length) {
        ("*", 2 | 3) if left || right => Some(mark(
            length,
            "write **bold** without spaces inside its marks, or \\*\\* for the signs themselves",
        )),
        ("_", 2) if left != right => Some(mark(
            length,
            "write **bold** without spaces inside its marks, or \\_\\_ for the signs themselves",
        )),
        ("~", 2) if left || right => Some(mark(
            length,
            "write ~~struck~~ without spaces inside its marks, or \\~\\~ for the signs themselves",
        )),
        ("*", 1) if left != right => {
            let help = "write *slanted* without spaces inside its marks, or \\* for the sign itself";
            let mark = mark(length, help);
            // A note of a price list looks the same: `from 400*`.
            Some(Mark { level: Level::Warning, ..mark })
        }
        _ => None,
    }
}

/// What begins with a square bracket.
fn opened(before: &str, rest: &str, facts: &Facts) -> Option<Mark> {
    let inner = rest[1..].split_once(']').map(|(inner, _)| inner)?;
    let length = inner.len() + 2;
    if inner.starts_with('^') {
        let help = format!("write the note on a line of its own: [{inner}]: …");
        return Some(Mark { help, ..mark(length, "") });
    }
    if matches!(inner, " " | "x" | "X") && (before.is_empty() || before.ends_with(' ')) {
        return Some(mark(length, "remove it: a page has no boxes to tick"));
    }
    if rest.starts_with("[[") {
        return Some(mark(2, "write a link: [text](page.md)"));
    }
    if inner.starts_with('!') && inner[1..].chars().all(|c| c.is_ascii_alphabetic()) {
        return Some(mark(
            length,
            "write > [!NOTE], > [!TIP], > [!IMPORTANT], > [!WARNING] or > [!CAUTION]",
        ));
    }
    fact(inner, facts)
}

/// A fact without its mark.
fn fact(inner: &str, facts: &Facts) -> Option<Mark> {
    let (first, last) = inner.strip_prefix('F')?.split_once('.')?;
    let is_number =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(first) || !is_number(last) {
        return None;
    }
    let length = inner.len() + 2;
    if !facts.facts.contains_key(inner) {
        return Some(mark(length, "remove it: no such fact stands in content/facts"));
    }
    let instead = format!("[@{inner}]");
    let help = format!("write {instead}");
    Some(Mark { help, instead: Some(instead), ..mark(length, "") })
}

/// A link whose address could not be read.
fn link(rest: &str) -> Option<Mark> {
    if rest.starts_with("](") {
        return Some(mark(
            2,
            "write the address without spaces, or like this: [text](<my file.pdf>)",
        ));
    }
    let inner = rest.strip_prefix("] (")?.split_once(')')?.0;
    let is_address =
        !inner.is_empty() && !inner.contains(' ') && inner.contains(['.', '/', '#', ':']);
    let help = "remove the space between ] and (";
    is_address.then(|| Mark { instead: Some("](".to_owned()), ..mark(3, help) })
}

/// What other programs fill in.
fn braces(rest: &str) -> Option<Mark> {
    let end = |close: &str| rest.find(close).map_or(2, |end| end + close.len());
    if rest.starts_with("{{") {
        let length = end("}}");
        return Some(mark(length, shortcode(&rest[..length])));
    }
    if rest.starts_with("{%") {
        let length = end("%}");
        return Some(mark(length, shortcode(&rest[..length])));
    }
    if rest.starts_with("{#") || rest.starts_with("{:") || rest.starts_with("{.") {
        return Some(mark(end("}"), "remove it: only a heading takes a name, {#name}"));
    }
    None
}

/// What to write instead of another generator's shortcode.
fn shortcode(code: &str) -> &'static str {
    const KNOWN: &[(&[&str], &str)] = &[
        (
            &["figure", "image", "img", "picture"],
            "write ![what the picture shows](file.jpg)",
        ),
        (&["relref", "ref", "get_url", "link"], "write a link: [text](page.md)"),
        (
            &["details", "collapse", "expand"],
            "write :::fold{title=\"…\"}, the text, then :::",
        ),
        (
            &[
                "note",
                "alert",
                "notice",
                "callout",
                "admonition",
                "hint",
                "tip",
                "warning",
                "end",
            ],
            "write :::callout{title=\"…\"}, the text, then :::",
        ),
        (
            &["youtube", "vimeo", "tweet", "gist", "instagram", "audio", "video"],
            "link to it: [text](https://…); pages load nothing from elsewhere",
        ),
        (
            &["phone", "telephone", "contact", "email"],
            "write :::contact on a line of its own",
        ),
        (&["toc"], "remove it: a long page has its contents"),
    ];
    let words = || {
        code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .filter(|w| !w.is_empty())
    };
    // `{{ site.phone }}` says what it is in its last word, all others in their first.
    let named = |names: &[&str]| words().take(2).any(|word| names.contains(&word));
    let known = KNOWN.iter().find(|(names, _)| named(names));
    known.map_or(
        "write in its place what it stood for: nothing is filled in here",
        |known| known.1,
    )
}

/// A directive within a line. One at the beginning of a text is found where it is read.
fn colons(before: &str, rest: &str) -> Option<Mark> {
    let is_first = before.is_empty() || before.ends_with(':');
    (rest.starts_with(":::") && !is_first)
        .then(|| mark(3, "write ::: at the beginning of a line of its own"))
}

/// A tag in a text that has no tags, or the end of one that is not whole.
fn tag(block: &Block, rest: &str) -> Option<Mark> {
    let name = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
    let end = rest.find('>');
    let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && if block.is_marked() { rest.starts_with("</") } else { end.is_some() };
    is_tag.then(|| mark(end.map_or(2, |end| end + 1), "remove it"))
}

/// A letter's name in HTML that was written twice over, or without its end.
fn entity(rest: &str) -> Option<Mark> {
    let known = ["&nbsp", "&amp;", "&lt;", "&gt;", "&quot;", "&#"];
    let known = known.into_iter().find(|known| rest.starts_with(known))?;
    Some(mark(
        known.len(),
        "write the sign itself; for a space that holds words together &nbsp;",
    ))
}

/// Marked text as other programs write it.
fn highlight(before: &str, rest: &str) -> Option<Mark> {
    let inner = rest.strip_prefix("==")?;
    let is_start = inner.starts_with(char::is_alphanumeric) && !before.ends_with('=');
    (is_start && inner.contains("==")).then(|| mark(2, "write <mark>the words</mark>"))
}

/// A table without the line of dashes, and where its first bar stands.
pub(super) fn table(block: &Block) -> Option<(usize, Mark)> {
    const HELP: &str = "write | --- | --- | under the first row, with as many cells, and an empty line above it";
    memchr::memchr(b'|', block.text.as_bytes())?;
    let ends = block.lines().skip(1).chain(std::iter::once(block.text.len()));
    let bars = block.lines().zip(ends).filter_map(|(start, end)| {
        let bar = start + block.text[start..end].find('|')?;
        (!block.is_literal(bar)).then_some((start, bar))
    });
    let bars: Vec<_> = bars.take(2).collect();
    let (start, first) = *bars.first()?;
    (start == first || bars.len() > 1).then(|| (first, mark(1, HELP)))
}

/// Signs that other programs begin the lines of a list with.
pub(super) const BULLETS: [char; 10] = ['•', '·', '‣', '◦', '▪', '●', '○', '■', '⁃', '➢'];

/// Whether it looks like a space, and is none for markdown.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{2000}'
            ..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}'
    )
}

/// Markup that begins at the beginning of a line.
pub(super) fn begins(block: &Block, start: usize) -> Option<Mark> {
    let line = &block.text[start..];
    match line.chars().next()? {
        '#' => heading(line),
        '!' | '?' => box_start(line),
        '=' if line.starts_with("====") => Some(mark(4, "remove this line")),
        // A list cannot stand in a cell: there each line may have its own sign.
        _ if block.form != Form::Sentences => None,
        '0'..='9' => numbered(line),
        first => bullet(first, &line[first.len_utf8()..], start == 0),
    }
}

/// A box as other programs write it: `!!! note`.
fn box_start(line: &str) -> Option<Mark> {
    let rest = line.strip_prefix("!!!").or_else(|| line.strip_prefix("???"))?;
    let help = "write :::callout{title=\"…\"}, the text, then a line with only :::";
    rest.trim_start_matches('+').starts_with(' ').then(|| mark(3, help))
}

/// A line of a list whose sign is another program's, or has no space behind it.
fn bullet(first: char, rest: &str, is_first: bool) -> Option<Mark> {
    const HELP: &str = "write - and one space at the beginning of each line of a list";
    let second = rest.chars().next();
    let is_list = BULLETS.contains(&first)
        || first == '*' && second.is_some_and(is_invisible)
        || is_dash(first) && second.is_some_and(|c| is_after_dash(c, first, is_first));
    is_list.then(|| mark(first.len_utf8(), HELP))
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '+' | '–' | '—' | '‐' | '‑' | '−')
}

/// Whether what follows a dash makes it a list's sign, and no dash between words.
fn is_after_dash(c: char, dash: char, is_first: bool) -> bool {
    is_invisible(c) || c.is_alphabetic() || c == ' ' && is_first && !dash.is_ascii()
}

/// A line of a numbered list without a space behind its number.
fn numbered(line: &str) -> Option<Mark> {
    const HELP: &str = "write 1. and one space at the beginning of each line of the list";
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let after = rest.strip_prefix(['.', ')'])?.chars().next()?;
    let is_list = is_invisible(after) || after.is_alphabetic();
    is_list.then(|| mark(line.len() - rest.len() + 1, HELP))
}

/// A heading without the space behind its marks, or with too many of them.
fn heading(line: &str) -> Option<Mark> {
    let rest = line.trim_start_matches('#');
    let length = line.len() - rest.len();
    let is_heading = rest.starts_with(|c: char| c.is_alphabetic() || is_invisible(c))
        || length > 6 && rest.starts_with(' ');
    is_heading.then(|| {
        mark(
            length,
            "write ## and one space before a heading, or \\# for the sign itself",
        )
    })
}
