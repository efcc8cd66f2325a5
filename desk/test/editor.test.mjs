// The editor's text: the lines at its top are out of reach but for their form.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { EditorState, history, historyField, undo } from "../../crates/candor/preview/vendor/editor.js";
import { belowTop, keepTop, reachesTop } from "/desk/keep-top.js";
import { movedFinding } from "/desk/places.js";

const TOP = '+++\ntitle = "A"\n+++\n';
const state = (body) => EditorState.create({ doc: TOP + body, extensions: [keepTop, history()] });

test("no typing, deleting or pasting reaches the top lines", () => {
  const change = fc.tuple(fc.nat(30), fc.nat(30), fc.constantFrom("", "x", "\n", "+++\n"));
  fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
    let now = state("one\ntwo\n");
    for (const [a, b, insert] of changes) {
      const [from, to] = [a, b].map((at) => Math.min(at, now.doc.length)).sort((a, b) => a - b);
      now = now.update({ changes: { from, to, insert }, userEvent: "input.type" }).state;
    }
    assert.equal(now.doc.sliceString(0, TOP.length), TOP);
  }), { numRuns: 3000, seed: 20261124 });
});

test("the text's first letter can be typed and deleted", () => {
  const typed = state("").update({ changes: { from: TOP.length, insert: "x" } }).state;
  assert.equal(typed.doc.toString(), `${TOP}x`);
  const deleted = typed.update({ changes: { from: TOP.length, to: TOP.length + 1 } }).state;
  assert.equal(deleted.doc.toString(), TOP);
});

test("the form reaches them, and that can be undone after a restart", () => {
  const annotations = reachesTop.of(true);
  const changed = state("one").update({ changes: { from: 13, to: 14, insert: "B" }, annotations }).state;
  assert.ok(changed.doc.toString().includes('"B"'));
  const kept = JSON.parse(JSON.stringify(changed.toJSON({ history: historyField })));
  let again = EditorState.fromJSON(kept, { extensions: [keepTop, history()] }, { history: historyField });
  undo({ state: again, dispatch: (change) => { again = change.state; } });
  assert.equal(again.doc.toString(), `${TOP}one`);
});

test("a finding moves with its text; a fix goes when its place was changed", () => {
  const at = (from, to) => ({ from, to, fixes: [{ edits: [{ from, to, insert: "new" }] }] });
  const before = EditorState.create({ doc: "0123456789" });
  const moved = (finding, changes) => movedFinding(finding, before.update({ changes }).changes);
  assert.deepEqual(moved(at(4, 6), { from: 0, insert: "ab" }), at(6, 8));
  assert.deepEqual(moved(at(4, 6), { from: 8, insert: "ab" }), at(4, 6));
  assert.deepEqual(moved(at(4, 6), { from: 5, insert: "x" }), { from: 4, to: 7, fixes: [] });
  assert.deepEqual(moved(at(4, 6), { from: 2, to: 9 }), { from: 2, to: 2, fixes: [] });
});

test("what is selected stays below the top lines: all of the text can be replaced", () => {
  const now = EditorState.create({ doc: `${TOP}one\ntwo`, extensions: [keepTop, belowTop] });
  const all = now.update({ selection: { anchor: 0, head: now.doc.length } }).state;
  assert.equal(all.selection.main.from, TOP.length);
  const typed = all.update(all.replaceSelection("x")).state;
  assert.equal(typed.doc.toString(), `${TOP}x`);
  const start = now.update({ selection: { anchor: 0 } }).state;
  assert.equal(start.selection.main.head, TOP.length);
});
