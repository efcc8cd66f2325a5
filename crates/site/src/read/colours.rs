//! Which colours stand on which: `content/colours.toml`.
use ground::diagnostic::Diagnostic;
use ground::source::{Path, Span};
use ground::table::{TomlDocument, TomlValue};

/// The file's path.
pub const FILE: &str = "content/colours.toml";

/// The pairs that have to be told apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Colours {
    /// Each with its grounds.
    pub pairs: Vec<Pair>,
}

/// A colour and what it stands on.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The custom property of the colour: `--ink`.
    pub colour: String,
    /// The custom properties of the grounds that it stands on.
    pub on: Vec<String>,
    /// The least contrast, times ten: 45 for 4.5 to 1.
    pub least: i64,
    /// Where it stands.
    pub at: Span,
}

/// Reads the file.
pub fn read(file: &Path, text: &str, found: &mut Vec<Diagnostic>) -> Colours {
    let doc = TomlDocument::parse(file, 0, text, found);
    let mut table = doc.table();
    let pairs = table.need("pair", found).and_then(|pairs| pairs.list(found));
    table.finish(found);
    let pairs = pairs.unwrap_or_default();
    Colours { pairs: pairs.iter().filter_map(|value| pair(value, found)).collect() }
}

fn pair(value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) -> Option<Pair> {
    let mut table = value.table(found)?;
    let colour = table.text("colour", found);
    let on = table.need("on", found).and_then(|on| on.texts(found));
    let least = table.need("least", found);
    let least = least.and_then(|least| {
        let given = least.text(found)?;
        let tenths = given.parse::<f64>().ok().filter(|n| (1.0..=21.0).contains(n));
        if tenths.is_none() {
            let message = format!("`{given}` is no contrast");
            let finding = Diagnostic::error("contrast", message).at(least.span());
            found.push(finding.help("write a number from 1 to 21: \"4.5\""));
        }
        #[expect(clippy::cast_possible_truncation, reason = "it is between 10 and 210")]
        tenths.map(|n| (n * 10.0).round() as i64)
    });
    table.finish(found);
    let on = on?.into_iter().map(|(name, _)| name.to_owned()).collect();
    Some(Pair { colour: colour?.to_owned(), on, least: least?, at: value.span() })
}
