//! Names of types that other files can name.
use std::collections::BTreeMap;

use syn::visit::{self, Visit};
use syn::{Ident, ItemEnum, ItemStruct, ItemTrait, ItemType, ItemUnion, Visibility};

use super::syntax::is_public;
use super::{Code, File};

/// One name that several types have, each said by its module.
pub struct Said {
    /// The name.
    pub name: &'static str,
    /// Where its types stand: one in each of these files or folders.
    pub modules: &'static [&'static str],
    /// Why one name is right for all of them.
    pub reason: &'static str,
}

/// The names that several types may have.
pub const SAID_BY_MODULE: &[Said] = &[];

/// The names that more than one type has, each with the places of its types, without
/// those that may.
pub fn ambiguous(code: &Code) -> BTreeMap<String, Vec<String>> {
    let mut names = several(code);
    names.retain(|name, places| {
        let mut said = SAID_BY_MODULE.iter().filter(|said| said.name == name);
        !said.any(|said| is_said(said.modules, places))
    });
    names
}

/// Whether each of some types stands in a module of its own among those named.
fn is_said(modules: &[&str], places: &[String]) -> bool {
    let holds = |module: &&str| {
        let inside = places.iter().filter(|place| place.starts_with(*module));
        inside.count() == 1
    };
    modules.len() == places.len() && modules.iter().all(holds)
}

/// The names that more than one type has.
pub fn several(code: &Code) -> BTreeMap<String, Vec<String>> {
    let mut names = BTreeMap::new();
    for file in &code.files {
        let mut search = Search { file, names: &mut names };
        search.visit_file(&file.syntax);
    }
    names.retain(|_, places: &mut Vec<String>| places.len() > 1);
    names
}

struct Search<'code, 'found> {
    file: &'code File,
    names: &'found mut BTreeMap<String, Vec<String>>,
}

impl Search<'_, '_> {
    fn add(&mut self, visibility: &Visibility, name: &Ident) {
        let line = name.span().start().line;
        if is_public(visibility) && self.file.is_product(line) {
            let place = format!("{}:{line}", self.file.place());
            self.names.entry(name.to_string()).or_default().push(place);
        }
    }
}

impl<'ast> Visit<'ast> for Search<'_, '_> {
    fn visit_item_struct(&mut self, item: &'ast ItemStruct) {
        self.add(&item.vis, &item.ident);
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast ItemEnum) {
        self.add(&item.vis, &item.ident);
        visit::visit_item_enum(self, item);
    }

    fn visit_item_union(&mut self, item: &'ast ItemUnion) {
        self.add(&item.vis, &item.ident);
        visit::visit_item_union(self, item);
    }

    fn visit_item_trait(&mut self, item: &'ast ItemTrait) {
        self.add(&item.vis, &item.ident);
        visit::visit_item_trait(self, item);
    }

    fn visit_item_type(&mut self, item: &'ast ItemType) {
        self.add(&item.vis, &item.ident);
        visit::visit_item_type(self, item);
    }
}
