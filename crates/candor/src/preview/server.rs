//! Serves the preview from memory, to this computer only.
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::pin::pin;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use axum::Router;
use disk::{Error, history};
use ground::source::Sources;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use jiff::Timestamp;
use tokio::net::TcpListener as AsyncListener;
use tokio::sync::{oneshot, watch};

use crate::preview::announce;
use crate::preview::builder::{Audience, Builder};
use crate::preview::desk::{Desk, Drafts};
use crate::preview::routes::{Open, router};
use crate::preview::state::Shown;
use crate::publish::PublishTarget;
use crate::terminal;
use crate::watch::{ChangeQueue, Watch};

/// Serves until it is interrupted, with the desk opened in the browser where that is wanted. It
/// starts whatever is wrong with the site.
pub(crate) fn run(
    target: PublishTarget,
    port: u16,
    is_opened: bool,
) -> Result<(), Error> {
    let folder = &*target.folder;
    let listener = listen(port)?;
    // Port 0 asks the system for a free one: only the listener knows which it is.
    let port = listener.local_addr().map_err(|error| refusal(port, &error))?.port();
    // Before the first read: a save between the two would be seen by neither.
    let mut watch = Watch::start(folder);
    let why = watch.why();
    let changes = watch.follow();
    history::prune(folder, Timestamp::now());
    let drafts = Drafts::of(folder, changes.waker());
    let builder = Builder::new(folder, drafts.clone())?;
    let nothing_yet = builder.nothing_yet();
    let base_path = nothing_yet.website.base_path.clone();
    let (sender, receiver) = watch::channel(Arc::new(nothing_yet));
    let (end, ended) = oneshot::channel::<()>();
    let (announced, is_announced) = mpsc::channel::<()>();
    let open = Open::default();
    let desk = Desk::new(target, drafts.clone(), receiver.clone());
    let follower = Follower {
        port,
        builder,
        changes,
        sender,
        open: open.clone(),
        drafts,
        is_announced,
    };
    std::thread::spawn(move || {
        // Dropped when this thread ends for whatever reason: then the server ends too.
        let _end = end;
        follower.follow();
    });
    let announce = || {
        announce::serving(port, &base_path);
        if is_opened {
            announce::open_desk(port);
        }
        if let Some(why) = &why {
            terminal::polling(why);
        }
        // The one who waits is gone only when the preview ends.
        let _ = announced.send(());
    };
    serve(listener, router(port, receiver, open, desk), ended, announce)
        .map_err(|error| refusal(port, &error))
}

/// Builds after each change, and shows what comes of it.
struct Follower {
    port: u16,
    builder: Builder,
    changes: ChangeQueue,
    sender: watch::Sender<Arc<Shown>>,
    open: Open,
    drafts: Drafts,
    /// Nothing is told of a build before people know where the website is.
    is_announced: mpsc::Receiver<()>,
}

impl Follower {
    fn follow(mut self) {
        let is_cancelled = self.changes.are_waiting();
        let open = || self.open.list();
        let show = |shown| drop(self.sender.send_replace(Arc::new(shown)));
        let audience = Audience {
            is_cancelled: &is_cancelled,
            open: &open,
            last: &|| Arc::clone(&self.sender.borrow()),
            show: &show,
        };
        // Shown first, so that whoever reads of it finds it.
        let settle = |shown: Shown, tell: fn(u16, &Shown)| {
            let shown = Arc::new(shown);
            self.sender.send_replace(Arc::clone(&shown));
            tell(self.port, &shown);
        };
        let first = Sources::clone(&self.sender.borrow().sources);
        let first = self.builder.build(self.drafts.over(first), &audience);
        // Gone only when the preview ends.
        let _ = self.is_announced.recv();
        if let Some(shown) = first {
            settle(shown, announce::findings);
            self.drafts.are_built();
        }
        while let Some(changed) = self.changes.wait() {
            let last = (audience.last)();
            // Nothing when the build is cancelled.
            let shown = match self.builder.read(&changed) {
                Err(error) => Some(self.builder.lost(error, &last)),
                Ok(sources) if self.builder.is_shown(&sources, &last) => Some(None),
                Ok(sources) => self.builder.build(sources, &audience).map(Some),
            };
            let Some(shown) = shown else { continue };
            if let Some(shown) = shown {
                // Nobody wants a line in the terminal for each letter that is typed in the desk.
                let tell =
                    if changed.is_empty() { |_, _: &_| () } else { announce::rebuilt };
                settle(shown, tell);
            }
            self.drafts.are_built();
        }
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

/// As long may a client take for the head of a request, and as long may it keep a connection on
/// which it asks nothing.
const HEAD_TIME: Duration = Duration::from_secs(5);

/// Answers each connection by itself, for ever.
async fn answer(listener: AsyncListener, router: Router) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many connections are open: to try again at once would take a whole processor.
            tokio::time::sleep(Duration::from_millis(200)).await;
            continue;
        };
        // Not `axum::serve`, which gives no such time.
        let mut server = http1::Builder::new();
        server.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME);
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(server.serve_connection(TokioIo::new(stream), service));
    }
}

#[tokio::main]
async fn serve(
    listener: TcpListener,
    router: Router,
    ended: oneshot::Receiver<()>,
    announce: impl FnOnce(),
) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = AsyncListener::from_std(listener)?;
    let mut pressed = pin!(tokio::signal::ctrl_c());
    tokio::select! {
        biased;
        failed = &mut pressed => return failed,
        // From the first look at `pressed` on, an interrupt is heard.
        () = async {} => announce(),
    }
    tokio::select! {
        () = answer(listener, router) => Ok(()),
        pressed = pressed => pressed,
        _ = ended => Err(std::io::Error::other("it stopped following the changes")),
    }
}
