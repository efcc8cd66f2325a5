//! Ways to build a website: public functions of `site` from sources to a website.
use syn::Item;

use super::Code;
use super::syntax::{holds, is_named, parameters, result};

/// The public functions, no methods, that take `Sources` and give a `Report` or an
/// `Output`, wrapped in whatever it be. One that hands on to another counts too: a caller
/// has to choose between them all the same.
pub fn ways(code: &Code) -> Vec<String> {
    let mut ways = vec![];
    for file in code.files.iter().filter(|file| file.krate == "site") {
        for item in &file.syntax.items {
            let Item::Fn(function) = item else { continue };
            let signature = &function.sig;
            let takes = parameters(signature).any(|kind| names(kind, &["Sources"]));
            let gives =
                result(signature).is_some_and(|kind| names(kind, &["Report", "Output"]));
            let exported = matches!(function.vis, syn::Visibility::Public(_));
            if exported && takes && gives {
                ways.push(format!("{} {}", file.place(), signature.ident));
            }
        }
    }
    ways
}

fn names(kind: &syn::Type, any: &[&str]) -> bool {
    holds(kind, |kind| any.iter().any(|name| is_named(kind, name)))
}
