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

/** Quotes and dashes are set by the site where keys write plain ones. */
const plain = (text) => text.replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/–/g, "-").replace(/\s/g, " ");

const MARKS = /^\s*(?:#{1,6} |[-*+] |\d+[.)] |> |: )*/;

/**
 * Where the words around a press stand in the text of a block, or where its own words begin. Of the
 * page's words those are looked for that stand nearest to the press, as marks part the others.
 */
export function placeOf(text, before, after) {
  const [all, left, right] = [text, before, after].map(plain);
  for (let length = 24; length > 2; length -= 1) {
    const [near, next] = [left.slice(-length), right.slice(0, length)];
    for (const [words, offset] of [[near + next, near.length], [near, near.length], [next, 0]]) {
      const at = words.trim().length > 2 && words.length >= length ? all.indexOf(words) : -1;
      if (at >= 0) return at + offset;
    }
  }
  return MARKS.exec(text)[0].length;
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
