//! The states of the preview as an open page hears of them (server-sent events).
use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, stream};
use serde_json::Value;
use tokio::sync::watch;

use crate::preview::pages::path;
use crate::preview::state::Shown;

/// The newest state, where it is watched.
pub(super) type Now = State<watch::Receiver<Arc<Shown>>>;

/// Each state of the preview as it comes, the present one first, for the page whose address
/// is asked with: `?page=/a/`.
pub(super) async fn events(
    State(shown): Now,
    uri: Uri,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let page = uri.query().and_then(|query| query.strip_prefix("page="));
    let page = path(page.unwrap_or("/"));
    let page = shown.borrow().inside(&page).unwrap_or(&page).to_owned();
    let states =
        stream::unfold(Listener { shown, page, heard: None }, async |mut page| {
            let data = page.next().await?.to_string();
            Some((Ok(Event::default().data(data)), page))
        });
    Sse::new(states).keep_alive(KeepAlive::default())
}

/// An open page.
struct Listener {
    shown: watch::Receiver<Arc<Shown>>,
    /// Its path in the website.
    page: String,
    /// What it heard last.
    heard: Option<Heard>,
}

struct Heard {
    state: Value,
    /// Whether the state was one on the way to a whole website.
    is_partial: bool,
}

impl Listener {
    /// The next state that is news to the page. Nothing when the preview ends.
    async fn next(&mut self) -> Option<Value> {
        loop {
            if self.heard.is_none() {
                // A page is of no version that could change before some build is done.
                self.shown.wait_for(|shown| shown.is_built).await.ok()?;
            } else {
                self.shown.changed().await.ok()?;
            }
            // A copy of the reference first: while the guard lives, the builder cannot show more.
            let shown = Arc::clone(&self.shown.borrow_and_update());
            let (state, is_partial) = (shown.event(&self.page), shown.good.is_some());
            if self.is_news(&state, is_partial) {
                self.heard = Some(Heard { state: state.clone(), is_partial });
                return Some(state);
            }
        }
    }

    /// Whether a state is news. One with only its open pages anew is none to the others; and
    /// when the whole website follows, a page that was shown already hears only of findings.
    fn is_news(&self, state: &Value, is_partial: bool) -> bool {
        let Some(heard) = &self.heard else { return true };
        let differs = |part: &str| heard.state[part] != state[part];
        if is_partial {
            return differs("version");
        }
        !heard.is_partial || ["version", "stopped", "findings"].into_iter().any(differs)
    }
}
