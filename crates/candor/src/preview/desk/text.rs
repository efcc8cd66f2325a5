//! The text of a file: given to the desk, kept while it is written, and saved.
use axum::http::{HeaderMap, header};
use disk::history;
use disk::unsaved::Unsaved;
use ground::editor::{shown, written};
use ground::source::{File, Path};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use site::store;

use super::Desk;
use super::answer::{Answered, Refusal};
use super::place::{self, Access};
use crate::preview::desk::findings;

/// The most bytes that a text may have.
pub(super) const LARGEST: usize = 1 << 20;
/// The most bytes of the steps back that are kept with a text: more are not needed to go on.
pub(super) const LARGEST_UNDO: usize = 2 << 20;

const ELSEWHERE: &str = "somebody else is writing here";

/// What the desk sends while somebody writes.
#[derive(Deserialize)]
pub(super) struct Typed {
    text: String,
    /// The hash of the text from which it began.
    base: String,
    #[serde(default)]
    undo: Value,
}

/// A text as it stands on the disk.
struct OnDisk {
    /// With the line ends that it has there.
    file: String,
    /// As the desk shows it.
    text: String,
    hash: String,
}

impl Desk {
    /// A file as the desk shows it.
    pub(super) fn open(&self, named: &str) -> Answered {
        let (path, access) = self.readable(named)?;
        let now = self.on_disk(&path)?;
        let draft = self.drafts.get(&path).map(
            |draft| json!({ "text": draft.text, "base": draft.base, "undo": draft.undo, "hash": hash_of(draft.text.as_bytes()) }),
        );
        if now.is_none() && draft.is_none() {
            return Err(Refusal::of(
                axum::http::StatusCode::NOT_FOUND,
                "this page is not there any more",
            ));
        }
        // The kinds of page as the newest build knows them: a fault in their file must not keep
        // anybody from writing.
        let sources = &self.shown.borrow().sources.clone();
        let mut about = site::authoring::desk::about(sources, &path);
        about["file"] = json!(&*path);
        about["text"] = json!(now.as_ref().map_or("", |now| &now.text));
        about["hash"] = json!(now.as_ref().map(|now| &now.hash));
        about["draft"] = json!(draft);
        about["read_only"] = json!(access == Access::Read);
        Ok(about)
    }

    /// Keeps what somebody writes, and answers once it is built, with the page and all findings.
    pub(super) async fn typed(
        &self,
        named: &str,
        typed: Typed,
        headers: &HeaderMap,
    ) -> Answered {
        let path = self.writable(named)?;
        // Steps back that are too many are left out: the text itself is never refused for them.
        let undo = serde_json::to_vec(&typed.undo).map_or(0, |undo| undo.len());
        if typed.text.len() > LARGEST {
            return Err(too_large());
        }
        let text = shown(&typed.text).into_owned();
        let by = self.writer(&path, &text, headers)?;
        let now = self.on_disk(&path)?;
        // What the file says already is no draft.
        let is_news = now.as_ref().is_none_or(|now| now.text != text);
        let base = self.base(&path, now, &typed.base)?;
        let undo = if undo > LARGEST_UNDO { Value::Null } else { typed.undo };
        let draft = is_news.then_some(Unsaved { base, text, undo, by });
        let edit = self.drafts.set(&path, draft);
        if !self.drafts.wait_for(edit).await {
            return Err(Refusal::disk("the preview has ended"));
        }
        let refusal = self.drafts.refusal();
        let mut answer = findings::seen(&self.shown.borrow().clone(), &path);
        answer["kept"] = json!(refusal.is_none());
        answer["why"] = json!(refusal);
        Ok(answer)
    }

    /// The browser that a text comes from, unless another one's unsaved text stands in its place
    /// that nobody has seen there: that is not replaced.
    fn writer(
        &self,
        path: &Path,
        text: &str,
        headers: &HeaderMap,
    ) -> Result<String, Refusal> {
        let said = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let by = said("x-candor-browser").unwrap_or_default();
        let Some(draft) = self.drafts.get(path) else { return Ok(by.to_owned()) };
        // Whoever only looks at it has not written it.
        if draft.text == text {
            return Ok(draft.by);
        }
        let hash = hash_of(draft.text.as_bytes());
        if draft.by == by || said("x-candor-knows") == Some(&hash) {
            return Ok(by.to_owned());
        }
        let other = json!({ "text": draft.text, "hash": hash });
        Err(Refusal::of(axum::http::StatusCode::CONFLICT, ELSEWHERE).and("draft", other))
    }

    /// The text from which a draft began, by its hash: that on the disk, or that of the draft.
    fn base(
        &self,
        path: &Path,
        now: Option<OnDisk>,
        hash: &str,
    ) -> Result<String, Refusal> {
        // First of all the draft's own: the file may have changed since it began.
        if let Some(draft) = self.drafts.get(path)
            && hash_of(draft.base.as_bytes()) == hash
        {
            return Ok(draft.base);
        }
        match now {
            Some(now) if now.hash == hash => Ok(now.text),
            now => Err(changed(now)),
        }
    }

    /// Forgets what was not saved.
    pub(super) fn drop_draft(&self, named: &str) -> Answered {
        let path = self.writable(named)?;
        self.drafts.set(&path, None);
        Ok(json!({}))
    }

    /// Saves a text where the file is still what the desk believes it is. The version before is
    /// kept.
    pub(super) fn save(&self, named: &str, headers: &HeaderMap, body: &[u8]) -> Answered {
        let path = self.writable(named)?;
        if body.len() > LARGEST {
            return Err(too_large());
        }
        let Ok(text) = std::str::from_utf8(body) else {
            return Err(Refusal::not_possible("this is no text in UTF-8"));
        };
        // One at a time: of two windows that save at once, the second hears of the first.
        let _guard = self.saving();
        self.writer(&path, &shown(text), headers)?;
        let now = self.on_disk(&path)?;
        let expected = expected(headers)?;
        if now.as_ref().map(|now| &now.hash) != expected.as_ref() {
            return Err(changed(now));
        }
        let former = now.map(|now| now.file);
        let new = written(former.as_deref().unwrap_or_default(), text);
        if let Some(former) = former.filter(|former| *former != new) {
            history::keep(
                &self.target.folder,
                &path,
                former.as_bytes(),
                Timestamp::now(),
            )?;
        }
        disk::write(&self.target.folder.join(&*path), new.as_bytes())?;
        // Last: a text that could not be saved is kept as it was.
        self.drafts.set(&path, None);
        Ok(json!({ "hash": hash_of(shown(&new).as_bytes()) }))
    }

    /// The text of a file on the disk; nothing where there is none.
    fn on_disk(&self, path: &Path) -> Result<Option<OnDisk>, Refusal> {
        // From the disk and not from the newest build, which may be behind it.
        let bytes = match std::fs::read(self.target.folder.join(&**path)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(None);
            }
            bytes => bytes?,
        };
        let file = File::new(bytes);
        let text = file.text(path).map_err(|finding| {
            let help = finding.help.unwrap_or_default();
            Refusal::not_possible(format!("{}: {help}", finding.message))
        })?;
        let (file, text) = (text.to_owned(), shown(text).into_owned());
        let hash = hash_of(text.as_bytes());
        Ok(Some(OnDisk { file, text, hash }))
    }

    fn readable(&self, named: &str) -> Result<(Path, Access), Refusal> {
        match place::file(&self.target.folder, named) {
            Ok((_, Access::Picture)) => Err(Refusal::not_possible("this is a picture")),
            found => found.map_err(Refusal::not_possible),
        }
    }

    fn writable(&self, named: &str) -> Result<Path, Refusal> {
        match self.readable(named)? {
            (path, Access::Write) => Ok(path),
            _ => Err(Refusal::not_possible("this file is only shown here")),
        }
    }
}

/// The hash that a file must have for it to be saved; none where there must be no file.
fn expected(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let get = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if get(header::IF_NONE_MATCH) == Some("*") {
        return Ok(None);
    }
    let hash = get(header::IF_MATCH).map(|tag| tag.trim_matches('"').to_owned());
    hash.map(Some).ok_or_else(|| Refusal::not_possible("say which text this replaces"))
}

fn changed(now: Option<OnDisk>) -> Refusal {
    let (text, hash) = now.map(|now| (now.text, now.hash)).unzip();
    Refusal::changed(json!({ "text": text, "hash": hash }))
}

fn too_large() -> Refusal {
    let why = "this text is longer than a million letters: make two pages of it";
    Refusal::of(axum::http::StatusCode::PAYLOAD_TOO_LARGE, why)
}

fn hash_of(bytes: &[u8]) -> String {
    store::hex(store::key(bytes))
}
