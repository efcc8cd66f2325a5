//! The self-check in the browser.
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// An object of the page.
    #[derive(Clone)]
    pub type Node;

    #[wasm_bindgen(js_namespace = document, js_name = getElementById)]
    fn element(id: &str) -> Node;

    #[wasm_bindgen(method, setter, js_name = textContent)]
    fn set_text(this: &Node, text: &str);
}

/// On.
#[wasm_bindgen]
pub fn on(bytes: &[u8], _event: Node) {
    element("a").set_text(if bytes.len() > 3 { "a" } else { "b" });
}
