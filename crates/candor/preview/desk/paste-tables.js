// Tables that are pasted, as a page can hold them: one row of heads, and each cell one line.
import { all, renamed, unwrap } from "./paste-nodes.js";

const BLOCKS = "p,div,h1,h2,h3,h4,h5,h6,ul,ol,li,blockquote,pre,hr,table,tr,td,th,tbody,thead,tfoot,caption";

/** Makes every table a head and rows of equal length, and those that only place things no table. */
export function plainTables(root, left) {
  // The innermost first: what is left in a cell is then a line.
  for (const table of all(root, "table").reverse()) {
    const isInner = table.parentNode.closest?.("table");
    const rows = rowsOf(table);
    const width = Math.max(0, ...rows.map(({ length }) => length));
    if (isInner || width < 2 || rows.length < 2) {
      if (isInner && width > 1) left.add("nested");
      loosen(table, rows);
    } else {
      rebuild(table, rows, width, left);
    }
  }
}

const rowsOf = (table) =>
  all(table, "tr").map((row) =>
    Array.from(row.childNodes).filter(({ nodeName }) => nodeName === "TD" || nodeName === "TH"));

/** Puts each cell's content in the table's place. */
function loosen(table, rows) {
  for (const cell of rows.flat()) {
    const box = table.ownerDocument.createElement("div");
    while (cell.firstChild) box.appendChild(cell.firstChild);
    table.parentNode.insertBefore(box, table);
  }
  table.remove();
}

function rebuild(table, rows, width, left) {
  const document = table.ownerDocument;
  const made = document.createElement("table");
  rows.forEach((cells, at) => {
    const part = made.appendChild(document.createElement(at === 0 ? "thead" : "tbody"));
    const row = part.appendChild(document.createElement("tr"));
    for (let column = 0; column < width; column += 1) {
      const cell = row.appendChild(document.createElement(at === 0 ? "th" : "td"));
      if (cells[column]) fill(cell, cells[column], left, at === 0);
    }
  });
  const caption = table.querySelector("caption");
  if (caption) table.parentNode.insertBefore(renamed(caption, "p"), table);
  table.parentNode.replaceChild(made, table);
}

/** Moves a cell's content, as one line. */
function fill(cell, from, left, isHead) {
  const spans = ["colspan", "rowspan"].map((name) => Number(from.getAttribute(name) ?? 1));
  if (spans.some((span) => span > 1)) left.add("joined");
  while (from.firstChild) cell.appendChild(from.firstChild);
  for (const block of all(cell, BLOCKS).reverse()) {
    if (block.nodeName === "LI") block.insertBefore(cell.ownerDocument.createTextNode("– "), block.firstChild);
    if (block.textContent.trim()) block.appendChild(cell.ownerDocument.createElement("br"));
    unwrap(block);
  }
  trimEnd(cell);
  if (isHead) for (const bold of all(cell, "b,strong")) unwrap(bold);
}

function trimEnd(cell) {
  while (cell.lastChild && (cell.lastChild.nodeName === "BR" || (cell.lastChild.nodeType === 3 && !cell.lastChild.nodeValue.trim()))) {
    cell.lastChild.remove();
  }
}
