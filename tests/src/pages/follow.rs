//! Every link leads somewhere, and the keyboard reaches all of a page in its order.
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::{WEBSITES, in_browser, on_each_page, open};

fn texts(value: &Value) -> Vec<String> {
    let list = value.as_array().expect("a list").iter();
    list.map(|one| one.as_str().expect("a text").to_owned()).collect()
}

/// Each link within the website, as the browser resolves it, names a page and a place there.
#[test]
fn every_link_leads_somewhere() {
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut links: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut servers: Vec<String> = vec![];
    on_each_page(async |browser, server, page| {
        if !servers.contains(&server.address) {
            servers.push(server.address.clone());
        }
        let page = format!("{}{page}", server.address);
        let ids = "return [...document.querySelectorAll('[id]')].map(one => one.id)";
        let ids = texts(&browser.run(ids, vec![]).await);
        places.insert(page.clone(), ids.into_iter().collect());
        let all = "return [...document.querySelectorAll('a[href]')]
            .filter(one => one.origin === location.origin).map(one => one.href)";
        links.insert(page, texts(&browser.run(all, vec![]).await));
    });
    for (page, links) in &links {
        for link in links {
            let (path, place) = link.split_once('#').unwrap_or((link, ""));
            let leads = match places.get(path) {
                Some(ids) => place.is_empty() || ids.contains(place),
                None => is_file(path, &servers),
            };
            assert!(leads, "{page} links to {link}");
        }
    }
}

/// Whether a file stands at an address of one of the websites, whose servers stand in their order.
fn is_file(address: &str, servers: &[String]) -> bool {
    let mut both = servers.iter().zip(WEBSITES.iter());
    both.any(|(server, website)| {
        let path = address.strip_prefix(&format!("{server}/"));
        path.is_some_and(|path| website.path().join(path).is_file())
    })
}

async fn press(browser: &Browser, key: Key) {
    browser.driver.action_chain().send_keys(key).perform().await.expect("pressed");
}

/// The first stop is a skip link that shows itself and leads to the text; no stop comes out
/// of the order of the text (WCAG 2.2, 2.4.1 and 2.4.3).
#[test]
fn the_keyboard_follows_the_text() {
    let now = "
const now = document.activeElement, before = window.before;
if (now === document.body) return 'end';
window.before = now;
const box = now.getBoundingClientRect();
if (box.width < 1 || box.bottom < 0 || box.top > innerHeight) return 'unseen: ' + now.outerHTML;
if (getComputedStyle(now.closest('.answer') ?? now).outlineStyle === 'none') return 'no ring: ' + now.outerHTML;
const follows = !before || before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING;
return follows ? 'well' : before === now ? 'same' : 'back';";
    on_each_page(async |browser, _, page| {
        browser.resize(360, 780).await;
        let mut stops = 0;
        loop {
            press(browser, Key::Tab).await;
            let found = browser.run(now, vec![]).await;
            if found == json!("end") || found == json!("back") && stops > 8 {
                break;
            }
            assert_eq!(found, json!("well"), "{page}, stop {stops}");
            stops += 1;
            // Longer pages only have more links of the same kind.
            if stops == 16 {
                break;
            }
        }
        assert!(stops > 8, "{page} has {stops} stops");
        let skip = "const skip = [...document.querySelectorAll('.skip-link')]
            .find(one => one.hash === '#main'); skip.focus();
            return skip.getBoundingClientRect().top >= 0";
        assert_eq!(browser.run(skip, vec![]).await, json!(true), "{page}");
        press(browser, Key::Enter).await;
        let there = browser.run("return document.activeElement.id", vec![]).await;
        assert_eq!(there, json!("main"), "{page}");
    });
}

/// A mark opens its sources where it stands, without a script and without a trace in the
/// address, and Escape closes them.
#[test]
fn a_mark_opens_its_sources_in_place() {
    const OPEN: &str = "const note = document.querySelector(':popover-open');
        return [note?.querySelectorAll('li').length ?? 0, location.hash, document.activeElement.className]";
    in_browser(async |browser, server| {
        browser.without_scripts().await;
        open(browser, server, "/side-effects/").await;
        let mark = browser.driver.find(By::Css(".cite")).await.expect("a mark");
        let label = mark.attr("aria-label").await.expect("it can be asked");
        assert_eq!(label.as_deref(), Some("Sources 1–3"));
        mark.click().await.expect("pressed");
        assert_eq!(browser.run(OPEN, vec![]).await, json!([3, "", "cite"]));
        browser
            .driver
            .action_chain()
            .send_keys(Key::Escape)
            .perform()
            .await
            .expect("pressed");
        assert_eq!(browser.run(OPEN, vec![]).await, json!([0, "", "cite"]));
        // Of the list at the end each source leads back to where it is first told of.
        let back = "return document.querySelector('#source-1 [role=doc-backlink]').hash";
        assert_eq!(browser.run(back, vec![]).await, json!("#cite-1"));
    });
}
