//! Pictures that are put beside pages, and former versions of texts.
use axum::http::{HeaderMap, StatusCode, header};
use disk::history::{self, Version};
use serde_json::{Value, json};
use site::assets;
use site::authoring::desk;

use super::Desk;
use super::answer::{Answered, Refusal};
use super::place::{self, Access};

/// The most bytes that a picture may have.
pub(super) const LARGEST_PICTURE: usize = 25 << 20;

impl Desk {
    /// Stores a picture without its hidden data, where no file is.
    pub(super) fn put_picture(
        &self,
        named: &str,
        headers: &HeaderMap,
        bytes: &[u8],
    ) -> Answered {
        let (path, access) =
            place::file(&self.target.folder, named).map_err(Refusal::not_possible)?;
        if access != Access::Picture {
            return Err(Refusal::not_possible("this is no picture by its name"));
        }
        if headers.get(header::IF_NONE_MATCH).is_none_or(|tag| tag != "*") {
            return Err(Refusal::not_possible("a picture replaces no file"));
        }
        let picture = assets::clean(&path, bytes).map_err(|problem| {
            let finding = assets::problem_with(&path, problem);
            let help = finding.help.unwrap_or_default();
            Refusal::not_possible(format!("{}: {help}", finding.message))
        })?;
        let _guard = self.saving();
        let place = self.target.folder.join(&*path);
        if place.exists() {
            let why = "a file of this name is there already";
            return Err(Refusal::of(StatusCode::PRECONDITION_FAILED, why));
        }
        disk::write(&place, &picture.bytes)?;
        let (width, height) = (picture.width, picture.height);
        Ok(json!({ "file": &*path, "width": width, "height": height }))
    }

    /// The former versions of a file, the latest first.
    pub(super) fn versions(&self, named: &str) -> Answered {
        let (path, _) =
            place::file(&self.target.folder, named).map_err(Refusal::not_possible)?;
        let versions = history::versions(&self.target.folder, &path);
        Ok(Value::from(versions.iter().map(version).collect::<Vec<_>>()))
    }

    /// A former version.
    pub(super) fn version(&self, named: &str, id: &str) -> Result<Vec<u8>, Refusal> {
        let (path, _) =
            place::file(&self.target.folder, named).map_err(Refusal::not_possible)?;
        let bytes = history::read(&self.target.folder, &path, id);
        bytes.ok_or_else(|| {
            Refusal::of(StatusCode::NOT_FOUND, "this version is not there")
        })
    }

    /// The files that were removed and can be put back.
    pub(super) fn removed(&self) -> Value {
        let removed = history::removed(&self.target.folder);
        let one = removed.iter().map(|(file, last)| {
            let mut one = version(last);
            one["file"] = json!(&**file);
            let text = history::read(&self.target.folder, file, &last.id).unwrap_or_default();
            one["title"] = json!(desk::title(file, &String::from_utf8_lossy(&text)));
            one
        });
        Value::from(one.collect::<Vec<_>>())
    }
}

fn version(version: &Version) -> Value {
    json!({ "id": version.id, "at": version.until.to_string(), "bytes": version.bytes })
}
