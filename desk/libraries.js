// What the desk uses of others' work, as one module: `build.mjs` makes it into one file.
export { autocompletion, closeCompletion, snippet } from "@codemirror/autocomplete";
export {
  defaultKeymap, history, historyField, historyKeymap, redo, undo,
} from "@codemirror/commands";
export { markdown, markdownKeymap, markdownLanguage } from "@codemirror/lang-markdown";
export { syntaxHighlighting } from "@codemirror/language";
export { linter, lintKeymap, setDiagnostics } from "@codemirror/lint";
export { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from "@codemirror/search";
export {
  Annotation, ChangeSet, Compartment, EditorSelection, EditorState, StateEffect, StateField, Transaction,
} from "@codemirror/state";
export { Decoration, EditorView, highlightSpecialChars, keymap, WidgetType } from "@codemirror/view";
export { Tag, tagHighlighter, tags } from "@lezer/highlight";
export { gfm } from "@joplin/turndown-plugin-gfm";
export { diff3Merge, diffIndices } from "node-diff3";
export { default as Turndown } from "turndown";
