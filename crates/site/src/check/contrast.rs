//! Whether colours can be told apart, in each theme (WCAG 2.2: 1.4.3, 1.4.6, 1.4.11).
use std::collections::BTreeMap;

use cssparser::color::parse_hash_color;
use ground::diagnostic::{Diagnostic, Level, nearest};
use ground::source::{Path, Span, hash};

use super::literal::colours as colours_of;
use crate::assets::is_sheet;
use crate::load::Project;
use crate::load::inputs::missing;
use crate::memo::Memo;
use crate::read::colours::{FILE, Pair};
use crate::read::sheet::{Declaration, StyleSheet};

/// A colour as red, green and blue, 0 to 255.
type Colour = [u8; 3];

/// The custom properties of one theme: each colour with its place.
type Theme = BTreeMap<String, (Colour, Span)>;

/// Finds the pairs that are too alike, and the colours that nothing compares.
pub(super) fn check(project: &Project, memo: &Memo, found: &mut Vec<Diagnostic>) {
    let Project { sources, colours, .. } = project;
    let sheets = sources.below("static/").filter(|(path, _)| is_sheet(path));
    for (path, file) in sheets {
        let Ok(text) = file.text(path) else { continue };
        let sheet = StyleSheet::read(text);
        let declarations = sheet.declarations();
        let [light, dark] = themes(path, &declarations);
        let key = hash(&("literals", &**path, file.hash));
        let literals = memo.get(key, || {
            let mut found = vec![];
            literals(path, &declarations, &[&light, &dark], &mut found);
            found
        });
        found.extend(literals.iter().cloned());
        if !dark.is_empty() && !sources.files.contains_key(FILE) {
            found.push(missing(&FILE.into(), "which colours stand on which"));
        }
        for (name, theme) in [("light", &light), ("dark", &dark)] {
            compare(&colours.pairs, theme, name, found);
        }
    }
}

/// Finds the pairs that are too alike in one theme.
fn compare(pairs: &[Pair], theme: &Theme, name: &str, found: &mut Vec<Diagnostic>) {
    // A sheet that declares no colours builds on those of another.
    if theme.is_empty() {
        return;
    }
    for pair in pairs {
        found
            .extend(pair.on.iter().filter_map(|ground| alike(pair, ground, theme, name)));
    }
}

fn alike(pair: &Pair, ground: &str, theme: &Theme, name: &str) -> Option<Diagnostic> {
    let [one, other] =
        [pair.colour.as_str(), ground].map(|name| theme.get(name).ok_or(name));
    let (one, other) = match (one, other) {
        (Ok(one), Ok(other)) => (one, other),
        (Err(missing), _) | (_, Err(missing)) => {
            return Some(unknown(missing, theme).at(pair.at.clone()));
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

/// A pair names a colour that the style sheet does not declare.
fn unknown(name: &str, theme: &Theme) -> Diagnostic {
    let message = format!("there is no colour `{name}` in the style sheet");
    let help = match nearest(name, theme.keys().map(String::as_str)) {
        Some(near) => format!("write \"{near}\""),
        None => "write the name of a custom property of :root".to_owned(),
    };
    Diagnostic::error("contrast", message).help(help)
}

#[expect(clippy::cast_precision_loss, reason = "it is between 10 and 210")]
fn tenths(least: i64) -> f64 {
    least as f64 / 10.0
}

/// The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").
fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    // 0.05 stands for the light that a screen reflects: so no divisor is zero, and black on black
    // is 1 to 1.
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// How light a colour is, 0 to 1 (WCAG 2.2, "relative luminance").
fn luminance(colour: Colour) -> f64 {
    let [red, green, blue] = colour.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// How much light a part of a colour stands for, 0 to 1 (sRGB, IEC 61966-2-1).
fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    // Near black the curve is a straight line. WCAG long printed 0.03928, from an early draft of
    // sRGB; for colours of eight bits both give the same result.
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

/// The light and the dark theme. What the dark one does not declare stays as it is in the
/// light one, as browsers have it.
fn themes(path: &Path, declarations: &[Declaration<'_>]) -> [Theme; 2] {
    let light = theme(path, declarations, |around| !around.contains("dark"));
    let mut dark = light.clone();
    dark.extend(theme(path, declarations, |around| around.contains("dark")));
    [light, dark]
}

/// The colours that `:root` declares where `wanted` holds of the at-rules around it.
fn theme(
    path: &Path,
    declarations: &[Declaration<'_>],
    wanted: impl Fn(&str) -> bool,
) -> Theme {
    let of_theme = |declaration: &&Declaration<'_>| {
        // The innermost is the rule itself, `:root`: the others are the at-rules around it.
        let outer = declaration.around.iter().rev().skip(1).copied().collect::<String>();
        // Other media, print and forced colours, are no themes that visitors choose.
        let other = outer.contains("@media") && !outer.contains("prefers-color-scheme");
        is_role(declaration) && !other && wanted(&outer)
    };
    let colours = declarations.iter().filter(of_theme).filter_map(|declaration| {
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

/// Finds the colours that are written where they are used: nothing compares them.
fn literals(
    path: &Path,
    declarations: &[Declaration<'_>],
    roles: &[&Theme],
    found: &mut Vec<Diagnostic>,
) {
    for used in declarations.iter().filter(|used| !is_role(used)) {
        for place in colours_of(used.value) {
            let (text, at) = (&used.value[place.clone()], used.at.1 + place.start);
            found.push(literal(text, roles).at(Span::new(path, at, at + text.len())));
        }
    }
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
    let all = roles.iter().flat_map(|theme| theme.iter());
    let nearest = all.min_by_key(|(_, (colour, _))| distance(*colour, wanted));
    nearest.map(|(name, _)| name.as_str())
}

/// How far apart two colours are, squared: only to compare with others.
fn distance(one: Colour, other: Colour) -> u32 {
    let parts = one.into_iter().zip(other);
    parts.map(|(one, other)| u32::from(one.abs_diff(other)).pow(2)).sum()
}

/// `#abc` or `#aabbcc`. One with an alpha channel is none: how it looks hangs on what lies
/// under it.
fn colour(value: &str) -> Option<Colour> {
    let digits =
        value.strip_prefix('#').filter(|digits| matches!(digits.len(), 3 | 6))?;
    let (red, green, blue, _) = parse_hash_color(digits.as_bytes()).ok()?;
    Some([red, green, blue])
}
