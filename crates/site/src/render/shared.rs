//! What all pages show, made once for each build.
use std::collections::BTreeMap;
use std::sync::Arc;

use ground::diagnostic::Diagnostic;
use ground::source::{Mode, hash};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;
use tera::{Context, Value};

use crate::load::Project;
use crate::load::graph::PageNode;
use crate::memo::Memo;
use crate::read::crisis::CrisisLines;
use crate::read::practice::{MenuItem, Practice};
use crate::read::template::Templates;
use crate::render::structured;

/// What templates are given for every page, and what the shared ones make of it.
pub struct Shared {
    /// What does not depend on templates.
    pub(crate) values: Arc<SharedValues>,
    /// Nothing where they have faults.
    templates: Option<Templates>,
    /// What the shared templates make, by the address of each page that a menu leads to;
    /// under the empty one for all other pages.
    parts: BTreeMap<String, Value>,
}

/// What templates are given for every page.
pub(crate) struct SharedValues {
    site: Value,
    menu: Value,
    footer: Value,
    assets: Value,
    /// Each page as lists and menus show it.
    pub(crate) links: Vec<Value>,
    /// The practice, as structured data names it.
    pub(crate) publisher: Box<RawValue>,
    all_pages: Value,
    preview: Value,
    /// The addresses of the pages that a menu leads to, and the empty one.
    led_to: Vec<String>,
}

/// Where visitors start: every menu may lead there.
const HOME: &str = "/";

impl SharedValues {
    fn new(project: &Project) -> Self {
        let pages = &project.graph.pages;
        let links: Vec<_> = pages.par_iter().map(link).collect();
        let mut all: Vec<_> = (0..pages.len()).filter(|at| pages[*at].listed()).collect();
        // Cached, as the key allocates: without it each of the comparisons would make two texts
        // in small letters.
        all.par_sort_by_cached_key(|at| pages[*at].page.matter.title.to_lowercase());
        let all: Vec<_> = all.into_iter().map(|at| links[at].clone()).collect();
        let practice = &project.practice;
        let menus = practice.menu.iter().chain(&practice.footer);
        // The home page too, as a site's name or picture leads there from every header.
        let led_to = menus.filter_map(|item| address(project, item)).chain(["", HOME]);
        Self {
            site: site_view(practice),
            menu: menu_view(project, &practice.menu),
            footer: menu_view(project, &practice.footer),
            assets: Value::from_serializable(&project.assets.addresses),
            links,
            publisher: structured::publisher(practice),
            all_pages: Value::from(all),
            preview: Value::from(project.sources.mode == Mode::Preview),
            led_to: led_to.map(str::to_owned).collect(),
        }
    }

    /// What every template is given.
    fn context(&self) -> Context {
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

impl Shared {
    /// Takes what every page shows out of the project, and renders the shared templates.
    /// An edit of a template leaves the values as they are.
    pub fn new(project: &Project, memo: &Memo, found: &mut Vec<Diagnostic>) -> Self {
        let key = || {
            let assets = &project.assets.addresses;
            // The bytes in place of the parsed value: their hash is known already.
            let practice = project.sources.files.get("content/practice.toml");
            let practice = practice.map(|file| file.hash);
            let mode = project.sources.mode;
            hash(&("shared", project.graph.interfaces, assets, practice, mode))
        };
        let values = memo.get_for_later(key, || SharedValues::new(project));
        let templates = project.templates.as_ref().as_ref();
        let made = templates.and_then(|templates| {
            Some((templates.clone(), parts(&values, templates, found)?))
        });
        let (templates, parts) = made.unzip();
        Self { values, templates, parts: parts.unwrap_or_default() }
    }

    /// The templates, unless they have faults.
    pub(crate) fn templates(&self) -> Option<&Templates> {
        self.templates.as_ref()
    }

    /// What the shared templates make for the page at an address.
    pub(crate) fn parts(&self, address: &str) -> Value {
        // The empty address is none of a page's: it stands for all pages to which no menu leads.
        let parts = self.parts.get(address).or_else(|| self.parts.get(""));
        parts.cloned().unwrap_or_else(Value::none)
    }

    /// What every template is given.
    pub(crate) fn context(&self) -> Context {
        self.values.context()
    }
}

/// What the shared templates make, for each page that a menu leads to and for all others.
/// The first that fails ends it: the others would fail in the same way.
fn parts(
    values: &SharedValues,
    templates: &Templates,
    found: &mut Vec<Diagnostic>,
) -> Option<BTreeMap<String, Value>> {
    let make = |here: &String| {
        let mut context = values.context();
        context.insert_value("here", Value::from(here.as_str()));
        let shared = templates.share(&context, found)?;
        Some((here.clone(), Value::from_serializable(&shared)))
    };
    values.led_to.iter().map(make).collect()
}

fn site_view(practice: &Practice) -> Value {
    let dial = Practice::dial(&practice.telephone);
    let crisis = practice.crisis.as_ref().map(|lines| {
        let CrisisLines { lifeline, emergency } = lines;
        serde_json::json!({ "lifeline": lifeline, "emergency": emergency })
    });
    Value::from_serializable(&serde_json::json!({
        "name": practice.name,
        "what": practice.what,
        "url": practice.url,
        "language": practice.language,
        "phone": { "text": practice.telephone, "href": format!("tel:{dial}") },
        "booking": practice.booking,
        "leave_to": practice.leave_to,
        "crisis": crisis,
    }))
}

/// A menu of the practice's file; pages that are not there are left out.
fn menu_view(project: &Project, menu: &[MenuItem]) -> Value {
    let items = menu.iter().filter_map(|item| {
        let address = address(project, item)?;
        Some(serde_json::json!({ "label": item.label, "address": address }))
    });
    Value::from_serializable(&items.collect::<Vec<_>>())
}

/// Where an entry of a menu leads, if its page is there.
fn address<'a>(project: &'a Project, item: &MenuItem) -> Option<&'a str> {
    let at = project.graph.by_file.get(format!("content/{}", item.page).as_str())?;
    let entry = &project.graph.pages[*at];
    entry.built.then_some(&*entry.address)
}

/// A page as lists and menus show it.
#[derive(Serialize)]
struct LinkView<'a> {
    title: &'a str,
    address: &'a str,
    description: &'a str,
}

/// A page as lists and menus show it.
pub(crate) fn link(page: &PageNode) -> Value {
    let matter = &page.page.matter;
    Value::from_serializable(&LinkView {
        title: &matter.title,
        address: &page.address,
        description: &matter.description,
    })
}
