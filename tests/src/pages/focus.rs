//! Whoever moves by keyboard sees where they are: compared in pixels, with and without the focus.
use std::io::Cursor;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::{in_browser, open};

/// A page of each kind.
const PAGES: [&str; 6] =
    ["/", "/side-effects/", "/questions/", "/contact/", "/self-check/", "/404.html"];
/// How many stops of a page are looked at: those that follow are of the same sorts.
const STOPS: usize = 30;
/// From here on a colour is another one, in steps of 255.
const OTHER: u8 = 60;

/// The place of what has the focus, with the room around it that its ring may take: that of a
/// link may enclose a whole row.
const PLACE: &str = "
const now = document.activeElement;
if (now === document.body) return null;
const { left, top, width, height } = now.getClientRects()[0];
return { name: now.outerHTML.slice(0, 90), width, height,
  clip: { x: left + scrollX - 8, y: top + scrollY - 48, width: width + 16, height: height + 96, scale: 1 } };";

async fn dots(browser: &Browser, clip: &Value) -> Vec<u8> {
    let taken = browser.ask("Page.captureScreenshot", json!({ "clip": clip })).await;
    let data = BASE64_STANDARD.decode(taken["data"].as_str().expect("a text"));
    let mut reader = png::Decoder::new(Cursor::new(data.expect("base64")))
        .read_info()
        .expect("a picture");
    let mut dots = vec![0; reader.output_buffer_size().expect("a small picture")];
    let frame = reader.next_frame(&mut dots).expect("a whole picture");
    assert_eq!(frame.color_type.samples(), 3, "a picture in colour");
    dots
}

/// How many dots of two pictures have other colours.
fn differing(one: &[u8], other: &[u8]) -> u32 {
    let far =
        |(a, b): (&[u8], &[u8])| a.iter().zip(b).any(|(a, b)| a.abs_diff(*b) > OTHER);
    let pairs = one.chunks(3).zip(other.chunks(3)).filter(|pair| far(*pair));
    u32::try_from(pairs.count()).expect("a small picture")
}

/// What stands around what has the focus changes by a line of two pixels at least, all round
/// (WCAG 2.2, 2.4.13).
#[test]
fn the_focus_is_seen_in_pixels() {
    in_browser(async |browser, server| {
        browser.resize(360, 740).await;
        for (page, theme) in
            PAGES.iter().flat_map(|page| [(page, "light"), (page, "dark")])
        {
            browser.prefer("prefers-color-scheme", theme).await;
            open(browser, server, page).await;
            for _ in 0..STOPS {
                let tab = browser.driver.action_chain().send_keys(Key::Tab);
                tab.perform().await.expect("pressed");
                let place = browser.run(PLACE, vec![]).await;
                let Some(name) = place["name"].as_str() else { break };
                let side = |key: &str| place[key].as_f64().expect("a number");
                if side("height") > 500.0 {
                    continue; // A long table: no window shows the whole ring.
                }
                let with = dots(browser, &place["clip"]).await;
                browser.run("document.activeElement.blur()", vec![]).await;
                let without = dots(browser, &place["clip"]).await;
                let round = 2.0 * (side("width") + side("height"));
                let seen = differing(&with, &without);
                assert!(
                    f64::from(seen) >= 2.0 * round,
                    "{page}, {theme}: {name}, {seen} of {round}"
                );
            }
        }
    });
}
