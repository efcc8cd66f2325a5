//! What each line of a source file holds.
use std::ops::RangeInclusive;

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};

use super::syntax::is_for_tests;

/// What a line holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Nothing, or nothing but the sign of a comment.
    Blank,
    /// Code, whatever else stands beside it.
    Code,
    /// A doc comment alone.
    Doc,
    /// A comment alone.
    Comment,
    /// Part of a module or function that is compiled for tests only.
    Test,
}

/// The kind of each line. Asked of the tokens and not of how a line begins, as a text in
/// the code may run over lines that look like comments.
pub(super) fn kinds(text: &str, tokens: &TokenStream, syntax: &syn::File) -> Vec<Line> {
    let written: Vec<&str> = text.lines().collect();
    let mut kinds: Vec<Line> = written.iter().map(|line| without_tokens(line)).collect();
    mark(tokens.clone(), &written, &mut kinds);
    let mut tests = Tests(vec![]);
    tests.visit_file(syntax);
    for line in tests.0.into_iter().flatten() {
        kinds[line - 1] = Line::Test;
    }
    kinds
}

/// What a line holds on which no token stands.
fn without_tokens(line: &str) -> Line {
    let words = line.trim().trim_start_matches(['/', '!', '*']).trim();
    if words.is_empty() { Line::Blank } else { Line::Comment }
}

/// Marks the lines on which tokens stand. A doc comment is a token too: an attribute whose
/// place is the comment's.
fn mark(tokens: TokenStream, written: &[&str], kinds: &mut [Line]) {
    for token in tokens {
        if let TokenTree::Group(group) = &token
            && !is_doc(group.span_open(), written)
        {
            mark_span(group.span_open(), written, kinds);
            mark(group.stream(), written, kinds);
            mark_span(group.span_close(), written, kinds);
        } else {
            mark_span(token.span(), written, kinds);
        }
    }
}

fn mark_span(span: Span, written: &[&str], kinds: &mut [Line]) {
    let kind = if is_doc(span, written) { Line::Doc } else { Line::Code };
    for line in span.start().line..=span.end().line {
        let blank = written.get(line - 1).is_none_or(|text| {
            text.trim().is_empty()
                || kind == Line::Doc && without_tokens(text) == Line::Blank
        });
        if !blank && kinds[line - 1] != Line::Code {
            kinds[line - 1] = kind;
        }
    }
}

/// Whether a token is in truth a comment.
fn is_doc(span: Span, written: &[&str]) -> bool {
    let start = span.start();
    let line = written.get(start.line - 1).unwrap_or(&"");
    let rest: String = line.chars().skip(start.column).take(2).collect();
    rest == "//" || rest == "/*"
}

/// The lines of what is compiled for tests only.
struct Tests(Vec<RangeInclusive<usize>>);

impl<'ast> Visit<'ast> for Tests {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if let Some((brace, _)) = &module.content {
            self.add(&module.attrs, brace.span.close());
        }
        visit::visit_item_mod(self, module);
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.add(&function.attrs, function.block.brace_token.span.close());
        visit::visit_item_fn(self, function);
    }
}

impl Tests {
    fn add(&mut self, attributes: &[syn::Attribute], end: Span) {
        if let Some(first) = attributes.first()
            && is_for_tests(attributes)
        {
            self.0.push(first.pound_token.span.start().line..=end.end().line);
        }
    }
}
