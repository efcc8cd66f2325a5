//! Style sheets without what only their authors read: comments, and blanks that part nothing.

/// Signs beside which no blank means anything: those that end or part rules, declarations and
/// lists.
const PARTS: &[u8] = b"{};,";

/// A style sheet that browsers read as they read the one it is made of.
pub fn compact(sheet: &str) -> String {
    let (bytes, mut made, mut at) =
        (sheet.as_bytes(), Vec::with_capacity(sheet.len()), 0);
    while at < bytes.len() {
        let end = at + piece(&bytes[at..]);
        match &bytes[at..end] {
            // A comment parts words, as a blank does.
            [b'/', b'*', ..] => push_blank(&mut made),
            blank if blank[0].is_ascii_whitespace() => push_blank(&mut made),
            part => {
                if PARTS.contains(&part[0]) && made.last() == Some(&b' ') {
                    made.pop();
                }
                if part == b"}" && made.last() == Some(&b';') {
                    made.pop();
                }
                made.extend_from_slice(part);
            }
        }
        at = end;
    }
    made.truncate(made.trim_ascii_end().len());
    made.push(b'\n');
    String::from_utf8(made).expect("whole pieces of a text are a text")
}

/// Adds a blank, unless what stands before it needs none: after a colon one never means
/// anything, before it one does (`a :hover`).
fn push_blank(made: &mut Vec<u8>) {
    let needless = |byte: &u8| byte == &b' ' || byte == &b':' || PARTS.contains(byte);
    if !made.last().is_none_or(needless) {
        made.push(b' ');
    }
}

/// How long the piece is with which a sheet begins: a comment, a string, an address without
/// quotes, blanks, an escape, or one sign.
fn piece(rest: &[u8]) -> usize {
    match rest {
        [b'/', b'*', ..] => comment(rest),
        [quote @ (b'"' | b'\''), ..] => 1 + until(&rest[1..], *quote),
        [b'u' | b'U', b'r' | b'R', b'l' | b'L', b'(', ..] => 4 + address(&rest[4..]),
        [b'\\', _, ..] => 2,
        [first, ..] if first.is_ascii_whitespace() => blanks(rest),
        _ => 1,
    }
}

fn blanks(rest: &[u8]) -> usize {
    rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

fn comment(rest: &[u8]) -> usize {
    memchr::memmem::find(&rest[2..], b"*/").map_or(rest.len(), |end| end + 4)
}

/// The length of an address without quotes. One in quotes is a string of its own.
fn address(rest: &[u8]) -> usize {
    let quoted = matches!(rest.trim_ascii_start(), [b'"' | b'\'', ..]);
    if quoted { 0 } else { until(rest, b')') }
}

/// How far it is past a sign that nothing escapes.
fn until(rest: &[u8], sign: u8) -> usize {
    let mut at = 0;
    while at < rest.len() && rest[at] != sign {
        at += if rest[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}
