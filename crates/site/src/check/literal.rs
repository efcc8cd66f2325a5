//! Colours that are written out, in the value of a property.
use std::ops::Range;

use cssparser::Token;
use cssparser::color::parse_named_color;

use crate::read::sheet::tokens;

/// Functions that give a colour.
const FUNCTIONS: &[&str] = &[
    "color",
    "color-mix",
    "hsl",
    "hsla",
    "hwb",
    "lab",
    "lch",
    "oklab",
    "oklch",
    "rgb",
    "rgba",
];

/// The places of the colours in a value, a function's without its bracket. Texts in quotes
/// and addresses hold none.
pub(super) fn colours(value: &str) -> Vec<Range<usize>> {
    let tokens = tokens(value).into_iter();
    let place = |(token, at): (Token<'_>, Range<usize>)| {
        let bracket = usize::from(matches!(token, Token::Function(_)));
        is_colour(&token).then_some(at.start..at.end - bracket)
    };
    tokens.filter_map(place).collect()
}

/// Whether it is a colour. Those of the system, and words that stand for a colour from
/// elsewhere, are none: `CanvasText`, `transparent`, `currentcolor`.
fn is_colour(token: &Token<'_>) -> bool {
    match token {
        Token::Hash(digits) | Token::IDHash(digits) => {
            // CSS Color 4, section 5.2: with any other number of digits it is no colour.
            matches!(digits.len(), 3 | 4 | 6 | 8)
                && digits.chars().all(|c| c.is_ascii_hexdigit())
        }
        Token::Function(name) => {
            FUNCTIONS.iter().any(|function| function.eq_ignore_ascii_case(name))
        }
        Token::Ident(name) => parse_named_color(name).is_ok(),
        _ => false,
    }
}
