//! What the preview answers, by address.
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path as Named, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use ground::source::Path;
use site::authoring::desk as desk_pages;
use site::store::{Content, WebFile};
use site::website::host;
use tokio::sync::watch;

use crate::preview::desk::{self, Desk};
use crate::preview::events::{Now, events};
use crate::preview::media_type::kind;
use crate::preview::pages;
use crate::preview::range::{self, Part};
use crate::preview::state::Shown;

const SCRIPT: &str = include_str!("../../preview/reload.js");
const STYLE: &str = include_str!("../../preview/preview.css");

/// The pages that were asked for last: they are open, perhaps.
#[derive(Clone)]
pub(crate) struct Open(Arc<Mutex<VecDeque<Path>>>);

impl Default for Open {
    /// The home page, with which a preview is opened.
    fn default() -> Self {
        Self(Arc::new(Mutex::new(VecDeque::from(["index.html".into()]))))
    }
}

impl Open {
    /// No more pages than this come first.
    const MOST: usize = 4;

    fn add(&self, page: &str) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain(|known| **known != *page);
        pages.push_front(page.into());
        pages.truncate(Self::MOST);
    }

    /// The files of the pages, the latest first.
    pub(crate) fn list(&self) -> Vec<Path> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

/// A page of the preview itself: its address, and what makes it.
type OwnPage = (&'static str, fn(&Shown) -> String);

const OWN_PAGES: [OwnPage; 6] = [
    (pages::FINDINGS, pages::findings),
    (pages::RULES, pages::rules),
    (pages::GUIDE, pages::guide),
    (pages::EXPLAIN, pages::explain),
    (pages::WRITING, pages::writing),
    (pages::JUDGE, pages::judge),
];

/// All that is answered at `port`.
pub(crate) fn router(
    port: u16,
    shown: watch::Receiver<Arc<Shown>>,
    open: Open,
    desk: Desk,
) -> Router {
    let mut router = Router::new()
        .route(pages::EVENTS, get(events))
        .route(pages::SCRIPT, get(async || (kind("reload.js"), SCRIPT)))
        .route(pages::STYLE, get(async || (kind("preview.css"), STYLE)))
        .route(
            pages::COMPONENTS,
            get(async |State(shown): Now| components(&*built(shown).await)),
        )
        .route(
            pages::STATE,
            get(async |State(shown): Now, Named(name): Named<String>| {
                state(&*built(shown).await, &name)
            }),
        );
    for (address, page) in OWN_PAGES {
        let answer = get(async move |State(shown): Now| own(&*built(shown).await, page));
        router = router.route(address, answer);
    }
    router
        .fallback(get(async move |State(shown): Now, head: Parts| {
            page(shown, &head, &open).await
        }))
        .with_state(shown)
        .merge(desk::router(desk))
        .layer(middleware::from_fn(move |request, next| guard(port, request, next)))
}

/// The newest state, once it is enough for an answer.
async fn wait_for(
    mut shown: watch::Receiver<Arc<Shown>>,
    is_enough: impl Fn(&Shown) -> bool,
) -> Arc<Shown> {
    let state =
        shown.wait_for(|shown| is_enough(shown)).await.map(|shown| Arc::clone(&shown));
    // Nothing more comes when the preview ends.
    state.unwrap_or_else(|_| Arc::clone(&shown.borrow()))
}

/// The newest state, once some build was done.
async fn built(shown: watch::Receiver<Arc<Shown>>) -> Arc<Shown> {
    wait_for(shown, |shown| shown.is_built).await
}

/// Answers only to a browser on this computer that asked for this computer, so that a
/// page elsewhere cannot read drafts under a name that it points here. Nothing is kept.
async fn guard(port: u16, request: Request, next: Next) -> Response {
    if !is_for_here(request.headers(), port) {
        let why = "This preview answers only at http://127.0.0.1 and http://localhost\n";
        return (StatusCode::FORBIDDEN, kind("why.txt"), why).into_response();
    }
    let mut response = next.run(request).await;
    let fixed = [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("x-robots-tag"), "noindex"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        response.headers_mut().insert(name, value.parse().expect("plain text"));
    }
    response
}

fn is_for_here(headers: &HeaderMap, port: u16) -> bool {
    let host =
        headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|name| host == format!("{name}:{port}") || port == 80 && host == *name)
}

/// A page of the preview itself. It may load nothing but its own style and script.
fn own(shown: &Shown, page: impl Fn(&Shown) -> String) -> Response {
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                  base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    let headers = [(header::CONTENT_SECURITY_POLICY, policy)];
    let version = version(&shown.version("__candor/"));
    (kind("own.html"), headers, version, page(shown)).into_response()
}

/// The page of all components, or why there is none yet.
fn components(shown: &Shown) -> Response {
    match desk_pages::components(&shown.sources) {
        Some(bytes) => whole(shown, "__candor/components.html", &bytes),
        None => own(shown, pages::findings),
    }
}

/// The self-check in a state, which has no address of its own on the website.
fn state(shown: &Shown, name: &str) -> Response {
    let state = desk_pages::STATES.iter().find(|state| state.name == name);
    let page = desk_pages::self_check(&shown.website);
    let (Some(state), Some(page)) = (state, page) else { return missing(shown) };
    let Ok(bytes) = page.content.get() else { return missing(shown) };
    let html = desk_pages::in_state(&String::from_utf8_lossy(&bytes), state);
    let content = Content::in_memory(html.into_bytes().into());
    let page = WebFile { content, ..page.clone() };
    whole(shown, "__candor/state.html", &page)
}

/// The page or file at an address: from the last good website. While the first build is under
/// way it is waited for, and the page comes before the others.
async fn page(shown: watch::Receiver<Arc<Shown>>, head: &Parts, open: &Open) -> Response {
    let address = head.uri.path();
    let asked = pages::path(address);
    let inside = shown.borrow().inside(&asked).map(str::to_owned);
    let Some(path) = inside else { return below(&shown.borrow(), address) };
    let named = host::file(&path);
    let is_page = *named != *path;
    // Before the first build is done, which asks for the open pages and renders them first.
    if is_page && !shown.borrow().is_built {
        open.add(&named);
    }
    // A page that is there already is not held up by a build.
    let is_there = |shown: &Shown| shown.website.files.contains_key(&named);
    let shown = &*wait_for(shown, |shown| shown.is_built || is_there(shown)).await;
    let files = &shown.website.files;
    if files.is_empty() {
        return (StatusCode::SERVICE_UNAVAILABLE, own(shown, pages::findings))
            .into_response();
    }
    if let Some(found) = files.get(&named) {
        if is_page {
            open.add(&named);
        }
        let part =
            |tag: &str, length| range::part(&head.method, &head.headers, tag, length);
        return file(shown, &named, found, part);
    }
    if files.contains_key(&*format!("{path}/index.html")) {
        let slash = format!("/{}/", address.trim_matches('/'));
        // Browsers remember a permanent redirect beyond the end of the preview.
        return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, slash)])
            .into_response();
    }
    missing(shown)
}

/// Sends on who asks for a path above the website's base path, as the preview's own pages do.
fn below(shown: &Shown, path: &str) -> Response {
    let address = format!("{}{path}", shown.website.base_path);
    (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, address)]).into_response()
}

fn missing(shown: &Shown) -> Response {
    match shown.website.files.get("404.html") {
        Some(found) => {
            (StatusCode::NOT_FOUND, whole(shown, "404.html", found)).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn whole(shown: &Shown, path: &str, found: &WebFile) -> Response {
    file(shown, path, found, |_, _| Part::Whole)
}

/// A file, or the part of it that is asked for by its tag and length.
fn file(
    shown: &Shown,
    path: &str,
    file: &WebFile,
    part: impl FnOnce(&str, usize) -> Part,
) -> Response {
    let Ok(bytes) = file.content.get() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    // A hash of the bytes: what has the same tag is the same to the byte.
    let tag = format!("\"{:x}\"", file.content.key());
    let part = part(&tag, bytes.len());
    let body = range::answer(&part, Bytes::from(bytes.into_owned()), &tag);
    let mut response = (kind(path), version(&shown.version(path)), body).into_response();
    for (name, value) in host::headers(path, file) {
        if let Some(value) = in_frame(name, &value) {
            response
                .headers_mut()
                .insert(name, value.parse().expect("headers are plain text"));
        }
    }
    response
}

/// A header as the preview has it: its pages may stand in a frame of the desk.
fn in_frame(name: &str, value: &str) -> Option<String> {
    if name.eq_ignore_ascii_case("x-frame-options") {
        return None;
    }
    Some(value.replace("frame-ancestors 'none'", "frame-ancestors 'self'"))
}

/// The version that a page is of, where the script in the page can read it.
fn version(version: &str) -> [(HeaderName, String); 1] {
    [(HeaderName::from_static("server-timing"), format!("candor;desc=\"{version}\""))]
}
