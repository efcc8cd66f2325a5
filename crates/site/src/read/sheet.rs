//! A style sheet as its declarations, each with the rules around it.

/// A style sheet without its comments: each byte stands where it stood.
pub struct Sheet(String);

/// A property with its value: `color: #123`.
#[derive(Debug, PartialEq, Eq)]
pub struct Declaration<'a> {
    /// The at-rules and selectors around it, the outermost first.
    pub around: Vec<&'a str>,
    /// The property.
    pub name: &'a str,
    /// Its value.
    pub value: &'a str,
    /// Where the property's name and the value begin, and where the value ends.
    pub at: (usize, usize, usize),
}

impl Sheet {
    /// Reads any text, even one that no browser would take.
    pub fn read(text: &str) -> Self {
        let mut sheet = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find("/*") {
            let end =
                rest[start + 2..].find("*/").map_or(rest.len(), |at| start + at + 4);
            sheet.push_str(&rest[..start]);
            sheet.extend(std::iter::repeat_n(' ', end - start));
            rest = &rest[end..];
        }
        sheet.push_str(rest);
        Self(sheet)
    }

    /// All declarations, in the order of the text.
    pub fn declarations(&self) -> Vec<Declaration<'_>> {
        let text = self.0.as_str();
        let (mut around, mut all) = (vec![], vec![]);
        let mut start = 0;
        for (at, end) in ends(text) {
            match end {
                '{' => around.push(text[start..at].trim()),
                _ => all.extend(declaration(text, start..at, &around)),
            }
            if end == '}' {
                around.pop();
            }
            start = at + 1;
        }
        all
    }
}

/// Where something ends: each `{`, `}` and `;` that is in no quotes and no brackets.
fn ends(text: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut quote, mut depth) = (None, 0_usize);
    text.char_indices().filter(move |(_, letter)| {
        match (quote, letter) {
            (Some(open), _) => quote = Some(open).filter(|open| open != letter),
            (None, '"' | '\'') => quote = Some(*letter),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            (None, '{' | '}' | ';') => return depth == 0,
            _ => {}
        }
        false
    })
}

fn declaration<'a>(
    text: &'a str,
    range: std::ops::Range<usize>,
    around: &[&'a str],
) -> Option<Declaration<'a>> {
    let piece = &text[range.clone()];
    let colon = piece.find(':')?;
    let (name, value) = (piece[..colon].trim(), piece[colon + 1..].trim());
    let begin = |of: &str, from: usize| from + text[from..].find(of).unwrap_or(0);
    let name_at = begin(name, range.start);
    let value_at = begin(value, range.start + colon + 1);
    let at = (name_at, value_at, value_at + value.len());
    Some(Declaration { around: around.to_vec(), name, value, at })
}
