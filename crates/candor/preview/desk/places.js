// Places in a text: the editor counts lines that end with one character, a file may end them
// with two, and a text changes while the server still looks at it.

/** How the lines of a file end: "\r\n" only if all of them do, as Windows writes them. */
export function lineBreak(text) {
  const rest = text.replaceAll("\r\n", "");
  return text.length > rest.length && !/[\r\n]/.test(rest) ? "\r\n" : "\n";
}

/** A file's text as the editor holds it. */
export const toEditor = (text, ends) => (ends === "\r\n" ? text.replaceAll("\r\n", "\n") : text);

/** The editor's text as the file holds it. */
export const toFile = (text, ends) => (ends === "\r\n" ? text.replaceAll("\n", "\r\n") : text);

/** Turns an offset in the file into one in the editor: a function, as all findings need it. */
export function fromFile(text, ends) {
  if (ends !== "\r\n") return (offset) => offset;
  const breaks = [];
  for (let at = text.indexOf("\r\n"); at >= 0; at = text.indexOf("\r\n", at + 2)) breaks.push(at);
  return (offset) => offset - before(breaks, offset);
}

/** How many of the numbers, which are sorted, are smaller. */
export function before(numbers, number) {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

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
