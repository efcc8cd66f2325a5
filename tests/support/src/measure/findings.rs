//! How functions hand on what they find.
use syn::Type;

use super::functions::{self, Function};
use super::syntax::{holds, is_findings, parameters, result};
use super::{Code, syntax};

/// Functions that take the findings so far, `&mut Vec<Diagnostic>`, and add to them.
pub fn sinks(code: &Code) -> Vec<Function<'_>> {
    let takes = |function: &Function| parameters(function.signature).any(is_sink);
    functions::all(code).into_iter().filter(takes).collect()
}

/// Those of them that take something else after the findings.
pub fn sinks_not_last(code: &Code) -> Vec<Function<'_>> {
    let last =
        |function: &Function| parameters(function.signature).last().is_some_and(is_sink);
    sinks(code).into_iter().filter(|function| !last(function)).collect()
}

/// Functions that give findings, alone or among other things.
pub fn returned(code: &Code) -> Vec<Function<'_>> {
    let gives = |function: &Function| {
        result(function.signature).is_some_and(|kind| holds(kind, is_findings))
    };
    functions::all(code).into_iter().filter(gives).collect()
}

fn is_sink(kind: &Type) -> bool {
    let Type::Reference(reference) = kind else { return false };
    reference.mutability.is_some() && syntax::is_findings(&reference.elem)
}
