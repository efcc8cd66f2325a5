//! Whether colours can be told apart, in each theme (WCAG 2.2: 1.4.3, 1.4.6, 1.4.11).
use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, nearest};
use crate::read::colours::{Colours, FILE, Pair};
use crate::read::kinds;
use crate::source::{Path, Sources, Span, ending};

/// A colour as red, green and blue, 0 to 255.
type Colour = [u8; 3];

/// The custom properties of one theme: each colour with its place.
type Theme = BTreeMap<String, (Colour, Span)>;

/// Finds the pairs that are too alike.
pub(super) fn check(sources: &Sources, colours: &Colours) -> Vec<Diagnostic> {
    let is_declared = sources.files.contains_key(FILE);
    let sheets = sources.below("static/").filter(|(path, _)| ending(path) == "css");
    let mut found = vec![];
    for (path, file) in sheets {
        let Ok(text) = file.text(path) else { continue };
        let light = theme(path, text, |around| !around.contains("dark"));
        let mut dark = light.clone();
        dark.extend(theme(path, text, |around| around.contains("dark")));
        if !dark.is_empty() && !is_declared {
            found.push(kinds::missing(&FILE.into(), "which colours stand on which"));
        }
        for (name, theme) in [("light", &light), ("dark", &dark)] {
            // A sheet that declares no colours builds on those of another.
            if theme.is_empty() {
                continue;
            }
            for pair in &colours.pairs {
                for ground in &pair.on {
                    found.extend(alike(pair, ground, theme, name));
                }
            }
        }
    }
    found
}

fn alike(pair: &Pair, ground: &str, theme: &Theme, name: &str) -> Option<Diagnostic> {
    let [one, other] =
        [pair.colour.as_str(), ground].map(|name| theme.get(name).ok_or(name));
    let (one, other) = match (one, other) {
        (Ok(one), Ok(other)) => (one, other),
        (Err(missing), _) | (_, Err(missing)) => {
            let message = format!("there is no colour `{missing}` in the style sheet");
            let help = match nearest(missing, theme.keys().map(String::as_str)) {
                Some(near) => format!("write \"{near}\""),
                None => "write the name of a custom property of :root".to_owned(),
            };
            let finding = Diagnostic::error("contrast", message).at(pair.at.clone());
            return Some(finding.help(help));
        }
    };
    let (contrast, least) = (contrast(one.0, other.0), tenths(pair.least));
    let message = format!(
        "in the {name} theme visitors can hardly tell `{}` from `{ground}`: {contrast:.2} to 1, \
         and {least} is owed",
        pair.colour
    );
    (contrast < least).then(|| {
        Diagnostic::error("contrast", message)
            .at(one.1.clone())
            .label(other.1.clone(), "it stands on this")
            .help("make the darker one darker, or the lighter one lighter")
    })
}

#[expect(clippy::cast_precision_loss, reason = "it is between 10 and 210")]
fn tenths(least: i64) -> f64 {
    least as f64 / 10.0
}

/// The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").
fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// How light a colour is, 0 to 1 (WCAG 2.2, "relative luminance").
fn luminance(colour: Colour) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The colours that `:root` declares where `wanted` holds of the at-rules around it.
fn theme(path: &Path, text: &str, wanted: impl Fn(&str) -> bool) -> Theme {
    let mut theme = Theme::new();
    let mut around: Vec<&str> = vec![];
    let mut start = 0;
    for (at, c) in uncommented(text) {
        if !matches!(c, '{' | '}' | ';') {
            continue;
        }
        let piece = text[start..at].rsplit("*/").next().unwrap_or_default();
        let declared = piece.split_once(':');
        let outer = around.iter().rev().skip(1).copied().collect::<String>();
        let root = around.last().is_some_and(|rule| rule.ends_with(":root"));
        let other = outer.contains("@media") && !outer.contains("prefers-color-scheme");
        if let Some((name, value)) = declared.filter(|_| root && !other && wanted(&outer))
            && name.trim().starts_with("--")
            && let Some(colour) = colour(value.trim())
        {
            let name = name.trim();
            let begin = text[..at].rfind(name).unwrap_or(start);
            let span = Span::new(path, begin, at);
            theme.insert(name.to_owned(), (colour, span));
        }
        match c {
            '{' => around.push(text[start..at].trim()),
            '}' => drop(around.pop()),
            _ => {}
        }
        start = at + 1;
    }
    theme
}

/// The characters of a style sheet outside its comments.
fn uncommented(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut end = 0;
    text.char_indices().filter(move |(at, _)| {
        if *at >= end && text[*at..].starts_with("/*") {
            end = text[*at..].find("*/").map_or(text.len(), |length| at + length + 2);
        }
        *at >= end
    })
}

/// `#abc` or `#aabbcc`.
fn colour(value: &str) -> Option<Colour> {
    let digits = value.strip_prefix('#')?;
    let part = |at: usize, width: usize| {
        let part = u8::from_str_radix(digits.get(at..at + width)?, 16).ok()?;
        Some(if width == 1 { part * 17 } else { part })
    };
    match digits.len() {
        3 => Some([part(0, 1)?, part(1, 1)?, part(2, 1)?]),
        6 => Some([part(0, 2)?, part(2, 2)?, part(4, 2)?]),
        _ => None,
    }
}
