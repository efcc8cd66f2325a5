// What can be put into a text: blocks, links, facts, tables, pictures. By a button, by a key, or by
// a stroke at the start of a line.
import { ask, element, labelled, notice, parsed } from "./dom.js";
import { EditorView, snippet } from "./editor.js";
import { editTable } from "./grid.js";
import { asBlock, cite, link } from "./links.js";
import { toText } from "./paste.js";
import { textStart } from "./keep-top.js";
import { addPicture } from "./picture.js";
import { chooser, pick, twoLines } from "./pick.js";
import { put } from "./setup.js";
import { copiedCells, isCells, newTable, tableAt, withCells, writtenTable } from "./table.js";
import { find } from "./words.js";

/** More letters than a page may have are not taken apart, which would take long. */
const MOST = 1_000_000;

const ADDRESS = /^(?:https?:\/\/|mailto:|tel:|sms:)\S+$/i;

export class Insert {
  #view;
  #desk;

  /** `desk` gives `things`, `file` and `api` of the page that is edited. */
  constructor(desk) {
    this.#desk = desk;
  }

  /** The editor is made with these, so it comes later. */
  set view(view) {
    this.#view = view;
  }

  /** All that can be put in, each with what does it. */
  get #things() {
    const own = [
      { label: "Link", help: "To a page, a heading, or another website", run: (from, to) => this.link(from, to) },
      { label: "Fact", help: "What the sentence before rests on", run: (from) => this.fact(from) },
      { label: "Picture", help: "From a file; you can also drop it into the text", run: () => this.pictures() },
      { label: "Table", help: "Rows and columns; you can paste cells from a spreadsheet", run: () => this.table() },
      { label: "Heading", help: "Begins a part of the page", run: (from, to) => this.#block("## ${Heading}", from, to) },
    ];
    const blocks = this.#desk.things.components.map(({ name, words, text }) => ({
      label: words || name, name, help: `:::${name}`, run: (from, to) => this.#block(blanks(text), from, to),
    }));
    return [...own, ...blocks];
  }

  #place() {
    const { from, to } = this.#view.state.selection.main;
    const first = textStart(this.#view.state);
    return [Math.max(from, first), Math.max(to, first)];
  }

  /** Asks what to put in. */
  async any() {
    const [from, to] = this.#place();
    const thing = await pick("Put in", "What?", this.#things, {
      textsOf: ({ label, name, help }) => [label, name, help],
      show: ({ label, help }) => twoLines(label, help),
    });
    thing?.run(from, to);
  }

  /** Puts in a block of its own; what stands as `${…}` in it is typed over. */
  #block(text, from, to) {
    const state = this.#view.state;
    snippet(asBlock(state.doc.toString(), from, to, text))(this.#view, null, from, to);
    this.#view.focus();
  }

  /** Completes a stroke at the start of a line. */
  slash = (context) => {
    const typed = context.matchBefore(/\/[\p{L}\p{N}-]*/u);
    if (!typed) return null;
    const line = context.state.doc.lineAt(typed.from);
    if (line.text.slice(0, typed.from - line.from).trim() !== "") return null;
    const options = find(typed.text.slice(1), this.#things, ({ label, name }) => [label, name]).map((thing) => ({
      label: thing.label, detail: thing.help,
      apply: (view, _, from, to) => {
        put(view, typed.from, to, "");
        thing.run(typed.from, typed.from);
      },
    }));
    return { from: typed.from, options, filter: false };
  };

  /** Completes the mark of a fact by its words. */
  facts = (context) => {
    const typed = context.matchBefore(/\[@[^\]\n]*/);
    if (!typed) return null;
    const from = typed.from + Math.max(2, typed.text.lastIndexOf("@") + 1);
    const options = find(context.state.sliceDoc(from, context.pos), this.#desk.things.facts, ({ id, says }) => [id, says])
      .slice(0, 40).map(({ id, says }) => ({
        label: id, detail: says,
        apply: (view, _, from, to) => {
          const isClosed = view.state.sliceDoc(to, to + 1) === "]";
          put(view, from, to, isClosed ? id : `${id}]`);
        },
      }));
    return { from, options, filter: false };
  };

  /** Puts in a link over the selected words. */
  async link(from = this.#place()[0], to = this.#place()[1]) {
    const words = this.#view.state.sliceDoc(from, to);
    const field = element("input", { type: "text", value: words });
    const { box, chosen } = chooser("Where does it lead?", targets(this.#desk.things.pages), {
      textsOf: ({ words, page }) => [words, page],
      show: ({ words, page }) => twoLines(words, page),
      isFirst: words.trim() !== "",
      extra: (typed) => (ADDRESS.test(typed.trim()) ? [{ words: typed.trim(), page: "Another website, mail or phone", href: typed.trim() }] : []),
    });
    const text = await ask({
      title: "Link",
      content: element("div", {}, labelled("Words that are pressed", field, "Say where it leads: they make sense alone."), box),
      main: "Put in",
      answer: ({ say }) => {
        const to = chosen();
        if (!to) return say("Choose where it leads.");
        return link(field.value.trim() || to.words, this.#href(to));
      },
    });
    if (text) put(this.#view, from, to, text);
  }

  #href({ href, file, way, id }) {
    if (href) return href;
    return `${id && file === this.#desk.file ? "" : way}${id ? `#${id}` : ""}`;
  }

  /** Puts in the mark of a fact. */
  async fact(from = this.#view.state.selection.main.head) {
    const fact = await pick("Fact", "What does the sentence rest on?", this.#desk.things.facts, {
      textsOf: ({ says, id }) => [says, id],
      show: ({ says, id }) => twoLines(says, id),
    });
    if (!fact) return;
    const edit = cite(this.#view.state.doc.toString(), Math.max(from, textStart(this.#view.state)), fact.id);
    put(this.#view, edit.from, edit.to, edit.insert);
  }

  /** Changes the table at the cursor, or puts in a new one. */
  async table(cells = null) {
    const text = this.#view.state.doc.toString();
    const [from, to] = this.#place();
    const there = cells ? null : tableAt(text, from);
    const start = there ?? (cells ? withCells(newTable(1, 1), 0, 0, cells) : newTable(3, 2));
    const made = await editTable(start);
    if (!made) return;
    const written = writtenTable({ ...made, indent: there?.indent ?? "" });
    if (there) put(this.#view, there.from, there.to, written);
    else put(this.#view, from, to, asBlock(text, from, to, written));
  }

  /** Asks for a picture's file, unless it is there, and for what it shows. */
  async pictures(files) {
    const text = await addPicture(this.#desk, files);
    if (!text) return;
    const [from, to] = this.#place();
    put(this.#view, from, to, asBlock(this.#view.state.doc.toString(), from, to, text));
  }

  /** What is dropped into the text, and what is pasted. */
  get handlers() {
    return EditorView.domEventHandlers({
      paste: (event) => this.#pasted(event.clipboardData),
      drop: (event, view) => {
        const files = picturesOf(event.dataTransfer);
        if (files.length === 0) return false;
        const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
        if (at !== null) view.dispatch({ selection: { anchor: Math.max(at, textStart(view.state)) } });
        event.preventDefault();
        this.pictures(files);
        return true;
      },
    });
  }

  #pasted(clipboard) {
    const [html, plain] = [clipboard.getData("text/html"), clipboard.getData("text/plain")];
    const [from, to] = this.#place();
    if (plain.length > MOST) return refused();
    // One line with a tab is more often words than a table.
    if (isCells(plain) && (copiedCells(plain).length > 1 || html.includes("<table"))) {
      this.table(copiedCells(plain));
      return true;
    }
    const files = picturesOf(clipboard);
    if (files.length > 0 && !html) {
      this.pictures(files);
      return true;
    }
    if (ADDRESS.test(plain.trim()) && from < to) {
      put(this.#view, from, to, link(this.#view.state.sliceDoc(from, to), plain.trim()));
      return true;
    }
    return html ? this.#pastedHtml(html, from, to) : false;
  }

  #pastedHtml(html, from, to) {
    const { body } = parsed(html);
    if (body.textContent.length > MOST) return refused();
    const { text, left } = toText(body);
    if (left.length > 0) notice("Some of what you pasted cannot be kept:", { items: left });
    const isBlock = text.includes("\n");
    put(this.#view, from, to, isBlock ? asBlock(this.#view.state.doc.toString(), from, to, text) : text);
    return true;
  }

  /** Makes the selected words bold, or takes that back. */
  bold() {
    const [from, to] = this.#place();
    const text = this.#view.state.sliceDoc(from, to);
    const around = this.#view.state.sliceDoc(Math.max(0, from - 2), to + 2);
    if (around === `**${text}**`) return put(this.#view, from - 2, to + 2, text, [0, text.length]);
    const inner = text.trim();
    const [before, after] = [text.slice(0, text.indexOf(inner)), text.slice(text.indexOf(inner) + inner.length)];
    put(this.#view, from, to, `${before}**${inner}**${after}`, [before.length + 2, before.length + 2 + inner.length]);
  }

  /** Begins the lines of the selection with a mark, or takes it away if all have it. */
  lines(mark) {
    const state = this.#view.state;
    const [from, to] = this.#place();
    const [first, last] = [state.doc.lineAt(from), state.doc.lineAt(to)];
    const lines = state.sliceDoc(first.from, last.to).split("\n");
    const has = lines.every((line) => line.startsWith(mark));
    const made = lines.map((line) => (has ? line.slice(mark.length) : mark + line.replace(/^(?:#{1,6} |[-*] )/, "")));
    put(this.#view, first.from, last.to, made.join("\n"));
  }
}

/** Says that nothing is put in. */
function refused() {
  notice("What you pasted is longer than a page may be: more than a million letters. Nothing was put in. Paste a part of it.", { lasts: true });
  return true;
}

/** Pages, and below each its headings. */
function targets(pages) {
  return pages.flatMap(({ title, file, address, link: way, headings }) => [
    { words: title, page: address, file, way },
    ...headings.map(({ text, id }) => ({ words: text, page: `On the page “${title}”`, file, way, id })),
  ]);
}

/** A block's example, in which what stands as “…” is to be typed over. */
function blanks(text) {
  let count = 0;
  return text.trimEnd().replaceAll("…", () => `\${${count += 1}:…}`);
}

const picturesOf = (transfer) => [...(transfer?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
