//! The texts of pages, each read when somebody asks for it first: its own page, or another
//! that leads to one of its headings.
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::read::page::{Body, Outline};

/// A text that is read once, however many ask for it. Others wait for the one who reads it, who
/// therefore must not wait for work that others may do.
#[derive(Debug, Default)]
pub struct Text {
    outline: OnceLock<Outline>,
    /// Until it is let go.
    body: Mutex<Option<Arc<Body>>>,
}

impl Text {
    /// What stands in it. `read` reads it, if nobody has.
    pub fn outline(&self, read: impl FnOnce() -> (Outline, Body)) -> &Outline {
        self.outline.get_or_init(|| {
            let (outline, body) = read();
            *self.lock() = Some(Arc::new(body));
            outline
        })
    }

    /// What stands in it, if anybody has read it.
    pub fn known(&self) -> Option<&Outline> {
        self.outline.get()
    }

    /// The text itself.
    pub fn body(&self, read: impl Fn() -> (Outline, Body)) -> Arc<Body> {
        self.outline(&read);
        let kept = self.lock().clone();
        kept.unwrap_or_else(|| Arc::new(read().1))
    }

    /// Lets the text itself go: there may be many.
    pub fn let_go(&self) {
        *self.lock() = None;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Arc<Body>>> {
        self.body.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
