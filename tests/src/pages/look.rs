//! The looks of the main pages, compared with pictures that people have looked at. After a
//! change that is meant, `UPDATE=1 cargo test --release --workspace --test pages look` takes
//! new ones: look at them before you commit.
//!
//! The pages bring their font, so lines break alike everywhere, but machines draw letters
//! differently. So pictures are compared in cells of 24 by 24 pixels of the page, by the mean of
//! each colour: where the boxes are and which colours they have counts, and not the letters.
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use support::HERE;

use crate::browser::{Browser, Server};
use crate::{in_browser, open};

/// Pictures are kept at half the size; a cell is this wide and high in them.
const CELL: usize = 12;
/// From here on two cells look different, in steps of 255 for each colour.
const DIFFERENT: f64 = 40.0;
/// How many cells of 100 may look different: text that flows otherwise.
const MAY_DIFFER: usize = 4;

/// A page's name, its address, how many questions of the self-check are answered by their first
/// answer, once it is started, and what is pressed then.
type View = (&'static str, &'static str, Option<usize>, &'static [&'static str]);

const VIEWS: [View; 18] = [
    ("home", "/", None, &[]),
    ("text", "/side-effects/", None, &[]),
    ("sources", "/side-effects/", None, &[".cite"]),
    ("figures", "/compare/#one-dose-compared-with-a-sedative", None, &[]),
    ("questions", "/questions/", None, &[]),
    ("answers", "/questions/does-it-help/", None, &[]),
    ("decide", "/decide/", None, &[]),
    (
        "compared",
        "/decide/#options-side-by-side",
        None,
        &["[for=pick-1]", "[for=pick-6]"],
    ),
    ("section", "/conditions/", None, &[]),
    ("a-z", "/a-z/", None, &[]),
    ("help", "/help-now/", None, &[]),
    ("contact", "/contact/", None, &[]),
    ("self-check", "/self-check/", None, &[]),
    ("question", "/self-check/", Some(0), &[]),
    ("problem", "/self-check/", Some(1), &["[data-do=continue]"]),
    ("review", "/self-check/", Some(15), &[]),
    ("result", "/self-check/", Some(15), &["[data-do=continue]"]),
    ("crisis", "/self-check/", Some(0), &["#q1-3", "[data-do=continue]"]),
];

/// What is kept, too, as it is printed.
const PRINTED: [&str; 2] = ["text", "result"];

/// A phone, a tablet, a screen on a desk.
const WINDOWS: [(u32, u32); 3] = [(360, 740), (768, 1024), (1280, 800)];
/// A sheet of paper, in CSS pixels.
const SHEET: (u32, u32) = (794, 1123);

/// The mean colour of each cell of a picture.
struct Looks {
    size: (usize, usize),
    cells: Vec<[f64; 3]>,
}

impl Looks {
    fn of(picture: &[u8]) -> Self {
        let decoder = png::Decoder::new(Cursor::new(picture));
        let mut reader = decoder.read_info().expect("a picture");
        let mut dots = vec![0; reader.output_buffer_size().expect("a small picture")];
        let frame = reader.next_frame(&mut dots).expect("a whole picture");
        let (width, height) = (frame.width as usize, frame.height as usize);
        let parts = frame.color_type.samples();
        assert!(parts >= 3, "a picture in colour");
        let mut cells = vec![];
        for top in (0..height).step_by(CELL) {
            for left in (0..width).step_by(CELL) {
                let (mut sum, mut count) = ([0.0; 3], 0.0);
                for y in top..height.min(top + CELL) {
                    for x in left..width.min(left + CELL) {
                        let dot = &dots[(y * width + x) * parts..];
                        for (sum, part) in sum.iter_mut().zip(dot) {
                            *sum += f64::from(*part);
                        }
                        count += 1.0;
                    }
                }
                cells.push(sum.map(|sum| sum / count));
            }
        }
        Self { size: (width, height), cells }
    }

    /// How many cells of 100 look different.
    fn differs(&self, other: &Self) -> usize {
        if self.size != other.size {
            return 100;
        }
        let far = |(one, other): &(&[f64; 3], &[f64; 3])| {
            one.iter().zip(*other).any(|(a, b)| (a - b).abs() > DIFFERENT)
        };
        let different = self.cells.iter().zip(&other.cells).filter(far).count();
        (different * 100).div_ceil(self.cells.len())
    }
}

async fn show(browser: &Browser, server: &Server, (_, page, answered, then): View) {
    // As on a phone, where they take no room.
    browser.ask("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
    open(browser, server, page).await;
    let Some(answered) = answered else { return press(browser, then).await };
    // The program of the self-check takes a moment to listen.
    tokio::time::sleep(Duration::from_millis(900)).await;
    press(browser, &["[data-do=start]"]).await;
    for question in 1..=answered {
        press(browser, &[&format!("#q{question}-1"), "[data-do=continue]"]).await;
    }
    press(browser, then).await;
}

async fn press(browser: &Browser, selectors: &[&str]) {
    for selector in selectors {
        let press = "document.querySelector(arguments[0]).click()";
        browser.run(press, vec![json!(selector)]).await;
    }
}

/// The window as it is, with the font that it waits for.
async fn picture(browser: &Browser, (width, height): (u32, u32)) -> Vec<u8> {
    let ready = "const [done] = [...arguments].slice(-1); document.fonts.ready.then(() => done(scrollY))";
    let top = browser.run_async(ready, vec![]).await;
    let clip =
        json!({ "x": 0, "y": top, "width": width, "height": height, "scale": 0.5 });
    let taken = browser.ask("Page.captureScreenshot", json!({ "clip": clip })).await;
    let data = taken["data"].as_str().expect("a text");
    BASE64_STANDARD.decode(data).expect("base64")
}

fn file(name: &str) -> PathBuf {
    Path::new(HERE).join(format!("pictures/look/{name}.png"))
}

/// Compares a picture with the reviewed one; what is wrong, if anything.
fn compare(name: &str, now: &[u8]) -> Option<String> {
    let kept = file(name);
    if std::env::var("UPDATE").is_ok() {
        fs::write(&kept, now).expect("writable");
    }
    let reviewed = fs::read(&kept).expect("UPDATE=1 takes the first pictures");
    let differs = Looks::of(now).differs(&Looks::of(&reviewed));
    (differs > MAY_DIFFER).then(|| {
        let taken = std::env::temp_dir().join(kept.file_name().expect("named"));
        fs::write(&taken, now).expect("writable");
        let (kept, taken) = (kept.display(), taken.display());
        format!("{differs} of 100 cells: {kept}, now {taken}")
    })
}

#[test]
fn the_main_pages_look_as_reviewed() {
    in_browser(async |browser, server| {
        let mut wrong = vec![];
        for view in VIEWS {
            for window in WINDOWS {
                browser.resize(window.0, window.1).await;
                show(browser, server, view).await;
                for theme in ["light", "dark"] {
                    browser.prefer("prefers-color-scheme", theme).await;
                    let now = picture(browser, window).await;
                    let name = format!("{}-{}-{theme}", view.0, window.0);
                    wrong.extend(compare(&name, &now));
                }
            }
            if PRINTED.contains(&view.0) {
                browser.resize(SHEET.0, SHEET.1).await;
                browser
                    .ask("Emulation.setEmulatedMedia", json!({ "media": "print" }))
                    .await;
                browser.run("scrollTo(0, 0)", vec![]).await;
                let now = picture(browser, SHEET).await;
                wrong.extend(compare(&format!("{}-print", view.0), &now));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    });
}

/// Letters that are drawn otherwise are let pass; a box that is gone, other colours, or no style are not.
#[test]
fn what_matters_in_a_look_is_noticed() {
    in_browser(async |browser, server| {
        browser.resize(360, 740).await;
        show(browser, server, VIEWS[0]).await;
        let plain = Looks::of(&picture(browser, WINDOWS[0]).await);
        let changed = async |rule: &str| {
            let script =
                "const sheet = new CSSStyleSheet(); sheet.replaceSync(arguments[0]);
                document.adoptedStyleSheets = [sheet]";
            browser.run(script, vec![json!(rule)]).await;
            Looks::of(&picture(browser, WINDOWS[0]).await).differs(&plain)
        };
        let same = changed("* { }").await;
        let letters = changed("body { -webkit-text-stroke: .4px }").await;
        let no_bar = changed(".crisis-bar { display: none }").await;
        let no_ground = changed(".crisis-bar { background: none !important }").await;
        let no_style = changed("* { all: revert !important }").await;
        assert_eq!(same, 0);
        assert!(letters <= MAY_DIFFER, "other letters: {letters}");
        for (what, differs) in
            [("no bar", no_bar), ("no ground", no_ground), ("no style", no_style)]
        {
            assert!(differs > MAY_DIFFER, "{what}: {differs}");
        }
    });
}
