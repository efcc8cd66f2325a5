//! Which values a column can have: what it lists itself, or what its type allows.
use roxmltree::Node;

use super::xml::{children, filled, is, text_of};

/// More types than are made of each other: they might go round in a circle.
const DEEPEST: usize = 20;

/// What a type says of its values.
#[derive(Clone, Copy)]
pub(super) enum Allowed<'a, 'd> {
    /// They are listed here.
    Listed(Node<'a, 'd>),
    /// Yes and no.
    Truths,
}

/// What can be given in a column: by its own list, by its type, or by that of the input
/// with its name.
pub(super) fn of_column<'a, 'd>(input: Node<'a, 'd>) -> Option<Allowed<'a, 'd>> {
    if let Some(own) = filled(input, "inputValues") {
        return Some(Allowed::Listed(own));
    }
    let expression = children(input, "inputExpression").next()?;
    let by_type = expression.attribute("typeRef").and_then(|name| of_type(input, name));
    by_type.or_else(|| of_variable(input, &text_of(expression)))
}

/// What a type allows, by its name.
pub(super) fn of_type<'a, 'd>(
    anywhere: Node<'a, 'd>,
    name: &str,
) -> Option<Allowed<'a, 'd>> {
    let own = || is_boolean(name).then_some(Allowed::Truths);
    definition(anywhere, name).map_or_else(own, of_item)
}

/// What a type or a part of one allows. Of a list of values it says nothing.
fn of_item<'a, 'd>(mut item: Node<'a, 'd>) -> Option<Allowed<'a, 'd>> {
    for _ in 0..DEEPEST {
        if item.attribute("isCollection") == Some("true") {
            return None;
        }
        // The second stands for the first since DMN 1.5.
        let listed = ["allowedValues", "typeConstraint"];
        if let Some(listed) = listed.into_iter().find_map(|name| filled(item, name)) {
            return Some(Allowed::Listed(listed));
        }
        let name = text_of(children(item, "typeRef").next()?);
        match definition(item, &name) {
            Some(next) => item = next,
            None => return is_boolean(&name).then_some(Allowed::Truths),
        }
    }
    None
}

/// What the variable of an expression allows: a name, or one with parts, `patient.age`.
fn of_variable<'a, 'd>(
    anywhere: Node<'a, 'd>,
    expression: &str,
) -> Option<Allowed<'a, 'd>> {
    let mut names = expression.split('.').map(str::trim);
    let name = names.next()?;
    let root = anywhere.document().root_element();
    let variable = root.descendants().find(|node| {
        (is(node, "variable") || is(node, "formalParameter"))
            && node.attribute("name") == Some(name)
    })?;
    let kind = variable.attribute("typeRef")?;
    let mut parts = names.peekable();
    if parts.peek().is_none() {
        return of_type(anywhere, kind);
    }
    of_item(parts.try_fold(definition(anywhere, kind)?, part)?)
}

/// A part of a type, which may be that of another type's name.
fn part<'a, 'd>(mut item: Node<'a, 'd>, name: &str) -> Option<Node<'a, 'd>> {
    for _ in 0..DEEPEST {
        let mut parts = children(item, "itemComponent");
        if let Some(part) = parts.find(|part| part.attribute("name") == Some(name)) {
            return Some(part);
        }
        item = definition(item, &text_of(children(item, "typeRef").next()?))?;
    }
    None
}

/// The type of a name. A prefix says which file it is from, or that it is one of FEEL's own.
fn definition<'a, 'd>(anywhere: Node<'a, 'd>, name: &str) -> Option<Node<'a, 'd>> {
    let root = anywhere.document().root_element();
    let called = |wanted: &str| {
        children(root, "itemDefinition")
            .find(|item| item.attribute("name") == Some(wanted))
    };
    called(name).or_else(|| called(local(name)))
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name).trim()
}

/// Whether a type is FEEL's own for yes and no.
fn is_boolean(name: &str) -> bool {
    local(name) == "boolean"
}
