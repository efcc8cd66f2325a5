//! The front matter of pages as a JSON Schema (draft 2020-12), for editors that complete and
//! check while one types.
use ground::source::Path;
use ground::table::{TomlDocument, TomlValue};
use serde_json::{Map, Value as Json, json};

use crate::read::kinds::{Field, FieldType, Kinds, PageKind};

/// The schema of all kinds of page.
pub fn schema(kinds: &Kinds) -> Json {
    let properties: Map<String, Json> = kinds
        .fields
        .iter()
        .map(|field| (field.id.clone(), property(kinds, field)))
        .collect();
    let required =
        kinds.fields.iter().filter(|field| field.required && field.kinds.is_empty());
    let required: Vec<_> = required.map(|field| field.id.as_str()).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A page of the website",
        "description": "The lines between +++ at the top of a page",
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
        "allOf": kinds.kinds.iter().map(|kind| only(kinds, kind)).collect::<Vec<_>>(),
    })
}

/// What holds only for one kind: fields that it must have, and those that it cannot.
fn only(kinds: &Kinds, kind: &PageKind) -> Json {
    let own = |field: &&Field| field.kinds.contains(&kind.id);
    let required: Vec<_> =
        kinds.fields.iter().filter(own).filter(|field| field.required).collect();
    let required: Vec<_> = required.iter().map(|field| field.id.as_str()).collect();
    let others =
        kinds.fields.iter().filter(|field| !field.kinds.is_empty() && !own(field));
    let never: Map<String, Json> =
        others.map(|field| (field.id.clone(), Json::Bool(false))).collect();
    // A page that says no kind is a page.
    let said: Json = if kind.id == "page" { json!([]) } else { json!(["kind"]) };
    json!({
        "if": { "properties": { "kind": { "const": kind.id } }, "required": said },
        "then": { "properties": never, "required": required },
    })
}

/// What a field can hold, with its help and an example.
fn property(kinds: &Kinds, field: &Field) -> Json {
    let mut property = form(field);
    property.insert("title".into(), field.id.clone().into());
    property.insert("description".into(), field.help.clone().into());
    property.insert("examples".into(), json!([example(field)]));
    if field.id == "kind" {
        let ids: Vec<_> = kinds.kinds.iter().map(|kind| kind.id.as_str()).collect();
        property.insert("enum".into(), json!(ids));
    }
    property.into()
}

/// What a type of field is in JSON Schema.
fn form(field: &Field) -> Map<String, Json> {
    let date = json!({ "type": "string", "format": "date" });
    let form = match field.form {
        FieldType::Text => json!({ "type": "string", "minLength": field.length.0 }),
        FieldType::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        FieldType::Date => date,
        FieldType::YesNo => json!({ "type": "boolean" }),
        FieldType::Number => json!({ "type": "integer" }),
        FieldType::Review => json!({
            "type": "object",
            "properties": {
                "by": { "type": "string" },
                "role": { "type": "string" },
                "on": date,
                "next": date,
            },
            "required": ["by", "role", "on", "next"],
            "additionalProperties": false,
        }),
    };
    let mut form = form.as_object().cloned().unwrap_or_default();
    if field.length.1 < usize::MAX {
        form.insert("maxLength".into(), field.length.1.into());
    }
    if !field.one_of.is_empty() {
        form.insert("enum".into(), json!(field.one_of));
    }
    form
}

/// A field's example as JSON has it.
fn example(field: &Field) -> Json {
    let (file, text) = (Path::from(""), format!("example = {}", field.example));
    let doc = TomlDocument::parse(&file, 0, &text, &mut vec![]);
    doc.table().take("example").map_or(Json::Null, |value| plain(&value))
}

/// A value as JSON has it. A date is a text there.
fn plain(value: &TomlValue<'_>) -> Json {
    let quiet = &mut vec![];
    if let Some(text) = value.as_text() {
        text.into()
    } else if let Some(list) = value.as_list() {
        list.iter().map(plain).collect()
    } else if let Some(mut table) = value.as_table() {
        table
            .rest()
            .iter()
            .map(|(key, _, value)| ((*key).to_owned(), plain(value)))
            .collect()
    } else if let Some(date) = value.date(quiet) {
        date.to_string().into()
    } else if let Some(number) = value.integer(quiet) {
        number.into()
    } else {
        value.flag(quiet).into()
    }
}
