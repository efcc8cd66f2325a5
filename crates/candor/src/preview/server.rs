//! Serves the preview from memory, to this computer only.
use std::borrow::Cow;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path as DiskPath;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::{Stream, stream};
use percent_encoding::percent_decode_str;
use site::source::Path;
use tokio::sync::watch;

use crate::error::Error;
use crate::preview::state::{Builder, Shown};
use crate::preview::{announce, pages};
use crate::terminal;
use crate::watch::{Changes, Watch};

/// Serves until it is interrupted. It starts whatever is wrong with the site.
pub(crate) fn run(folder: &DiskPath, port: u16) -> Result<(), Error> {
    let listener = listen(port)?;
    let port = listener.local_addr().map_err(|error| refusal(port, &error))?.port();
    let mut watch = Watch::start(folder);
    let why = watch.why();
    let mut changes = watch.follow();
    let mut builder = Builder::new(folder);
    let first = builder.first()?;
    let first = Arc::new(first);
    let (sender, receiver) = watch::channel(first.clone());
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let asked = Open::default();
    let open = asked.clone();
    std::thread::spawn(move || {
        // Dropped when this thread ends for whatever reason: then the server ends too.
        let _end = end;
        let show = |shown: Shown| {
            let shown = Arc::new(shown);
            sender.send_replace(shown.clone());
            shown
        };
        let overtaken = changes.are_waiting();
        // A large site is shown before it is looked at as a whole.
        let mut next =
            if builder.has_built() { changes.wait() } else { Some(Changes::Unknown) };
        while let Some(changed) = next {
            let last = || sender.borrow().clone();
            let whole = match builder.read(&changed) {
                Err(refusal) => builder.lost(refusal, &last()),
                Ok(sources) if builder.is_shown(&sources, &last()) => None,
                Ok(sources) => builder.follow(&sources, &last()).or_else(|| {
                    builder.glance(&sources, &last(), &open.list()).map(&show);
                    builder.unaudited(&sources, &last(), &overtaken).map(&show);
                    builder.build(&sources, &last(), &overtaken)
                }),
            };
            if let Some(whole) = whole {
                announce::rebuilt(port, &show(whole));
            }
            next = changes.wait();
        }
    });
    let announce = || {
        announce::serving(port, &first);
        if let Some(why) = &why {
            terminal::polling(why);
        }
    };
    serve(listener, router(port, receiver, asked), ended, announce)
        .map_err(|error| refusal(port, &error))
}

/// The pages that were asked for last: they are open, perhaps.
#[derive(Clone, Default)]
struct Open(Arc<Mutex<VecDeque<Path>>>);

impl Open {
    /// No more pages than this are looked at at once.
    const MOST: usize = 4;

    fn add(&self, page: &str) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain(|known| **known != *page);
        pages.push_front(page.into());
        pages.truncate(Self::MOST);
    }

    fn list(&self) -> Vec<Path> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

fn listen(port: u16) -> Result<TcpListener, Error> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| refusal(port, &error))
}

fn refusal(port: u16, error: &std::io::Error) -> Error {
    Error(match error.kind() {
        ErrorKind::AddrInUse => format!(
            "port {port} is taken, perhaps by another preview; name another with `--port`, \
             or `--port 0` for any free one"
        ),
        _ => format!("the preview cannot use port {port}: {error}"),
    })
}

#[tokio::main]
async fn serve(
    listener: TcpListener,
    router: Router,
    ended: tokio::sync::oneshot::Receiver<()>,
    announce: impl FnOnce(),
) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let mut pressed = pin!(tokio::signal::ctrl_c());
    tokio::select! {
        biased;
        failed = &mut pressed => return failed,
        // From the first look at `pressed` on, an interrupt is heard.
        () = async {} => announce(),
    }
    tokio::select! {
        served = axum::serve(listener, router).into_future() => served,
        pressed = pressed => pressed,
        _ = ended => Err(std::io::Error::other("it stopped following the changes")),
    }
}

const SCRIPT: &str = include_str!("../../preview/reload.js");
const STYLE: &str = include_str!("../../preview/preview.css");

type Now = State<watch::Receiver<Arc<Shown>>>;

fn router(port: u16, shown: watch::Receiver<Arc<Shown>>, open: Open) -> Router {
    Router::new()
        .route(pages::EVENTS, get(events))
        .route(
            pages::FINDINGS,
            get(async |State(shown): Now| own(&shown.borrow(), pages::findings)),
        )
        .route(
            pages::RULES,
            get(async |State(shown): Now| own(&shown.borrow(), pages::rules)),
        )
        .route(
            pages::GUIDE,
            get(async |State(shown): Now| own(&shown.borrow(), pages::guide)),
        )
        .route(
            pages::EXPLAIN,
            get(async |State(shown): Now| own(&shown.borrow(), pages::explain)),
        )
        .route(
            pages::WRITING,
            get(async |State(shown): Now| own(&shown.borrow(), pages::writing)),
        )
        .route(
            pages::COMPONENTS,
            get(async |State(shown): Now| components(&shown.borrow())),
        )
        .route(
            pages::JUDGE,
            get(async |State(shown): Now| own(&shown.borrow(), pages::judge)),
        )
        .route(pages::SCRIPT, get(async || (kind("reload.js"), SCRIPT)))
        .route(pages::STYLE, get(async || (kind("preview.css"), STYLE)))
        .fallback(get(async move |State(shown): Now, uri: Uri| {
            page(&shown.borrow(), &uri, &open)
        }))
        .layer(middleware::from_fn(move |request, next| guard(port, request, next)))
        .with_state(shown)
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

/// Each state of the preview as it comes, the present one first, for the page whose address
/// is asked with: `?page=/a/`.
async fn events(
    State(shown): Now,
    uri: Uri,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let page = uri.query().and_then(|query| query.strip_prefix("page="));
    let page = path(page.unwrap_or("/")).into_owned();
    let states = stream::unfold((shown, page, true), async |(mut shown, page, first)| {
        if !first {
            shown.changed().await.ok()?;
        }
        let data = shown.borrow_and_update().event(&page).to_string();
        Some((Ok(Event::default().data(data)), (shown, page, false)))
    });
    Sse::new(states).keep_alive(KeepAlive::default())
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
    match site::authoring::desk::components(&shown.sources) {
        Some(bytes) => file(shown, "__candor/components.html", &bytes),
        None => own(shown, pages::findings),
    }
}

/// The page or file at an address: from the last good website.
fn page(shown: &Shown, uri: &Uri, open: &Open) -> Response {
    let path = path(uri.path());
    let named = site::website::host::file(&path);
    if shown.output.is_empty() {
        return (StatusCode::SERVICE_UNAVAILABLE, own(shown, pages::findings))
            .into_response();
    }
    if let Some(bytes) = shown.output.get(&named) {
        if *named != *path {
            open.add(&named);
        }
        return file(shown, &named, bytes);
    }
    if shown.output.contains_key(&*format!("{path}/index.html")) {
        let slash = format!("/{}/", uri.path().trim_matches('/'));
        return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, slash)])
            .into_response();
    }
    missing(shown)
}

fn missing(shown: &Shown) -> Response {
    match shown.output.get("404.html") {
        Some(bytes) => {
            (StatusCode::NOT_FOUND, file(shown, "404.html", bytes)).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn file(shown: &Shown, path: &str, bytes: &Arc<[u8]>) -> Response {
    let body = Bytes::from_owner(bytes.clone());
    let mut response = (kind(path), version(&shown.version(path)), body).into_response();
    for (name, value) in site::website::host::headers(&shown.output, path) {
        let value = value.parse().expect("headers are plain text");
        response.headers_mut().insert(name, value);
    }
    response
}

/// The path that an address names.
fn path(address: &str) -> Cow<'_, str> {
    percent_decode_str(address.trim_start_matches('/')).decode_utf8_lossy()
}

/// The version that a page is of, where the script in the page can read it.
fn version(version: &str) -> [(HeaderName, String); 1] {
    [(HeaderName::from_static("server-timing"), format!("candor;desc=\"{version}\""))]
}

/// The content type by the name of a file.
fn kind(path: &str) -> [(HeaderName, &'static str); 1] {
    let kind = match path.rsplit_once('.').map_or("", |(_, end)| end) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "json" | "map" => "application/json",
        "xml" => "application/xml",
        "atom" => "application/atom+xml",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "pdf" => "application/pdf",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "vtt" => "text/vtt; charset=utf-8",
        _ => "application/octet-stream",
    };
    [(header::CONTENT_TYPE, kind)]
}
