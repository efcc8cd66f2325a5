//! The desk's scripts and style, which are part of the program.
use axum::extract::Path as Named;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use ground::source::ending;

/// Files below `crates/candor/preview`, each by its own name.
macro_rules! files {
    ($($folder:literal: $($name:literal)*;)*) => {
        &[$($(($name, include_str!(concat!("../../../preview/", $folder, "/", $name)))),*),*]
    };
}

const FILES: &[(&str, &str)] = files! {
    "vendor": "editor.js";
    "desk": "api.js" "conflict.js" "desk.css" "directives.js" "dom.js" "draft.js"
        "edit.js" "files.js" "findings.js" "form.js" "frame.js" "grid.js" "history.js"
        "home.js" "insert.js" "keep-top.js" "kept.js" "links.js" "merge.js" "page.js"
        "paste-nodes.js" "paste-tables.js" "paste-word.js" "paste.js" "patch.js"
        "pick.js" "picture.js" "places.js" "publish.js" "published.js" "setup.js" "table.js" "toml.js" "top.js"
        "words.js";
};

pub(super) async fn get(Named(name): Named<String>) -> Response {
    let Some((_, text)) = FILES.iter().find(|(known, _)| *known == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = if ending(&name) == "css" { "text/css" } else { "text/javascript" };
    ([(header::CONTENT_TYPE, format!("{kind}; charset=utf-8"))], *text).into_response()
}
