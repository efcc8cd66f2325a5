// Tables as they are written, line by line with bars, and as cells in rows; and the cells that a
// spreadsheet puts on the clipboard.

const RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/**
 * The table at a place: `{from, to, indent, align, rows}`, the first row being the head. Null if
 * none stands there.
 */
export function tableAt(text, at) {
  const lines = linesAround(text, at);
  const rule = lines.findIndex(({ text }, row) => row > 0 && text.includes("-") && RULE.test(text));
  if (rule < 1) return null;
  const first = rule - 1;
  const [from, to] = [lines[first].from, lines.at(-1).to];
  if (at < from) return null;
  const sides = cellsOf(lines[rule].text).map(alignOf);
  const rows = [lines[first], ...lines.slice(rule + 1)].map(({ text }) => cellsOf(text));
  if (rows[0].length !== sides.length) return null;
  // No page shows cells beyond the head, but somebody wrote them: they get a column.
  const width = Math.max(...rows.map(({ length }) => length));
  const align = Array.from({ length: width }, (_, at) => sides[at] ?? "");
  return { from, to, indent: /^\s*/.exec(lines[first].text)[0], align, rows: even(rows, width) };
}

/** The lines around a place that hold a bar, without a gap. */
function linesAround(text, at) {
  const all = [];
  let from = 0;
  for (const line of text.split("\n")) {
    all.push({ from, to: from + line.length, text: line.replace(/\r$/, "") });
    from += line.length + 1;
  }
  const here = all.findIndex(({ to }) => at <= to);
  const holds = ({ text }) => text.includes("|");
  if (here < 0 || !holds(all[here])) return [];
  let [first, last] = [here, here];
  while (first > 0 && holds(all[first - 1])) first -= 1;
  while (last + 1 < all.length && holds(all[last + 1])) last += 1;
  return all.slice(first, last + 1);
}

function alignOf(cell) {
  const [left, right] = [cell.startsWith(":"), cell.endsWith(":")];
  return left && right ? "center" : right ? "right" : left ? "left" : "";
}

/** The cells of a line. A bar after a backslash belongs to its cell. */
function cellsOf(line) {
  const inner = line.trim().replace(/^\|/, "").replace(/(^|[^\\])\|$/, "$1");
  const cells = inner.match(/(?:^|\|)((?:\\.|[^|\\]|\\$)*)/g) ?? [""];
  return cells.map((cell, at) => (at > 0 || cell.startsWith("|") ? cell.slice(1) : cell))
    .map((cell) => cell.trim().replace(/\\(.)/g, (pair, letter) => (letter === "|" ? "|" : pair)));
}

const even = (rows, width) =>
  rows.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? ""));

const RULES = { "": "---", left: ":--", center: ":-:", right: "--:" };

/** A table as it is written. */
export function writtenTable({ rows, align, indent = "" }) {
  const line = (cells) => `${indent}| ${cells.join(" | ")} |`;
  const [head, ...body] = rows.map((row) => line(row.map(writtenCell)));
  return [head, line(align.map((side) => RULES[side])), ...body].join("\n");
}

/** A cell in one line. Its bars, and a backslash at its end, would end it. */
function writtenCell(text) {
  const line = text.trim().replace(/\s*\r?\n\s*/g, "<br>");
  return line.replace(/\\.|\||\\$/g, (piece) => (piece.length === 1 ? `\\${piece}` : piece));
}

/** An empty table. */
export const newTable = (rows, columns) => ({
  indent: "",
  align: Array(columns).fill(""),
  rows: Array.from({ length: rows }, () => Array(columns).fill("")),
});

const put = (list, at, thing) => [...list.slice(0, at), thing, ...list.slice(at)];
const taken = (list, at) => list.filter((_, other) => other !== at);

/** A table with a row or a column more, before the one with this number. */
export const withRow = (table, at) =>
  ({ ...table, rows: put(table.rows, at, Array(table.align.length).fill("")) });

export const withColumn = (table, at) => ({
  ...table,
  align: put(table.align, at, ""),
  rows: table.rows.map((row) => put(row, at, "")),
});

/** A table without a row or a column. One is always left. */
export const withoutRow = (table, at) =>
  (table.rows.length === 1 ? table : { ...table, rows: taken(table.rows, at) });

export const withoutColumn = (table, at) => (table.align.length === 1 ? table : {
  ...table,
  align: taken(table.align, at),
  rows: table.rows.map((row) => taken(row, at)),
});

/** A table with cells put in from a row and a column on. It grows where they need it. */
export function withCells(table, row, column, cells) {
  const width = Math.max(table.align.length, column + Math.max(...cells.map(({ length }) => length)));
  const height = Math.max(table.rows.length, row + cells.length);
  const align = Array.from({ length: width }, (_, at) => table.align[at] ?? "");
  const rows = even(Array.from({ length: height }, (_, at) => table.rows[at] ?? []), width);
  cells.forEach((line, down) => line.forEach((cell, across) => {
    rows[row + down][column + across] = cell;
  }));
  return { ...table, align, rows };
}

/** The cells that a spreadsheet copies: tabs between them, quotes around those of many lines. */
export function copiedCells(text) {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/y;
  while (cell.lastIndex < text.length) {
    const [, quoted, plain, end] = cell.exec(text);
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\t" && cell.lastIndex === text.length) rows.at(-1).push("");
    if (end !== "\t" && cell.lastIndex < text.length) rows.push([]);
  }
  return rows;
}

/** Whether a text is what a spreadsheet copies: at least two cells, the same number in each row. */
export function isCells(text) {
  if (!text.includes("\t")) return false;
  const [first, ...others] = copiedCells(text);
  return first.length > 1 && others.every(({ length }) => length === first.length);
}
