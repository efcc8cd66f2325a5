//! What all pages show, worked out once.
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::value::RawValue;
use tera::{Context, Value};

use crate::diagnostic::Diagnostic;
use crate::read::practice::{MenuItem, Practice};
use crate::read::template::Templates;
use crate::render::fill::World;
use crate::render::page::link;
use crate::render::structured;
use crate::source::Mode;

/// What templates are given for every page, and what the shared ones make of it.
#[derive(Clone)]
pub struct Shared {
    site: Value,
    menu: Value,
    footer: Value,
    assets: Value,
    /// Each page as lists and menus show it.
    pub(crate) links: Vec<Value>,
    /// The practice, as structured data names it.
    pub(crate) publisher: Arc<RawValue>,
    all_pages: Value,
    preview: Value,
    /// Nothing where they have faults.
    templates: Option<Templates>,
    /// What the shared templates make, by the address of each page that a menu leads to;
    /// under the empty one for all other pages.
    parts: BTreeMap<String, Value>,
}

/// Where visitors start: every menu may lead there.
const HOME: &str = "/";

impl Shared {
    /// Takes what every page shows out of the site.
    pub fn new(
        world: &World<'_>,
        templates: Option<&Templates>,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let pages = &world.site.pages;
        let links: Vec<_> = pages.par_iter().map(link).collect();
        let mut all: Vec<_> = (0..pages.len()).filter(|at| pages[*at].listed()).collect();
        all.par_sort_by_cached_key(|at| pages[*at].page.matter.title.to_lowercase());
        let all: Vec<_> = all.into_iter().map(|at| links[at].clone()).collect();
        let practice = world.practice;
        let menus = practice.menu.iter().chain(&practice.footer);
        let led_to = menus.filter_map(|item| address(world, item)).chain(["", HOME]);
        let shared = Self {
            site: site_view(practice),
            menu: menu_view(world, &practice.menu),
            footer: menu_view(world, &practice.footer),
            assets: Value::from_serializable(&world.assets.addresses),
            links,
            publisher: structured::publisher(practice).into(),
            all_pages: Value::from(all),
            preview: Value::from(world.sources.mode == Mode::Preview),
            templates: None,
            parts: led_to.map(|address| (address.to_owned(), Value::none())).collect(),
        };
        shared.with(templates, found)
    }

    /// The same for other templates.
    pub(crate) fn with(
        mut self,
        templates: Option<&Templates>,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        self.templates = templates.cloned();
        let Some(templates) = templates else { return self };
        let make = |here: &String| {
            let mut context = self.context();
            context.insert_value("here", Value::from(here.as_str()));
            Ok((here.clone(), Value::from_serializable(&templates.share(&context)?)))
        };
        match self.parts.keys().map(make).collect() {
            Ok(parts) => self.parts = parts,
            Err(problems) => {
                found.extend::<Vec<_>>(problems);
                self.templates = None;
            }
        }
        self
    }

    /// The templates, unless they have faults.
    pub(crate) fn templates(&self) -> Option<&Templates> {
        self.templates.as_ref()
    }

    /// What the shared templates make for the page at an address.
    pub(crate) fn parts(&self, address: &str) -> Value {
        let parts = self.parts.get(address).or_else(|| self.parts.get(""));
        parts.cloned().unwrap_or_else(Value::none)
    }

    /// What every template is given.
    pub(crate) fn context(&self) -> Context {
        let mut context = Context::new();
        context.insert_value("site", self.site.clone());
        context.insert_value("menu", self.menu.clone());
        context.insert_value("footer", self.footer.clone());
        context.insert_value("assets", self.assets.clone());
        context.insert_value("all_pages", self.all_pages.clone());
        context.insert_value("preview", self.preview.clone());
        context
    }
}

fn site_view(practice: &Practice) -> Value {
    let dial = Practice::dial(&practice.telephone);
    Value::from_serializable(&serde_json::json!({
        "name": practice.name,
        "what": practice.what,
        "url": practice.url,
        "language": practice.language,
        "phone": { "text": practice.telephone, "href": format!("tel:{dial}") },
        "booking": practice.booking,
        "leave_to": practice.leave_to,
        "crisis": { "lifeline": practice.lifeline, "emergency": practice.emergency },
    }))
}

/// A menu of the practice's file; pages that are not there are left out.
fn menu_view(world: &World<'_>, menu: &[MenuItem]) -> Value {
    let items = menu.iter().filter_map(|item| {
        let address = address(world, item)?;
        Some(serde_json::json!({ "label": item.label, "address": address }))
    });
    Value::from_serializable(&items.collect::<Vec<_>>())
}

/// Where an entry of a menu leads, if its page is there.
fn address<'a>(world: &World<'a>, item: &MenuItem) -> Option<&'a str> {
    let at = world.site.by_file.get(format!("content/{}", item.page).as_str())?;
    let entry = &world.site.pages[*at];
    entry.built.then_some(&*entry.address)
}
