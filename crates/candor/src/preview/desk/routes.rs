//! What the desk answers, by address.
use std::convert::Infallible;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path as Named, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post, put};
use axum::{Json, Router};
use futures_util::stream;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::mpsc;

use super::Desk;
use super::access::random;
use super::answer::{Answered, Refusal};
use super::files::LARGEST_PICTURE;
use super::publish::{Say, Wanted, WantedBack};
use super::text::{LARGEST, LARGEST_UNDO, Typed};
use super::{assets, home};

type At = State<Arc<Desk>>;
type File = Named<String>;

/// All addresses of the desk.
pub(crate) fn router(desk: Desk) -> Router {
    let desk = Arc::new(desk);
    // A text in JSON may take twice its length, and a byte more is told as too long.
    let typed = DefaultBodyLimit::max(2 * LARGEST + LARGEST_UNDO + 1024);
    let edit = get(editor).put(save).layer(DefaultBodyLimit::max(LARGEST + 1));
    let draft = get(open).put(typed_text).delete(drop_draft).layer(typed);
    let picture = put(picture).layer(DefaultBodyLimit::max(LARGEST_PICTURE));
    Router::new()
        .route("/__candor/", get(show_home))
        .route("/__candor/edit/{*file}", edit)
        .route("/__candor/draft/{*file}", draft)
        .route("/__candor/insert/{*file}", get(insert))
        .route("/__candor/search", get(search))
        .route("/__candor/new", posted(Desk::new_page))
        .route("/__candor/move", posted(Desk::move_page))
        .route("/__candor/remove", posted(Desk::remove_page))
        .route("/__candor/file/{*file}", picture)
        .route("/__candor/history", get(removed))
        .route("/__candor/history/{*file}", get(history))
        .route("/__candor/publish", get(publishing).post(publish))
        .route("/__candor/put-back", post(put_back))
        .route("/__candor/put-back/{number}", get(objections))
        .route("/__candor/publication", get(publication))
        .route("/__candor/website/{which}/{*path}", get(former_file))
        .route("/__candor/website/{which}/", get(former_home))
        .route("/__candor/desk/{name}", get(assets::get))
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), guard))
        .with_state(desk)
}

/// Lets nobody write but the desk's own pages.
async fn guard(State(desk): At, request: Request, next: Next) -> Response {
    // Other sites may ask, and no browser lets them read what is answered.
    if request.method().is_safe() || desk.token.allows(request.headers()) {
        return next.run(request).await;
    }
    let why = "only the desk itself may write: open it anew";
    Refusal::of(StatusCode::FORBIDDEN, why).into_response()
}

/// Does what waits for the disk, or builds, on a thread of its own.
async fn blocking<T: Send + 'static>(
    desk: Arc<Desk>,
    work: impl FnOnce(&Desk) -> T + Send + 'static,
) -> T {
    let work = tokio::task::spawn_blocking(move || work(&desk));
    work.await.expect("it does not panic, and is never aborted")
}

async fn answer(
    desk: Arc<Desk>,
    work: impl FnOnce(&Desk) -> Answered + Send + 'static,
) -> Result<Json<Value>, Refusal> {
    blocking(desk, work).await.map(Json)
}

async fn show_home(State(desk): At) -> Response {
    let mut shown = desk.shown.clone();
    let built = shown.wait_for(|shown| shown.is_built).await;
    if let Ok(shown) = built.map(|shown| Arc::clone(&shown)) {
        return page(&desk, |desk, nonce| home::page(desk, &shown, nonce));
    }
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

async fn editor(State(desk): At, Named(file): File) -> Response {
    page(&desk, |desk, nonce| home::editor(desk, &file, nonce))
}

/// A page of the desk. It may load nothing but what the desk itself has, and the website.
fn page(desk: &Desk, html: impl FnOnce(&Desk, &str) -> String) -> Response {
    // For the styles that the editor's library writes.
    let nonce = random();
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; \
         connect-src 'self'; img-src 'self' blob: data:; frame-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types desk"
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy),
        // A page that opens this one in a window gets no hold of it.
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin".to_owned()),
    ];
    (headers, html(desk, &nonce)).into_response()
}

async fn open(State(desk): At, Named(file): File) -> Result<Json<Value>, Refusal> {
    answer(desk, move |desk| desk.open(&file)).await
}

async fn typed_text(
    State(desk): At,
    Named(file): File,
    headers: HeaderMap,
    Json(typed): Json<Typed>,
) -> Result<Json<Value>, Refusal> {
    desk.typed(&file, typed, &headers).await.map(Json)
}

async fn drop_draft(State(desk): At, Named(file): File) -> Result<Json<Value>, Refusal> {
    answer(desk, move |desk| desk.drop_draft(&file)).await
}

async fn save(
    State(desk): At,
    Named(file): File,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    answer(desk, move |desk| desk.save(&file, &headers, &body)).await
}

async fn insert(State(desk): At, Named(file): File) -> Result<Json<Value>, Refusal> {
    let sources = Arc::clone(&desk.shown.borrow().sources);
    answer(desk, move |_| Ok(site::authoring::desk::insert(&sources, &file))).await
}

/// What somebody looks for.
#[derive(Deserialize)]
struct Search {
    words: String,
}

async fn search(State(desk): At, Query(Search { words }): Query<Search>) -> Json<Value> {
    let sources = Arc::clone(&desk.shown.borrow().sources);
    let found =
        blocking(desk, move |_| site::authoring::desk::search(&sources, &words)).await;
    Json(found.iter().map(|file| Value::from(&**file)).collect())
}

/// Answers what is posted by what the desk makes of it.
fn posted<T: DeserializeOwned + Send + 'static>(
    work: fn(&Desk, &T) -> Answered,
) -> MethodRouter<Arc<Desk>> {
    post(async move |State(desk): At, Json(what): Json<T>| {
        answer(desk, move |desk| work(desk, &what)).await
    })
}

async fn picture(
    State(desk): At,
    Named(file): File,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    answer(desk, move |desk| desk.put_picture(&file, &headers, &body)).await
}

async fn removed(State(desk): At) -> Json<Value> {
    Json(blocking(desk, Desk::removed).await)
}

/// Which version of a file.
#[derive(Deserialize)]
struct Which {
    id: Option<String>,
}

async fn history(
    State(desk): At,
    Named(file): File,
    Query(Which { id }): Query<Which>,
) -> Result<Response, Refusal> {
    let Some(id) = id else {
        let versions = answer(desk, move |desk| desk.versions(&file)).await?;
        return Ok(versions.into_response());
    };
    let bytes = blocking(desk, move |desk| desk.version(&file, &id)).await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], bytes).into_response())
}

async fn publishing(State(desk): At) -> Response {
    page(&desk, home::publishing)
}

async fn publication(State(desk): At) -> Result<Json<Value>, Refusal> {
    answer(desk, Desk::publication).await
}

async fn publish(State(desk): At, Json(wanted): Json<Wanted>) -> Response {
    told(desk, move |desk, say| desk.publish(&wanted, say))
}

async fn put_back(State(desk): At, Json(wanted): Json<WantedBack>) -> Response {
    told(desk, move |desk, say| desk.put_back(&wanted, say))
}

async fn objections(
    State(desk): At,
    Named(number): Named<u32>,
) -> Result<Json<Value>, Refusal> {
    answer(desk, move |desk| desk.objections(number)).await
}

async fn former_home(State(desk): At, Named(which): Named<String>) -> Response {
    blocking(desk, move |desk| desk.former_file(&which, "")).await
}

async fn former_file(
    State(desk): At,
    Named((which, path)): Named<(String, String)>,
) -> Response {
    blocking(desk, move |desk| desk.former_file(&which, &path)).await
}

/// Answers with what is said while the work goes on, one JSON value a line.
fn told(desk: Arc<Desk>, work: impl FnOnce(&Desk, Say<'_>) + Send + 'static) -> Response {
    let (sender, receiver) = mpsc::unbounded_channel::<Value>();
    // It goes on when the page is closed: what was confirmed is done.
    tokio::task::spawn_blocking(move || {
        work(&desk, &|value| drop(sender.send(value)));
    });
    let lines = stream::unfold(receiver, async |mut receiver| {
        let line = receiver.recv().await?.to_string() + "\n";
        Some((Ok::<_, Infallible>(line), receiver))
    });
    let kind = [(header::CONTENT_TYPE, "application/x-ndjson")];
    (kind, Body::from_stream(lines)).into_response()
}
