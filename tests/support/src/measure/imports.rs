//! Who imports whom: a graph of files.
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};

use super::modules::{Found, Module, Modules};
use super::{CRATES, Code, File};

/// The files of one crate, each with the files that it imports something from.
///
/// A file imports what its `use` lines name, and what paths in its code name that begin with
/// `crate`, `super` or a name from a `use` line, macros too. An item counts for the file
/// that defines it, whoever hands it on; a module counts by the items that are asked of it.
/// No import is a `mod` line, a call of the file's own child as `child::call()`, nor a
/// `pub use` of which the file itself makes no use: a parent puts its children together.
pub type Graph<'code> = BTreeMap<&'code str, BTreeSet<&'code str>>;

/// The imports within a crate.
pub fn graph<'code>(code: &'code Code, krate: &str) -> Graph<'code> {
    let modules = Modules::of(code.files.iter().filter(|file| file.krate == krate));
    let mut graph = Graph::new();
    for (path, module) in modules.iter() {
        let mut imported = of_module(&modules, path, module);
        imported.remove(&*module.file.path);
        graph.insert(&module.file.path, imported);
    }
    graph
}

fn of_module<'code>(
    modules: &Modules<'code>,
    from: &[String],
    module: &Module<'code>,
) -> BTreeSet<&'code str> {
    let mut paths = vec![];
    paths_in(module.file.tokens.clone(), module.file, &mut paths);
    let heads: BTreeSet<&String> = paths.iter().filter_map(|path| path.first()).collect();
    let used =
        module.uses.iter().filter(|each| !each.public || heads.contains(&each.name));
    let mut imported = BTreeSet::new();
    for each in used {
        match modules.resolve(from, &each.path) {
            Some(Found::Item(target)) => imported.insert(&*modules.file(&target).path),
            Some(Found::Module(target)) if each.name == "*" => {
                imported.insert(&*modules.file(&target).path)
            }
            _ => false,
        };
    }
    let is_child = |path: &&Vec<String>| modules.has_child(from, &path[0]);
    for path in paths.iter().filter(|path| path.len() > 1 && !is_child(path)) {
        if let Some(Found::Item(target)) = modules.resolve(from, path) {
            imported.insert(&modules.file(&target).path);
        }
    }
    imported
}

/// The paths that stand in code outside `use` lines, single names too. Read from the tokens,
/// as what stands in a macro is nothing but tokens.
fn paths_in(tokens: TokenStream, file: &File, paths: &mut Vec<Vec<String>>) {
    let mut tokens = tokens.into_iter().peekable();
    // What stands before a name: a part of a value, or of a longer path.
    let mut joined = false;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(name) if name == "use" => {
                tokens.by_ref().find(|token| is_sign(token, ';'));
            }
            TokenTree::Ident(name) if !joined => {
                let product = file.is_product(name.span().start().line);
                let mut path = vec![name.to_string()];
                while tokens.next_if(|token| is_sign(token, ':')).is_some() {
                    // One sign gives a type, two go on with the path.
                    if tokens.next_if(|token| is_sign(token, ':')).is_none() {
                        break;
                    }
                    let Some(TokenTree::Ident(name)) =
                        tokens.next_if(|token| matches!(token, TokenTree::Ident(_)))
                    else {
                        break;
                    };
                    path.push(name.to_string());
                }
                if product {
                    paths.push(path);
                }
            }
            TokenTree::Group(group) => paths_in(group.stream(), file, paths),
            other => {
                joined = is_sign(&other, '.') || is_sign(&other, ':') && joined;
                continue;
            }
        }
        joined = false;
    }
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// The circles of files that import each other, the largest first, each as places.
pub fn circles(code: &Code) -> Vec<Vec<String>> {
    let mut circles = vec![];
    for krate in CRATES {
        let graph = graph(code, krate);
        let place = |path: &str| format!("crates/{krate}/src/{path}");
        let found = circles_in(&graph).into_iter();
        circles.extend(
            found.map(|circle| circle.into_iter().map(place).collect::<Vec<_>>()),
        );
    }
    circles.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
    circles
}

/// The strongly connected parts of a graph that have more than one file.
fn circles_in<'code>(graph: &Graph<'code>) -> Vec<BTreeSet<&'code str>> {
    let reached: BTreeMap<_, _> =
        graph.keys().map(|file| (*file, reach(graph, file))).collect();
    let mut circles = BTreeSet::new();
    for (file, far) in &reached {
        let back = far.iter().copied().filter(|other| reached[other].contains(file));
        let circle: BTreeSet<_> = back.collect();
        if circle.len() > 1 {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

/// All files that a file imports, directly or through others.
fn reach<'code>(graph: &Graph<'code>, from: &str) -> BTreeSet<&'code str> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<_> = graph[from].iter().copied().collect();
    while let Some(file) = next.pop() {
        if reached.insert(file) {
            next.extend(&graph[file]);
        }
    }
    reached
}
