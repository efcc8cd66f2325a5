//! Style sheets as browsers read them (CSS Syntax 3): their declarations, each with the rules
//! around it, and the files that they name.
use std::ops::Range;

use cssparser::{ParseError, Parser, Token};

/// A token of a style sheet, and the bytes that it takes.
pub type Piece<'a> = (Token<'a>, Range<usize>);

/// The tokens of a style sheet or of a value, with spaces and comments. Each bracket that opens
/// is followed by the one that closes it, which takes no bytes where the text ends before; one
/// that closes nothing is left out.
pub fn tokens(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = vec![];
    pieces_of(&mut Parser::new(text), &mut pieces);
    pieces
}

/// Adds the tokens up to the end of the block in which the parser stands.
fn pieces_of<'a>(input: &mut Parser<'a>, pieces: &mut Vec<Piece<'a>>) {
    loop {
        let start = input.position().byte_index();
        let next = input.next_including_whitespace_and_comments().cloned();
        let Ok(token) = next else { return };
        if is_closing(&token) {
            continue;
        }
        let closing = closing(&token);
        pieces.push((token, start..input.position().byte_index()));
        if let Some(closing) = closing {
            let end = end_of_block(input, pieces);
            pieces.push((closing, end..input.position().byte_index()));
        }
    }
}

/// Adds the tokens of the block that has just been opened, and gives the place of its end.
///
/// The parser refuses to go deeper than 75 blocks, so no text can exhaust the stack. What
/// stands deeper is taken for part of the block around it: nobody nests rules like that.
fn end_of_block<'a>(input: &mut Parser<'a>, pieces: &mut Vec<Piece<'a>>) -> usize {
    let end = input.parse_nested_block(|input| {
        pieces_of(input, pieces);
        Ok::<_, ParseError<()>>(input.position().byte_index())
    });
    end.unwrap_or_else(|_| input.position().byte_index())
}

fn closing(token: &Token<'_>) -> Option<Token<'static>> {
    match token {
        Token::Function(_) | Token::ParenthesisBlock => Some(Token::CloseParenthesis),
        Token::SquareBracketBlock => Some(Token::CloseSquareBracket),
        Token::CurlyBracketBlock => Some(Token::CloseCurlyBracket),
        _ => None,
    }
}

fn is_closing(token: &Token<'_>) -> bool {
    use Token::{CloseCurlyBracket, CloseParenthesis, CloseSquareBracket};
    matches!(token, CloseCurlyBracket | CloseParenthesis | CloseSquareBracket)
}

/// A style sheet without its comments: each byte stands where it stood.
pub struct StyleSheet(String);

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

impl StyleSheet {
    /// Reads any text, even one that no browser would take.
    pub fn read(text: &str) -> Self {
        let mut sheet = text.to_owned();
        for (token, at) in tokens(text) {
            if let Token::Comment(_) = token {
                // Blanks in place of each byte, so that all places stay those of the file.
                let blanks = " ".repeat(at.len());
                sheet.replace_range(at, &blanks);
            }
        }
        Self(sheet)
    }

    /// All declarations, in the order of the text.
    pub fn declarations(&self) -> Vec<Declaration<'_>> {
        let text = self.0.as_str();
        let (mut around, mut all) = (vec![], vec![]);
        let mut start = 0;
        for (end, at) in ends(text) {
            if end == Token::CurlyBracketBlock {
                around.push(text[start..at.start].trim());
            } else {
                // The last declaration of a block may go without its semicolon, so a brace ends
                // one as well.
                all.extend(declaration(text, start..at.start, &around));
            }
            if end == Token::CloseCurlyBracket {
                around.pop();
            }
            start = at.end;
        }
        all
    }
}

/// Where something ends: each `{`, `}` and `;` that stands in no other brackets.
fn ends(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut depth = 0_usize;
    tokens(text).into_iter().filter(move |(token, _)| match token {
        Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock => {
            depth += 1;
            false
        }
        Token::CloseParenthesis | Token::CloseSquareBracket => {
            depth -= 1;
            false
        }
        Token::CurlyBracketBlock | Token::CloseCurlyBracket | Token::Semicolon => {
            depth == 0
        }
        _ => false,
    })
}

fn declaration<'a>(
    text: &'a str,
    range: Range<usize>,
    around: &[&'a str],
) -> Option<Declaration<'a>> {
    let piece = &text[range.clone()];
    let colon = piece.find(':').filter(|_| !piece.trim_start().starts_with('@'))?;
    let (name, value) = (piece[..colon].trim(), piece[colon + 1..].trim());
    let begin = |of: &str, from: usize| from + text[from..].find(of).unwrap_or(0);
    let name_at = begin(name, range.start);
    let value_at = begin(value, range.start + colon + 1);
    let at = (name_at, value_at, value_at + value.len());
    Some(Declaration { around: around.to_vec(), name, value, at })
}

/// The address of a file, as a style sheet names it.
#[derive(Debug, PartialEq, Eq)]
pub struct FileReference {
    /// What it stands for, without quotes and escapes.
    pub address: String,
    /// Where it stands, with its quotes.
    pub at: Range<usize>,
}

/// Functions whose texts are addresses (CSS Values 4, CSS Images 4).
const ADDRESSED: &[&str] = &["url", "src", "image", "image-set", "-webkit-image-set"];

/// The files that a style sheet names: in `url(…)`, `image-set(…)` and `@import`.
pub fn references(text: &str) -> Vec<FileReference> {
    let (mut found, mut within, mut rule) = (vec![], vec![], None);
    for (token, at) in tokens(text) {
        match token {
            Token::Function(name) => within.push(is_one_of(&name, ADDRESSED)),
            Token::ParenthesisBlock => within.push(false),
            Token::CloseParenthesis => {
                within.pop();
            }
            Token::AtKeyword(name) => rule = Some(name),
            Token::Semicolon | Token::CurlyBracketBlock => rule = None,
            // The address of a namespace is a name: nothing is loaded from it.
            _ if is(rule.as_deref(), "namespace") => {}
            Token::UnquotedUrl(address) => {
                found.push(reference(&address, unquoted(text, at)));
            }
            Token::QuotedString(address)
                if within.last() == Some(&true)
                    || within.is_empty() && is(rule.as_deref(), "import") =>
            {
                found.push(reference(&address, at));
            }
            _ => {}
        }
    }
    found
}

fn is(rule: Option<&str>, name: &str) -> bool {
    rule.is_some_and(|rule| rule.eq_ignore_ascii_case(name))
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn reference(address: &str, at: Range<usize>) -> FileReference {
    FileReference { address: address.to_owned(), at }
}

/// The place of an address in `url(…)`, where it has no quotes.
fn unquoted(text: &str, at: Range<usize>) -> Range<usize> {
    let whole = &text[at.clone()];
    let open = whole.find('(').map_or(0, |open| open + 1);
    let inner = whole[open..].strip_suffix(')').unwrap_or(&whole[open..]);
    let start = at.start + whole.len() - whole[open..].trim_start().len();
    start..start + inner.trim().len()
}
