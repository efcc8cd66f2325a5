//! Who signed the rules, and what exactly was signed.
use ground::diagnostic::Diagnostic;
use ground::table::TomlValue;

use super::types::Signature;

/// Reads the table `review`. None where a part of it is missing.
pub(super) fn read(
    value: &TomlValue<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Signature> {
    let mut table = value.table(found)?;
    let [by, role, logic, wording] = ["by", "role", "logic", "wording"]
        .map(|key| table.text(key, found).map(str::to_owned));
    let on = table.need("on", found).and_then(|value| value.date(found));
    table.finish(found);
    Some(Signature {
        by: by?,
        role: role?,
        on: on?,
        logic: logic?,
        wording: wording?,
        at: value.span(),
    })
}
