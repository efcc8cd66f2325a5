//! The desk: where staff write pages in the browser, with the true page beside them.
//!
//! | address | does |
//! | --- | --- |
//! | `GET /__candor/` | lists all pages |
//! | `GET /__candor/search` | the texts in which some words stand |
//! | `GET /__candor/edit/FILE` | the editor of a file |
//! | `PUT /__candor/edit/FILE` | saves its text, where the file is still what `If-Match` says |
//! | `GET`, `PUT`, `DELETE /__candor/draft/FILE` | what the editor shows; what is not saved yet |
//! | `GET /__candor/insert` | what can be inserted into a text |
//! | `POST /__candor/new`, `/move`, `/remove` | begins, moves and removes pages |
//! | `PUT /__candor/file/FILE` | stores a picture |
//! | `GET /__candor/history/FILE` | former versions |
//! | `GET`, `POST /__candor/publish` | what would change for visitors; publishes it |
//! | `GET`, `POST /__candor/put-back` | what stands against a former website; puts it back |
//! | `GET /__candor/website/N/FILE` | a former website, to be looked at |
//!
//! A text that is not saved stands over its file in each build ([`drafts`]), so the page beside it
//! is made by the same `site::build` as all others.
mod access;
mod answer;
mod assets;
mod drafts;
mod files;
mod findings;
mod home;
mod pages;
mod place;
mod publish;
mod routes;
mod text;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use site::website::Website;
use tokio::sync::watch;

use self::access::Token;
use crate::preview::state::Shown;
use crate::publish::PublishTarget;

pub(crate) use self::drafts::Drafts;
pub(super) use self::routes::router;

/// What the desk's requests share.
pub(crate) struct Desk {
    target: PublishTarget,
    token: Token,
    drafts: Drafts,
    shown: watch::Receiver<Arc<Shown>>,
    is_saving: Mutex<()>,
    /// The website that somebody looked at before publishing it.
    looked_at: Mutex<Option<Arc<Website>>>,
}

impl Desk {
    /// A desk for the site that is published from a folder.
    pub(crate) fn new(
        target: PublishTarget,
        drafts: Drafts,
        shown: watch::Receiver<Arc<Shown>>,
    ) -> Self {
        Self {
            target,
            token: Token::new(),
            drafts,
            shown,
            is_saving: Mutex::new(()),
            looked_at: Mutex::new(None),
        }
    }

    fn looked_at(&self) -> MutexGuard<'_, Option<Arc<Website>>> {
        self.looked_at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The lock under which files are changed. It guards no data of its own.
    fn saving(&self) -> MutexGuard<'_, ()> {
        self.is_saving.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
