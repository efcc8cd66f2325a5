//! A site begins: what is known of the practice on its first day.
use ground::rewrite;
use ground::source::Path;
use toml_edit::{DocumentMut, InlineTable, Value, value};

use crate::read::telephone;

/// What is known of a practice. What is not stays a stand-in, which cannot go live.
#[derive(Debug, Default)]
pub struct FirstDay {
    /// Its name.
    pub name: Option<String>,
    /// Its telephone number.
    pub telephone: Option<String>,
    /// Whether it treats mental health: then its pages say whom to call in a crisis.
    pub treats_mental_health: bool,
    /// Its time zone.
    pub time_zone: String,
}

/// A practice's name as pages show it, where it is one: letters, in one line.
pub fn name(said: &str) -> Result<String, &'static str> {
    let name = said.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err("a practice has a name: write it as visitors know it");
    }
    if name.contains(char::is_control) {
        return Err("a sign stands in the name that no browser shows: write it without");
    }
    Ok(name)
}

/// A telephone number, where it is one.
pub fn number(said: &str) -> Result<String, String> {
    let said = said.trim();
    match telephone::dial(said) {
        Some(_) => Ok(said.to_owned()),
        None => Err(format!(
            "`{said}` is no number to call: write it like this: 424-555-0100, or +44 20 7946 0100"
        )),
    }
}

/// The text of `practice.toml`, with what is known in the place of what stood there. Nothing where
/// it says none of that.
pub fn practice(file: &Path, text: &str, known: &FirstDay) -> Option<String> {
    rewrite::text(file, text, |doc| {
        if let Some(name) = &known.name {
            set(doc, "name", name)?;
        }
        if let Some(telephone) = &known.telephone {
            set(doc, "telephone", telephone)?;
        }
        if known.treats_mental_health {
            set(doc, "kind", "mental-health")?;
            // The last key above the tables, so below the comment that tells of it.
            let crisis = STAND_INS.iter().copied().collect::<InlineTable>();
            doc.insert("crisis", value(crisis));
        }
        set(doc, "time_zone", &known.time_zone)
    })
}

/// Whom to call in a crisis, as long as the practice has not said it: numbers that are no one's.
const STAND_INS: [(&str, &str); 2] = [("lifeline", "0000"), ("emergency", "0000")];

/// Sets a key that is there; what stands around its value stays.
fn set(doc: &mut DocumentMut, key: &str, text: &str) -> Option<()> {
    let former = doc.get_mut(key)?.as_value_mut()?;
    let mut value = Value::from(text);
    // Else the comment behind it would be lost.
    *value.decor_mut() = former.decor().clone();
    *former = value;
    Some(())
}
