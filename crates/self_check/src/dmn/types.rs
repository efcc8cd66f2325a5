//! Which values a column can have: what it lists itself, or what its type allows.
use std::collections::HashMap;

use roxmltree::{Document, Node};

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

/// The types, variables and decisions of a file, by their names; of several with one name the
/// first.
#[derive(Default)]
pub(super) struct Types<'a, 'd> {
    decisions: HashMap<&'a str, Node<'a, 'd>>,
    definitions: HashMap<&'a str, Node<'a, 'd>>,
    variables: HashMap<&'a str, Node<'a, 'd>>,
}

impl<'a, 'd> Types<'a, 'd> {
    /// All that a file defines.
    pub(super) fn of(document: &'a Document<'d>) -> Self {
        let mut types = Self::default();
        for node in document.descendants() {
            let Some(name) = node.attribute("name") else { continue };
            let names = match node.tag_name().name() {
                "itemDefinition" => &mut types.definitions,
                "decision" => &mut types.decisions,
                "variable" | "formalParameter" => &mut types.variables,
                _ => continue,
            };
            if is(&node, node.tag_name().name()) {
                names.entry(name).or_insert(node);
            }
        }
        types
    }

    /// Whether a decision of this name is there, besides the one that a column stands in.
    pub(super) fn is_other_decision(&self, input: Node<'a, 'd>, name: &str) -> bool {
        let is_own =
            |decision: &Node<'_, '_>| input.ancestors().any(|it| it == *decision);
        self.decisions.get(name).is_some_and(|decision| !is_own(decision))
    }

    /// What can be given in a column: by its own list, by its type, or by that of the input
    /// with its name.
    pub(super) fn of_column(&self, input: Node<'a, 'd>) -> Option<Allowed<'a, 'd>> {
        if let Some(own) = filled(input, "inputValues") {
            return Some(Allowed::Listed(own));
        }
        let expression = children(input, "inputExpression").next()?;
        let by_type = expression.attribute("typeRef").and_then(|name| self.of_type(name));
        by_type.or_else(|| self.of_variable(&text_of(expression)))
    }

    /// What a type allows, by its name.
    pub(super) fn of_type(&self, name: &str) -> Option<Allowed<'a, 'd>> {
        let own = || is_boolean(name).then_some(Allowed::Truths);
        self.definition(name).map_or_else(own, |item| self.of_item(item))
    }

    /// What a type or a part of one allows. Of a list of values it says nothing.
    fn of_item(&self, mut item: Node<'a, 'd>) -> Option<Allowed<'a, 'd>> {
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
            match self.definition(&name) {
                Some(next) => item = next,
                None => return is_boolean(&name).then_some(Allowed::Truths),
            }
        }
        None
    }

    /// What the variable of an expression allows: a name, or one with parts, `patient.age`.
    fn of_variable(&self, expression: &str) -> Option<Allowed<'a, 'd>> {
        let mut names = expression.split('.').map(str::trim);
        let kind = self.variables.get(names.next()?)?.attribute("typeRef")?;
        let mut parts = names.peekable();
        if parts.peek().is_none() {
            return self.of_type(kind);
        }
        let mut item = self.definition(kind)?;
        for name in parts {
            item = self.part(item, name)?;
        }
        self.of_item(item)
    }

    /// A part of a type, which may be that of another type's name.
    fn part(&self, mut item: Node<'a, 'd>, name: &str) -> Option<Node<'a, 'd>> {
        for _ in 0..DEEPEST {
            let mut parts = children(item, "itemComponent");
            if let Some(part) = parts.find(|part| part.attribute("name") == Some(name)) {
                return Some(part);
            }
            item = self.definition(&text_of(children(item, "typeRef").next()?))?;
        }
        None
    }

    /// The type of a name. A prefix says which file it is from, or that it is one of FEEL's own.
    fn definition(&self, name: &str) -> Option<Node<'a, 'd>> {
        self.definitions.get(name).or_else(|| self.definitions.get(local(name))).copied()
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name).trim()
}

/// Whether a type is FEEL's own for yes and no.
fn is_boolean(name: &str) -> bool {
    local(name) == "boolean"
}
