//! The modules of a crate, and which file a path leads to.
use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};
use syn::{Item, UseTree};

use super::File;

/// More steps from one re-export to the next than this go round in a circle.
const STEPS: usize = 16;

/// The modules of one crate by their paths, the crate's root by the empty one.
pub(super) struct Modules<'code>(BTreeMap<Vec<String>, Module<'code>>);

/// A file as a module.
pub(super) struct Module<'code> {
    pub(super) file: &'code File,
    /// What is defined in it. A module written inside the file counts as one item.
    items: BTreeSet<String>,
    pub(super) uses: Vec<Use>,
}

/// One name that a `use` line brings.
pub(super) struct Use {
    /// The name in this file; `*` for all that a module has.
    pub(super) name: String,
    pub(super) path: Vec<String>,
    /// Whether others can take the name from here.
    pub(super) public: bool,
}

/// What a path leads to.
pub(super) enum Found {
    Module(Vec<String>),
    /// The module in whose file the item is defined.
    Item(Vec<String>),
}

impl<'code> Modules<'code> {
    pub(super) fn of(files: impl Iterator<Item = &'code File>) -> Self {
        let files: Vec<&File> = files.collect();
        let library = files.iter().any(|file| file.path == "lib.rs");
        let module = |file: &&'code File| (module_path(&file.path, library), read(file));
        Self(files.iter().map(module).collect())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&Vec<String>, &Module<'code>)> {
        self.0.iter()
    }

    pub(super) fn file(&self, module: &[String]) -> &'code File {
        self.0[module].file
    }

    /// Whether a module has a file of its own for a name in it.
    pub(super) fn has_child(&self, module: &[String], name: &str) -> bool {
        self.0.contains_key(&[module, &[name.to_owned()]].concat())
    }

    /// What a path leads to that is written in a module; nothing when it leads out of the
    /// crate, or begins with what is no name of the module (a type parameter, `Self`).
    pub(super) fn resolve(&self, from: &[String], path: &[String]) -> Option<Found> {
        self.follow(from, path, STEPS)
    }

    fn follow(&self, from: &[String], path: &[String], steps: usize) -> Option<Found> {
        let (first, mut rest) = path.split_first()?;
        let steps = steps.checked_sub(1)?;
        let mut here = match first.as_str() {
            "crate" => vec![],
            "self" => from.to_vec(),
            "super" => parent(from),
            name => match self.named(from, name, rest.is_empty(), steps)? {
                Found::Module(module) => module,
                item @ Found::Item(_) => return Some(item),
            },
        };
        while let Some((name, later)) = rest.split_first() {
            rest = later;
            here = match name.as_str() {
                "self" => here,
                "super" => parent(&here),
                name => match self.named(&here, name, rest.is_empty(), steps) {
                    Some(Found::Module(module)) => module,
                    Some(item) => return Some(item),
                    // What a macro makes, for instance: the module that is named has it.
                    None => return Some(Found::Item(here)),
                },
            };
        }
        Some(Found::Module(here))
    }

    /// What a name stands for in a module. One that is the `last` of a path is asked of a
    /// function rather than of the module of the same name that it stands in, as in
    /// `pub use page::page`.
    fn named(
        &self,
        module: &[String],
        name: &str,
        last: bool,
        steps: usize,
    ) -> Option<Found> {
        let here = self.0.get(module)?;
        let imports = here.uses.iter().filter(|each| each.name == name);
        let mut used = imports.filter_map(|each| self.follow(module, &each.path, steps));
        let child = [module, &[name.to_owned()]].concat();
        if self.0.contains_key(&child) {
            let item = used.find(|found| last && matches!(found, Found::Item(_)));
            return Some(item.unwrap_or(Found::Module(child)));
        }
        if here.items.contains(name) {
            return Some(Found::Item(module.to_vec()));
        }
        used.next()
    }
}

fn parent(module: &[String]) -> Vec<String> {
    module.split_last().map(|(_, parent)| parent.to_vec()).unwrap_or_default()
}

/// `load/mod.rs` is `load`, `load/graph.rs` is `load::graph`. A program beside a library is
/// a crate of its own: it gets a path that nobody can name.
fn module_path(file: &str, library: bool) -> Vec<String> {
    let mut path: Vec<String> =
        file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    let root = if library { "lib" } else { "main" };
    let is_root = path.len() == 1 && path[0] == root;
    if is_root || path.last().is_some_and(|last| last == "mod") {
        path.pop();
    } else if path == ["main"] {
        path = vec!["(main)".to_owned()];
    }
    path
}

fn read(file: &File) -> Module<'_> {
    let items = file.syntax.items.iter().filter_map(name).collect();
    let mut search = Uses(vec![]);
    search.visit_file(&file.syntax);
    let product = |line: &usize| file.is_product(*line);
    let uses = search.0.into_iter();
    let uses = uses.filter(|(line, _)| product(line)).map(|(_, found)| found).collect();
    Module { file, items, uses }
}

/// What an item is called; nothing for a `mod x;`, whose file is a module of its own.
fn name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        Item::Mod(item) if item.content.is_some() => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

/// The names that `use` lines bring, each with its line.
struct Uses(Vec<(usize, Use)>);

impl<'ast> Visit<'ast> for Uses {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        // `::name` is another crate, whatever this one has.
        if item.leading_colon.is_none() {
            let mut leaves = vec![];
            leaves_of(&item.tree, &mut vec![], &mut leaves);
            let public = super::syntax::is_public(&item.vis);
            let line = item.use_token.span.start().line;
            let uses = leaves.into_iter().map(|(name, path)| Use { name, path, public });
            self.0.extend(uses.map(|found| (line, found)));
        }
        visit::visit_item_use(self, item);
    }
}

/// The names in a tree of names, each with its whole path.
fn leaves_of(
    tree: &UseTree,
    path: &mut Vec<String>,
    leaves: &mut Vec<(String, Vec<String>)>,
) {
    let mut leaf = |name: String, last: Option<String>| {
        leaves.push((name, path.iter().cloned().chain(last).collect()));
    };
    match tree {
        UseTree::Path(step) => {
            path.push(step.ident.to_string());
            leaves_of(&step.tree, path, leaves);
            path.pop();
        }
        UseTree::Name(name) if name.ident == "self" => {
            leaf(path.last().cloned().unwrap_or_default(), None);
        }
        UseTree::Name(name) => leaf(name.ident.to_string(), Some(name.ident.to_string())),
        UseTree::Rename(name) => {
            leaf(name.rename.to_string(), Some(name.ident.to_string()));
        }
        UseTree::Glob(_) => leaf("*".to_owned(), None),
        UseTree::Group(group) => {
            group.items.iter().for_each(|tree| leaves_of(tree, path, leaves));
        }
    }
}
