// Places in a text, which changes while the server still looks at it, and in its page.

/**
 * The block of the page that shows a line: the last one that begins there or above. `lines` are
 * the first lines of all blocks in the page's order, in which one may stand in another.
 */
export function blockAt(lines, line) {
  let found = -1;
  lines.forEach((start, at) => {
    if (start <= line && (found < 0 || start >= lines[found])) found = at;
  });
  return found;
}

/** Where a finding stands after the text was changed; null if the change was in its midst. */
export function movedFinding(finding, changes) {
  const from = changes.mapPos(finding.from, 1);
  const to = Math.max(from, changes.mapPos(finding.to, -1));
  return { ...finding, from, to, fixes: finding.fixes.filter(isWhole).map(moved) };

  function isWhole({ edits }) {
    return edits.every(({ from, to }) => !changes.touchesRange(from, to));
  }
  function moved(fix) {
    const edits = fix.edits.map((edit) => ({
      ...edit, from: changes.mapPos(edit.from, 1), to: changes.mapPos(edit.to, -1),
    }));
    return { ...fix, edits };
  }
}
