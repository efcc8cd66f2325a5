// A table as a grid of fields: rows and columns come and go, and cells are pasted from a
// spreadsheet.
import { ask, button, element } from "./dom.js";
import { copiedCells, withCells, withColumn, withoutColumn, withoutRow, withRow } from "./table.js";

/** Asks for a table's cells. The table as it was changed, or null. */
export function editTable(table) {
  let now = table;
  let [row, column] = [0, 0];
  const grid = element("table", { className: "grid" });
  const scroll = element("div", { className: "scroll", tabIndex: -1 }, grid);

  function show(focus = true) {
    grid.replaceChildren(element("tbody", {}, now.rows.map((cells, down) =>
      element("tr", {}, cells.map((text, across) => element("td", {}, cell(text, down, across)))))));
    if (focus) at(row, column)?.focus();
  }

  const at = (down, across) => grid.rows[down]?.cells[across]?.firstChild;

  function cell(text, down, across) {
    const where = down === 0 ? `Head of column ${across + 1}` : `Row ${down}, column ${across + 1}`;
    return element("textarea", {
      rows: 1, value: text, "aria-label": where,
      on: {
        focus: () => {
          [row, column] = [down, across];
        },
        input: ({ target }) => {
          now = withCells(now, down, across, [[target.value]]);
        },
        keydown: (event) => move(event, down, across),
        paste: (event) => paste(event, down, across),
      },
    });
  }

  /** The keys of a spreadsheet, where the text of the cell does not need them. */
  function move(event, down, across) {
    const step = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }[event.key];
    if (!step || event.shiftKey) return;
    event.preventDefault();
    at(down + step, across)?.focus();
  }

  function paste(event, down, across) {
    const cells = copiedCells(event.clipboardData.getData("text/plain"));
    if (cells.length < 2 && cells[0].length < 2) return;
    event.preventDefault();
    now = withCells(now, down, across, cells);
    show();
  }

  const change = (make, to) => button(make.words, () => {
    now = make.run(now);
    [row, column] = [Math.min(to().row, now.rows.length - 1), Math.min(to().column, now.align.length - 1)];
    show();
  });
  const tools = element("div", { className: "buttons", role: "group", "aria-label": "Rows and columns" },
    change({ words: "Row below", run: (table) => withRow(table, row + 1) }, () => ({ row: row + 1, column })),
    change({ words: "Column after", run: (table) => withColumn(table, column + 1) }, () => ({ row, column: column + 1 })),
    change({ words: "Remove row", run: (table) => withoutRow(table, row) }, () => ({ row, column })),
    change({ words: "Remove column", run: (table) => withoutColumn(table, column) }, () => ({ row, column })));
  show(false);
  const help = "The first row is the head. Cells that you copied in a spreadsheet can be pasted here.";
  return ask({
    title: "Table", className: "wide",
    content: element("div", {}, element("p", { className: "hint", textContent: help }), tools, scroll),
    main: "Use this table", answer: () => now,
  });
}
