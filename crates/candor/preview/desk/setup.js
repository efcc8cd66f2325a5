// The editor: how a page's text is read and coloured, and the lines at its top, which a form shows
// in their place.
import * as directives from "./directives.js";
import { button, element } from "./dom.js";
import {
  autocompletion, closeCompletion, Decoration, defaultKeymap, EditorState, EditorView, highlightSelectionMatches,
  highlightSpecialChars, history, historyField, historyKeymap, keymap, lintKeymap, markdown, markdownKeymap, markdownLanguage,
  search, searchKeymap, StateField, syntaxHighlighting, tagHighlighter, tags, Transaction, WidgetType,
} from "./editor.js";
import { belowTop, keepTop, reachesTop } from "./keep-top.js";
import { topLines, valueOf } from "./top.js";

const classes = tagHighlighter([
  { tag: tags.heading, class: "t-heading" }, { tag: tags.strong, class: "t-strong" },
  { tag: tags.emphasis, class: "t-em" }, { tag: tags.link, class: "t-link" }, { tag: tags.url, class: "t-quiet" },
  { tag: tags.monospace, class: "t-code" }, { tag: tags.quote, class: "t-quote" },
  { tag: tags.processingInstruction, class: "t-quiet" }, { tag: tags.strikethrough, class: "t-gone" },
  { tag: directives.block, class: "t-block" }, { tag: directives.blockText, class: "t-block-text" },
  { tag: directives.fact, class: "t-fact" },
]);

const language = () => markdown({
  base: markdownLanguage, extensions: [directives.extension], completeHTMLTags: false, addKeymap: false,
});

/** What stands for the top lines in the text. */
class TopWidget extends WidgetType {
  constructor(title, open) {
    super();
    [this.title, this.open] = [title, open];
  }

  eq(other) {
    return other.title === this.title;
  }

  toDOM() {
    return element("div", { className: "top-widget" },
      element("strong", { textContent: this.title || "(no title)" }),
      button("Change title and more", this.open));
  }

  ignoreEvent() {
    return true;
  }
}

/** Hides the top lines behind a button that opens their form. */
function hiddenTop(open) {
  const hide = (state) => {
    const text = state.doc.toString();
    const top = topLines(text);
    if (!top) return Decoration.none;
    const widget = new TopWidget(valueOf(text, "title")?.value, open);
    const to = state.doc.lineAt(Math.max(0, top.to)).to;
    return Decoration.set(Decoration.replace({ widget, block: true }).range(0, to));
  };
  const field = StateField.define({
    create: hide,
    update: (value, change) => (change.docChanged ? hide(change.state) : value),
    provide: (field) => EditorView.decorations.from(field),
  });
  return [field, EditorView.atomicRanges.of((view) => view.state.field(field))];
}

function keys({ save, bold, link, others }) {
  const command = (run) => () => {
    run();
    return true;
  };
  return keymap.of([
    { key: "Mod-s", run: command(save), preventDefault: true },
    { key: "Mod-b", run: command(bold), preventDefault: true },
    { key: "Mod-k", run: command(link), preventDefault: true },
    ...others, ...markdownKeymap, ...lintKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap,
  ]);
}

/** All that the editor is made of. `sources` complete what is typed; not every text is a page. */
function extensions({ nonce, openTop, sources, changed, isPage, ...rest }) {
  return [
    EditorView.cspNonce.of(nonce),
    EditorView.lineWrapping,
    EditorState.phrases.of({
      next: "Next", previous: "Previous", all: "All", "match case": "As written, A or a", "by word": "Whole words",
      replace: "Replace", "replace all": "Replace all", close: "Close",
    }),
    EditorView.contentAttributes.of({
      "aria-label": "Text of the page", tabindex: "0", spellcheck: "true", autocorrect: "on", autocapitalize: "sentences",
    }),
    EditorView.updateListener.of(changed),
    history(), search({ top: true }), highlightSelectionMatches(),
    highlightSpecialChars({ specialChars: /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u202d\u202e\u2066\u2067\u2069\ufeff\ufff9-\ufffc]/g }),
    isPage ? [autocompletion({ override: sources, icons: false }), language(), syntaxHighlighting(classes), hiddenTop(openTop), keepTop, belowTop] : [],
    keys(rest), rest.extra,
  ];
}

/** The editor's first state: with the steps that can be undone, if they are kept. */
function firstState(text, kept, all) {
  const at = topLines(text)?.end ?? 0;
  const selection = { anchor: Math.min(at, text.length) };
  try {
    if (kept) return EditorState.fromJSON({ doc: text, selection: { ranges: [{ anchor: selection.anchor, head: selection.anchor }], main: 0 }, history: kept }, { extensions: all }, { history: historyField });
  } catch {
    // What was kept by another version cannot be undone any more; the text counts.
  }
  return EditorState.create({ doc: text, selection, extensions: all });
}

/** The editor in `parent`. */
export function editorIn(parent, { text, kept, ...rest }) {
  return new EditorView({ parent, state: firstState(text, kept, extensions(rest)) });
}

/** The steps that can be undone, to be kept. */
export const steps = (state) => state.toJSON({ history: historyField }).history;

/** Changes the text by edits that may reach the top lines. */
export function apply(view, edits, { event = "input", focus = false } = {}) {
  view.dispatch({
    changes: edits, annotations: [reachesTop.of(true), Transaction.userEvent.of(event)], scrollIntoView: focus,
  });
  if (focus) view.focus();
}

/** Changes the text where the cursor is, and puts the cursor behind it or over a part of it. */
export function put(view, from, to, insert, select = [insert.length, insert.length]) {
  closeCompletion(view);
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: from + select[0], head: from + select[1] },
    userEvent: "input.insert",
    scrollIntoView: true,
  });
  view.focus();
}
