//! The page as the program sees it: the few things of the browser that it uses.
//!
//! Own declarations and no library, since each one becomes a line of the script that every
//! visitor downloads.
#![allow(missing_docs, reason = "these are the browser's own names")]

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// The document or one of its elements.
    pub type Node;

    /// Elements in the order of the page.
    type Nodes;

    /// A string that stays in JavaScript: the program moves it and never reads it, so no code
    /// that decodes strings is sent along.
    #[wasm_bindgen(js_name = Text)]
    pub(crate) type JsText;

    /// All elements inside that match; [`Node::all`] and [`Node::first`] ask it.
    #[wasm_bindgen(method, js_name = querySelectorAll)]
    fn query(this: &Node, selector: &str) -> Nodes;

    #[wasm_bindgen(method, getter)]
    fn length(this: &Nodes) -> u32;

    #[wasm_bindgen(method, indexing_getter)]
    fn at(this: &Nodes, index: u32) -> Node;

    #[wasm_bindgen(method)]
    pub(crate) fn matches(this: &Node, selector: &str) -> bool;

    #[wasm_bindgen(method)]
    pub(crate) fn contains(this: &Node, other: &Node) -> bool;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn checked(this: &Node) -> bool;

    /// What an input stands for: the browser makes a number of its text.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn value(this: &Node) -> usize;

    #[wasm_bindgen(method)]
    pub(crate) fn focus(this: &Node);

    #[wasm_bindgen(method, js_name = scrollIntoView)]
    pub(crate) fn scroll_to(this: &Node);

    /// Sets or removes an attribute without a value.
    #[wasm_bindgen(method, js_name = toggleAttribute)]
    pub(crate) fn toggle(this: &Node, attribute: &str, on: bool);

    #[wasm_bindgen(method, js_name = setAttribute)]
    pub(crate) fn set(this: &Node, attribute: &str, value: &str);

    #[wasm_bindgen(method, setter, js_name = textContent)]
    pub(crate) fn write_number(this: &Node, number: usize);

    #[wasm_bindgen(method, setter, js_name = textContent)]
    pub(crate) fn write(this: &Node, text: &JsText);

    #[wasm_bindgen(method, getter, js_name = textContent)]
    pub(crate) fn text_content(this: &Node) -> JsText;

    #[wasm_bindgen(method)]
    pub(crate) fn append(this: &Node, other: &Node);

    #[wasm_bindgen(method)]
    pub(crate) fn before(this: &Node, other: &Node);

    #[wasm_bindgen(method, js_name = isSameNode)]
    pub(crate) fn is(this: &Node, other: &Node) -> bool;

    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_checked(this: &Node, on: bool);

    /// The text of an element that can be seen.
    #[wasm_bindgen(method, getter, js_name = innerText)]
    pub(crate) fn text(this: &Node) -> JsText;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn title(this: &Node) -> JsText;

    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_title(this: &Node, title: &JsText);

    #[wasm_bindgen(method)]
    pub(crate) fn concat(this: &JsText, between: &str, end: &JsText) -> JsText;

    /// Adds an entry to the browser's history, for the same address.
    #[wasm_bindgen(js_namespace = history, js_name = pushState)]
    pub(crate) fn push_state(step: usize, unused: &str);

    /// Moves through the browser's history; `popstate` follows.
    #[wasm_bindgen(js_namespace = history, js_name = go)]
    pub(crate) fn travel(steps: i32);
}

impl Node {
    /// All elements inside that match.
    pub(crate) fn all(&self, selector: &str) -> Vec<Self> {
        let found = self.query(selector);
        (0..found.length()).map(|index| found.at(index)).collect()
    }

    /// The first element inside that matches. The markup has one wherever this is asked.
    pub(crate) fn first(&self, selector: &str) -> Self {
        self.query(selector).at(0)
    }
}

/// `prefix` with a number behind it, from 1: `#q` and 0 give `#q1`. The library's own way to
/// write a number would add a fifth to the program.
pub(crate) fn numbered(prefix: &str, index: usize) -> String {
    let mut name = String::from(prefix);
    push_digits(&mut name, u32::try_from(index + 1).unwrap_or(0));
    name
}

/// Writes a number, digit by digit: `core::fmt` would come along with its padding and floats.
fn push_digits(to: &mut String, number: u32) {
    if number > 9 {
        push_digits(to, number / 10);
    }
    to.extend(char::from_digit(number % 10, 10));
}
