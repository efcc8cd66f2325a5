//! Whether colours can be told apart, in each theme (WCAG 2.2: 1.4.3, 1.4.6, 1.4.11).
use std::collections::BTreeMap;

use super::literal::colours as colours_of;
use crate::diagnostic::{Diagnostic, Level, nearest};
use crate::load::Project;
use crate::memo::Memo;
use crate::read::colours::{FILE, Pair};
use crate::read::kinds;
use crate::read::sheet::{Declaration, Sheet};
use crate::source::{Path, Span, ending, hash};

/// A colour as red, green and blue, 0 to 255.
type Colour = [u8; 3];

/// The custom properties of one theme: each colour with its place.
type Theme = BTreeMap<String, (Colour, Span)>;

/// Finds the pairs that are too alike.
pub(super) fn check(project: &Project, memo: &Memo) -> Vec<Diagnostic> {
    let Project { sources, colours, .. } = project;
    let is_declared = sources.files.contains_key(FILE);
    let sheets = sources.below("static/").filter(|(path, _)| ending(path) == "css");
    let mut found = vec![];
    for (path, file) in sheets {
        let Ok(text) = file.text(path) else { continue };
        let sheet = Sheet::read(text);
        let light = theme(path, &sheet, |around| !around.contains("dark"));
        let mut dark = light.clone();
        dark.extend(theme(path, &sheet, |around| around.contains("dark")));
        let key = hash(&("literals", &**path, file.hash));
        let literals = memo.get(key, || literals(path, &sheet, &[&light, &dark]));
        found.extend(literals.iter().cloned());
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
fn theme(path: &Path, sheet: &Sheet, wanted: impl Fn(&str) -> bool) -> Theme {
    let of_theme = |declaration: &Declaration<'_>| {
        let outer = declaration.around.iter().rev().skip(1).copied().collect::<String>();
        let other = outer.contains("@media") && !outer.contains("prefers-color-scheme");
        is_role(declaration) && !other && wanted(&outer)
    };
    let declared = sheet.declarations().into_iter().filter(of_theme);
    let colours = declared.filter_map(|declaration| {
        let colour = colour(declaration.value)?;
        let at = Span::new(path, declaration.at.0, declaration.at.2);
        Some((declaration.name.to_owned(), (colour, at)))
    });
    colours.collect()
}

/// Whether it gives a name to a colour, for all rules to use.
fn is_role(declaration: &Declaration<'_>) -> bool {
    let root = declaration.around.last().is_some_and(|rule| rule.ends_with(":root"));
    root && declaration.name.starts_with("--")
}

/// The colours that are written where they are used: nothing compares them.
fn literals(path: &Path, sheet: &Sheet, roles: &[&Theme]) -> Vec<Diagnostic> {
    let used = sheet.declarations().into_iter().filter(|used| !is_role(used));
    let literals = used.flat_map(|used| {
        let places = colours_of(used.value).into_iter();
        places.map(move |place| (&used.value[place.clone()], used.at.1 + place.start))
    });
    let finding = |(text, at): (&str, usize)| {
        literal(text, roles).at(Span::new(path, at, at + text.len()))
    };
    literals.map(finding).collect()
}

fn literal(text: &str, roles: &[&Theme]) -> Diagnostic {
    let message = format!(
        "`{text}` is none of the colours that are compared, so visitors may not see what it \
         shows"
    );
    let near = colour(text).and_then(|colour| nearest_role(colour, roles));
    let help = match near {
        Some(near) => format!(
            "write var({near}), the nearest one, or declare this one in :root and \
             content/colours.toml"
        ),
        None => {
            "declare it in :root and content/colours.toml, then write var(--…)".to_owned()
        }
    };
    Diagnostic::new("colour-literal", Level::Unpublishable, message).help(help)
}

/// The name of the colour that is most like this one.
fn nearest_role<'a>(wanted: Colour, roles: &[&'a Theme]) -> Option<&'a str> {
    let apart = |colour: Colour| -> u32 {
        let parts = colour.into_iter().zip(wanted);
        parts.map(|(one, other)| u32::from(one.abs_diff(other)).pow(2)).sum()
    };
    let all = roles.iter().flat_map(|theme| theme.iter());
    let nearest = all.min_by_key(|(_, (colour, _))| apart(*colour));
    nearest.map(|(name, _)| name.as_str())
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
