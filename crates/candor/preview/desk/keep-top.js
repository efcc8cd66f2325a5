// The lines at the top of a text are shown as a form: nothing else reaches them, and neither cursor
// nor selection stands in them.
import { Annotation, EditorSelection, EditorState } from "./editor.js";
import { topLines } from "./top.js";

/** Says that a change may reach the top lines: it comes from their form, or from outside. */
export const reachesTop = Annotation.define();

/** Keeps typing, pasting and deleting from the top lines, which nobody sees. */
export const keepTop = EditorState.changeFilter.of((change) => {
  const isFree = change.annotation(reachesTop) || change.isUserEvent("undo") || change.isUserEvent("redo");
  const top = isFree ? null : topLines(change.startState.doc.toString());
  if (!top) return true;
  let isAtStart = false;
  change.changes.iterChangedRanges((from, to) => {
    isAtStart ||= to === 0;
  });
  // A range lets through what is put in at its very ends.
  return isAtStart ? false : [0, top.end];
});

/** Keeps the cursor, and what is selected, below the top lines: what is copied is what is seen. */
export const belowTop = EditorState.transactionFilter.of((change) => {
  if (!change.selection) return change;
  const start = textStart(change.state);
  const { ranges, mainIndex } = change.newSelection;
  if (ranges.every(({ from }) => from >= start)) return change;
  const clamp = (at) => Math.max(at, start);
  const moved = ranges.map(({ anchor, head }) => EditorSelection.range(clamp(anchor), clamp(head)));
  return [change, { selection: EditorSelection.create(moved, mainIndex), sequential: true }];
});

/** Where the text begins below the top lines. */
export const textStart = (state) => topLines(state.doc.toString())?.end ?? 0;
