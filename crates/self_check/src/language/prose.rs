//! What visitors read of the rules: each question, each reason, and the titles, by itself.
use ground::prose::{Form, Prose};
use ground::source::Path;
use ground::table::{TomlDocument, TomlValue};

/// The texts of a file that was read before: whatever is wrong with it is told there.
pub fn prose(file: &Path, text: &str) -> Vec<Prose> {
    let doc = TomlDocument::parse(file, 0, text, &mut vec![]);
    let mut table = doc.table();
    let mut texts: Vec<Prose> =
        items(table.take("question")).iter().map(question).collect();
    texts.extend(entries(table.take("answer_sets")).iter().map(labels));
    for score in entries(table.take("scores")) {
        texts.push(of(&score, &["title"], Form::Label));
    }
    for rule in entries(table.take("rules")) {
        texts.push(of(&rule, &["because"], Form::Sentences));
    }
    if let Some(check) = table.take("check") {
        texts.push(of(&check, &["title"], Form::Label));
        let mut check = check.as_table();
        for key in ["outcomes", "panels"] {
            let titled = items(check.as_mut().and_then(|check| check.take(key)));
            texts.extend(titled.iter().map(|one| of(one, &["title"], Form::Label)));
        }
    }
    texts
}

/// The words of a question, with its answers and bands as labels.
fn question(value: &TomlValue<'_>) -> Prose {
    let mut prose = of(value, &["ask", "help", "why"], Form::Sentences);
    let Some(mut table) = value.as_table() else { return prose };
    for answers in ["answers", "many"].iter().filter_map(|key| table.take(key)) {
        prose.blocks.extend(labels(&answers).blocks);
    }
    for band in items(table.take("bands")) {
        prose.blocks.extend(of(&band, &["label"], Form::Label).blocks);
    }
    prose
}

/// Answers as labels. The name of a set has none.
fn labels(answers: &TomlValue<'_>) -> Prose {
    let mut prose = Prose::default();
    for answer in entries(Some(*answers)) {
        prose.add_value(Form::Label, &answer);
    }
    prose
}

/// The texts under some keys of a table.
fn of(value: &TomlValue<'_>, keys: &[&str], form: Form) -> Prose {
    let mut prose = Prose::default();
    let Some(mut table) = value.as_table() else { return prose };
    for text in keys.iter().filter_map(|key| table.take(key)) {
        prose.add_value(form, &text);
    }
    prose
}

/// The entries of a list that may be there.
fn items(list: Option<TomlValue<'_>>) -> Vec<TomlValue<'_>> {
    list.and_then(|list| list.as_list()).unwrap_or_default()
}

/// The values of a table that may be there.
fn entries(table: Option<TomlValue<'_>>) -> Vec<TomlValue<'_>> {
    let table = table.and_then(|table| table.as_table());
    let entries = table.map(|mut table| table.rest()).unwrap_or_default();
    entries.into_iter().map(|(_, _, value)| value).collect()
}
