// What is put into a text keeps every byte outside its own place, and stands as it was meant.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { asBlock, cite, link, picture } from "/desk/links.js";
import { changes } from "/desk/merge.js";
import { tableAt, withCells, withColumn, withoutColumn, withoutRow, withRow, writtenTable } from "/desk/table.js";
import { edited } from "/desk/top.js";

const line = fc.constantFrom(
  "", "", "Words, and more.", "It is so. [@F1]", "[@F1; @F2] again", "- item", "| a | b |", "|---|---|", "| c \\| d | |",
  ":::warning{title=\"x\"}", ":::", "## Head", "emoji 😀 é", "  indented", "|", "---",
);
const text = fc.array(line, { maxLength: 14 }).map((lines) => lines.join("\n"));
const placed = text.chain((text) => fc.tuple(fc.constant(text), fc.nat(text.length)));
const row = fc.constantFrom("| a | b |", "| c \\| d | |", "e | f", "  | g |", "| h | i | j |", "|");
const inTable = fc.tuple(text, fc.array(row, { maxLength: 4 }), text, fc.nat(40)).map(([before, rows, after, at]) => {
  const table = ["| Head | Other |", "|---|:-:|", ...rows].join("\n");
  return [`${before}\n\n${table}\n\n${after}`, before.length + 2 + Math.min(at, table.length)];
});
const OPTIONS = { seed: 20261124 };

/** Whether an edit leaves all outside its own place as it was. */
function keeps(text, edit) {
  const after = edited(text, edit);
  assert.equal(after.slice(0, edit.from), text.slice(0, edit.from));
  assert.equal(after.slice(edit.from + edit.insert.length), text.slice(edit.to));
  return after;
}

test("40,000 blocks stand alone", () => {
  const block = fc.constantFrom(":::phone", link("a", "b.md"), picture("x", "y.png", "A model."), "## Head");
  fc.assert(fc.property(placed, block, ([text, at], block) => {
    const after = keeps(text, { from: at, to: at, insert: asBlock(text, at, at, block) });
    const from = after.indexOf(block, at);
    assert.match(after.slice(0, from), /^$|\n[ \t]*\n$/);
    assert.match(after.slice(from + block.length), /^\n?$|^\n[ \t]*(?:\n|$)/);
  }), { ...OPTIONS, numRuns: 40_000 });
});

test("30,000 facts are cited where they are meant, once", () => {
  fc.assert(fc.property(placed, fc.constantFrom("F1", "F2", "F9"), ([text, at], id) => {
    const edit = cite(text, at, id);
    const after = keeps(text, edit);
    assert.equal(edit.from, edit.to, "nothing is taken away");
    const [start, end] = [after.lastIndexOf("\n", edit.from - 1) + 1, (after + "\n").indexOf("\n", edit.from)];
    assert.ok(after.slice(start, end).includes(`@${id}`));
    assert.equal(keeps(after, cite(after, edit.from + edit.insert.length, id)), after, "a second time changes nothing");
  }), { ...OPTIONS, numRuns: 30_000 });
});

test("30,000 changes of a table keep the text around it, and the cells that stay", () => {
  const change = fc.tuple(fc.constantFrom("cell", "row", "column", "-row", "-column"), fc.nat(3), fc.nat(3), fc.constantFrom("", "x|y", "a\nb", "\\"));
  fc.assert(fc.property(inTable, change, ([text, at], [what, row, column, words]) => {
    const table = tableAt(text, at);
    assert.ok(table.from <= at && at <= table.to);
    const [down, across] = [row % table.rows.length, column % table.align.length];
    const made = {
      cell: () => withCells(table, down, across, [[words]]), row: () => withRow(table, down + 1),
      column: () => withColumn(table, across + 1), "-row": () => withoutRow(table, down), "-column": () => withoutColumn(table, across),
    }[what]();
    const written = writtenTable({ ...made, indent: table.indent });
    const after = keeps(text, { from: table.from, to: table.to, insert: written });
    const again = tableAt(after, table.from);
    assert.equal(again.rows.length, made.rows.length);
    assert.equal(again.align.length, made.align.length);
    if (what === "cell") {
      const others = (rows) => rows.map((cells, r) => cells.map((cell, c) => (r === down && c === across ? "" : cell)));
      assert.deepEqual(others(again.rows), others(table.rows));
    }
  }), { ...OPTIONS, numRuns: 30_000 });
});

test("a former version that is put back is that version", () => {
  fc.assert(fc.property(text, text, (now, former) => {
    assert.equal(changes(now, former).reverse().reduce(edited, now), former);
  }), { ...OPTIONS, numRuns: 3000 });
});
