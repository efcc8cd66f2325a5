// A page that is changed in place is the page that the server made.
import assert from "node:assert/strict";
import { test } from "node:test";
import domino from "@mixmark-io/domino";
import fc from "fast-check";
import { patch } from "/desk/patch.js";

const body = (html) => domino.createDocument(`<!doctype html><html><body>${html}</body></html>`).body;

const leaf = fc.constantFrom("a", "b", "<br>", "<img src=x>", "<!-- c -->");
const { html } = fc.letrec((tie) => ({
  html: fc.oneof({ maxDepth: 3 }, leaf, fc.tuple(
    fc.constantFrom("p", "div", "ul", "li", "h2", "p class=x", "p class=y data-line"),
    fc.array(tie("html"), { maxLength: 4 }),
  ).map(([name, inner]) => `<${name}>${inner.join("")}</${name.split(" ")[0]}>`)),
}));
const page = fc.array(html, { maxLength: 5 }).map((parts) => parts.join(""));

test("any page becomes any other", () => {
  fc.assert(fc.property(page, page, (before, after) => {
    const [old, fresh] = [body(before), body(after)];
    const expected = fresh.outerHTML;
    patch(old, fresh);
    assert.equal(old.outerHTML, expected);
  }), { numRuns: 3000, seed: 20261124 });
});

test("what stays is the same node, and a fold that was opened stays open", () => {
  const old = body("<p>one</p><details><summary>s</summary>x</details><p>two</p>");
  const [first, fold, last] = Array.from(old.childNodes);
  fold.setAttribute("open", "");
  patch(old, body("<p>one</p><details><summary>s</summary>y</details><p>new</p><p>two</p>"));
  assert.deepEqual([old.firstChild === first, old.lastChild === last], [true, true]);
  assert.equal(old.childNodes[1], fold);
  assert.ok(fold.hasAttribute("open"));
  assert.equal(old.textContent, "onesynewtwo");
});
