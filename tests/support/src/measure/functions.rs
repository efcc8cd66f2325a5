//! Functions: how long they are, and what is said inside them.
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Block, ImplItemFn, ItemFn, Signature, TraitItemFn};

use super::{Code, File, Line};

/// A function with a body.
pub struct Function<'code> {
    /// The file it stands in.
    pub file: &'code File,
    /// What it is called and what it takes and gives.
    pub signature: &'code Signature,
    /// The line of its `fn`, counted from one.
    pub start: usize,
    /// The line of its closing brace.
    pub end: usize,
}

impl Function<'_> {
    /// How many lines it has, from its `fn` to its closing brace.
    pub fn lines(&self) -> usize {
        self.end - self.start + 1
    }

    /// Where it stands and what it is called: `crates/site/src/lib.rs:87 build`.
    pub fn place(&self) -> String {
        format!("{}:{} {}", self.file.place(), self.start, self.signature.ident)
    }
}

/// All functions of the product, those in functions and in traits too.
pub fn all(code: &Code) -> Vec<Function<'_>> {
    let mut found = vec![];
    for file in &code.files {
        let mut search = Search { file, found: &mut found };
        search.visit_file(&file.syntax);
    }
    found
}

struct Search<'code, 'found> {
    file: &'code File,
    found: &'found mut Vec<Function<'code>>,
}

impl<'code> Visit<'code> for Search<'code, '_> {
    fn visit_item_fn(&mut self, item: &'code ItemFn) {
        self.add(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'code ImplItemFn) {
        self.add(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'code TraitItemFn) {
        if let Some(block) = &item.default {
            self.add(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }
}

impl<'code> Search<'code, '_> {
    fn add(&mut self, signature: &'code Signature, block: &'code Block) {
        let start = signature.fn_token.span.start().line;
        let end = block.brace_token.span.close().end().line;
        if self.file.is_product(start) {
            self.found.push(Function { file: self.file, signature, start, end });
        }
    }
}

/// The lengths of functions, spread out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lengths {
    /// Half of all functions have at most so many lines.
    pub median: usize,
    /// Nine in ten have at most so many lines.
    pub ninth_decile: usize,
    /// The longest has so many lines.
    pub longest: usize,
}

/// How long the functions of the product are.
pub fn lengths(code: &Code) -> Lengths {
    let mut lines: Vec<usize> = all(code).iter().map(Function::lines).collect();
    lines.sort_unstable();
    // The smallest length that enough functions keep to: no mean of two neighbours.
    let share = |tenths: usize| {
        let enough = (lines.len() * tenths).div_ceil(10);
        lines.get(enough.saturating_sub(1)).copied().unwrap_or_default()
    };
    Lengths { median: share(5), ninth_decile: share(9), longest: share(10) }
}

/// How many lines of comments stand inside functions, a line of several comments in nested
/// functions counted once.
pub fn comments(code: &Code) -> usize {
    let mut inside: Vec<(String, usize)> = vec![];
    for function in all(code) {
        let lines = function.start..=function.end;
        let comment = |line: &usize| function.file.lines[line - 1] == Line::Comment;
        inside.extend(lines.filter(comment).map(|line| (function.file.place(), line)));
    }
    inside.sort_unstable();
    inside.dedup();
    inside.len()
}

/// How often `.clone()` is called, by file.
pub fn clones(code: &Code) -> Vec<(&File, usize)> {
    let counts =
        code.files.iter().map(|file| (file, clones_in(file.tokens.clone(), file)));
    counts.collect()
}

fn clones_in(tokens: TokenStream, file: &File) -> usize {
    let (mut count, mut dotted) = (0, false);
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            count += clones_in(group.stream(), file);
        }
        let is_clone = matches!(&token, TokenTree::Ident(name) if name == "clone");
        let counted = dotted && is_clone && file.is_product(token.span().start().line);
        count += usize::from(counted);
        dotted = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '.');
    }
    count
}
