//! Every page at any width, with any size of text, in either direction, in forced colours,
//! and on paper.
use serde_json::json;

use crate::on_each_page;

/// What stands past an edge of the page, or is cut. A table scrolls in its own region.
const OUTSIDE: &str = "
document.documentElement.dir = arguments[0];
for (const one of document.querySelectorAll('details')) one.open = true;
const page = document.scrollingElement;
const shown = [...document.querySelectorAll('body *')].filter(one => one.checkVisibility()
  && !one.matches('.table *, .hidden, .skip-link, .rings, svg *'));
const name = one => one.outerHTML.slice(0, 90);
return [
  ...(page.scrollWidth > innerWidth ? ['the page is wider', ...shown.filter(one => {
    const { left, right } = one.getBoundingClientRect();
    return left < -1 || right > innerWidth + 1;
  }).slice(0, 3).map(name)] : []),
  ...shown.filter(one => getComputedStyle(one).overflow !== 'visible' && !one.matches('.table, .hero')
    && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1))
    .map(name),
];";

/// No page scrolls sideways, and nothing is cut (WCAG 2.2, 1.4.4 and 1.4.10).
#[test]
fn every_page_fits() {
    on_each_page(async |browser, _, page| {
        for (width, text) in [(320, 16), (360, 32), (768, 16), (1280, 32)] {
            browser.resize(width, 780).await;
            browser.text_size(text).await;
            for way in ["ltr", "rtl"] {
                let outside = browser.run(OUTSIDE, vec![json!(way)]).await;
                assert_eq!(outside, json!([]), "{page}, {width}, text of {text}, {way}");
            }
        }
        browser.text_size(16).await;
    });
}

/// Boxes keep an edge, and what is filled in a picture is told from what is hollow.
#[test]
fn forced_colours_keep_boxes_and_pictures() {
    let lost = "
const edge = one => parseFloat(getComputedStyle(one).borderInlineStartWidth) >= 1;
const boxes = [...document.querySelectorAll('.callout, .warning, .key-facts, .contact, .urgent, .studies')];
const fill = one => getComputedStyle(one).fill;
const pictures = [...document.querySelectorAll('.drawing')].filter(one =>
  one.querySelector('.some') && one.querySelector('.rest'));
return [
  matchMedia('(forced-colors: active)').matches,
  boxes.filter(one => !edge(one)).length,
  pictures.filter(one => fill(one.querySelector('.some')) === fill(one.querySelector('.rest')))
    .length,
];";
    on_each_page(async |browser, _, page| {
        browser.prefer("forced-colors", "active").await;
        let lost = browser.run(lost, vec![]).await;
        assert_eq!(lost, json!([true, 0, 0]), "{page}");
    });
}

/// On paper: black on white, the crisis lines, no menu, and nothing that stays closed.
#[test]
fn paper_shows_all_that_is_to_be_read() {
    let wrong = "
const black = one => getComputedStyle(one).color === 'rgb(0, 0, 0)';
const shows = one => one.checkVisibility({ contentVisibilityAuto: true });
return [
  ...[...document.querySelectorAll('.header nav, .contents, .pager')].filter(shows),
  ...[...document.querySelectorAll('main p, main li, main .button, .crisis-bar li')].filter(one =>
    !one.closest('.contents, .pager, form, .hidden, .note') && (!shows(one) || !black(one))),
].map(one => one.outerHTML.slice(0, 90)).concat(
  [...document.querySelectorAll('.crisis-bar a[href^=\"tel:\"]')].every(shows) ? [] : ['crisis']);";
    on_each_page(async |browser, _, page| {
        let is_check = "return document.querySelector('form.self-check') !== null";
        if browser.run(is_check, vec![]).await == json!(true) {
            return; // Has tests of its own for paper.
        }
        browser.ask("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
        let wrong = browser.run(wrong, vec![]).await;
        assert_eq!(wrong, json!([]), "{page}");
    });
}

/// The marks of claims that stand on another line than the last letter before them.
const TORN: &str = "
const text = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
const range = document.createRange();
const marks = [...document.querySelectorAll('main .cite')].filter(one => one.checkVisibility());
return marks.filter(mark => {
  text.currentNode = mark;
  let before = text.previousNode();
  while (before && !before.data.replace(/\\u2060/g, '').trim()) before = text.previousNode();
  const end = before.data.replace(/[\\s\\u2060]+$/, '').length;
  range.setStart(before, end - 1);
  range.setEnd(before, end);
  const letter = range.getBoundingClientRect(), box = mark.getBoundingClientRect();
  return box.top > letter.bottom || box.bottom < letter.top;
}).map(mark => mark.parentElement.previousSibling?.textContent.slice(-40));";

/// A line begins with a word, never with the mark of the claim before it.
#[test]
fn no_line_begins_with_a_mark() {
    on_each_page(async |browser, _, page| {
        for width in (320..=440).step_by(8).chain([768, 1280]) {
            browser.resize(width, 780).await;
            let torn = browser.run(TORN, vec![]).await;
            assert_eq!(torn, json!([]), "{page}, {width}");
        }
    });
}
