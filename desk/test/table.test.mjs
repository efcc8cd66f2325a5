// Tables: what is written is read again, and what spreadsheets copy is taken apart as they do.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  copiedCells, isCells, newTable, tableAt, withCells, withColumn, withoutColumn, withoutRow, withRow, writtenTable,
} from "/desk/table.js";

const TEXT = "Before\n\n:::table{caption=\"x\"}\n| Group | Better |\n|:--|--:|\n| A \\| B | 64 |\n| C |\n:::\nafter | not";

test("a table is found around a place", () => {
  const table = tableAt(TEXT, TEXT.indexOf("64"));
  assert.deepEqual(table.rows, [["Group", "Better"], ["A | B", "64"], ["C", ""]]);
  assert.deepEqual(table.align, ["left", "right"]);
  assert.equal(TEXT.slice(table.from, table.to), "| Group | Better |\n|:--|--:|\n| A \\| B | 64 |\n| C |");
  assert.equal(tableAt(TEXT, 2), null);
  assert.equal(tableAt(TEXT, TEXT.length), null);
});

test("rows and columns come and go", () => {
  const table = withCells(newTable(2, 2), 0, 0, [["a", "b"], ["c", "d"]]);
  assert.equal(writtenTable(withRow(table, 1)), "| a | b |\n| --- | --- |\n|  |  |\n| c | d |");
  assert.equal(writtenTable(withColumn(table, 0)), "|  | a | b |\n| --- | --- | --- |\n|  | c | d |");
  assert.equal(writtenTable(withoutRow(table, 0)), "| c | d |\n| --- | --- |");
  assert.equal(writtenTable(withoutColumn(table, 1)), "| a |\n| --- |\n| c |");
  assert.deepEqual(withoutRow(newTable(1, 1), 0), newTable(1, 1));
  assert.deepEqual(withCells(newTable(1, 1), 1, 1, [["x", "y"]]).rows, [["", "", ""], ["", "x", "y"]]);
});

test("cells of a spreadsheet", () => {
  assert.deepEqual(copiedCells('a\tb\r\n"two\nlines"\t"say ""hi"""\r\n'), [["a", "b"], ["two\nlines", 'say "hi"']]);
  assert.deepEqual(copiedCells("a\t\n\tb"), [["a", ""], ["", "b"]]);
  assert.deepEqual(copiedCells("a\t"), [["a", ""]]);
  assert.deepEqual(copiedCells('5" pipe\tx'), [['5" pipe', "x"]]);
  assert.ok(isCells("a\tb\nc\td\n"));
  assert.ok(!isCells("\tindented once") || copiedCells("\tindented once")[0].length === 2);
  assert.ok(!isCells("a\tb\nc"));
  assert.ok(!isCells("plain"));
});

const cell = fc.stringMatching(/^[a-z|\\ \-:"<>é]{0,6}$/u);
const table = fc.integer({ min: 1, max: 4 }).chain((width) => fc.record({
  indent: fc.constantFrom("", "  "),
  align: fc.array(fc.constantFrom("", "left", "center", "right"), { minLength: width, maxLength: width }),
  rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 4 }),
}));

test("a written table is read as the same, and written the same again", () => {
  fc.assert(fc.property(table, odd(), odd(), (table, before, after) => {
    const written = writtenTable(table);
    const text = `${before}\n\n${written}\n\n${after}`;
    const read = tableAt(text, before.length + 3);
    assert.equal(text.slice(read.from, read.to), written);
    assert.deepEqual(read.align, table.align);
    assert.equal(writtenTable(read), written);
  }), { numRuns: 5000, seed: 20261124 });
});

test("what is copied as cells comes back", () => {
  const cells = fc.array(fc.array(fc.stringMatching(/^[a-z"\t\n ]{0,5}$/), { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 3 });
  fc.assert(fc.property(cells, (rows) => {
    const quoted = (cell) => (/["\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
    assert.deepEqual(copiedCells(rows.map((row) => row.map(quoted).join("\t")).join("\r\n")), rows);
  }), { numRuns: 5000, seed: 20261124 });
});

function odd() {
  return fc.stringMatching(/^[a-z\n ]{0,9}$/);
}
