// Makes one tree of nodes like another by changing only what differs, so that what stays keeps its
// place, its focus, and whether it is open.

/** Makes `old` like `fresh`, which is of another document and is used up. */
export function patch(old, fresh) {
  attributes(old, fresh);
  const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
  let start = 0;
  while (start < before.length && start < after.length && same(before[start], after[start])) start += 1;
  let [oldEnd, freshEnd] = [before.length, after.length];
  while (oldEnd > start && freshEnd > start && same(before[oldEnd - 1], after[freshEnd - 1])) {
    oldEnd -= 1;
    freshEnd -= 1;
  }
  between(old, before.slice(start, oldEnd), after.slice(start, freshEnd), before[oldEnd] ?? null);
}

const same = (one, other) => one.isEqualNode(other);

/** Puts the nodes that are new in the place of those that differ, pair by pair where they match. */
function between(parent, before, after, next) {
  const pairs = before.length === after.length && before.every((node, at) => isKin(node, after[at]));
  if (pairs) return before.forEach((node, at) => one(node, after[at]));
  const kept = Math.min(before.length, after.length);
  // A block that was typed into is most often the first of those that differ.
  let start = 0;
  if (kept > 0 && isKin(before[0], after[0])) {
    one(before[0], after[0]);
    start = 1;
  }
  for (const node of before.slice(start)) node.remove();
  for (const node of after.slice(start)) parent.insertBefore(parent.ownerDocument.importNode(node, true), next);
}

const isKin = (one, other) => one.nodeType === other.nodeType && one.nodeName === other.nodeName;

function one(old, fresh) {
  if (same(old, fresh)) return;
  if (old.nodeType === 1) patch(old, fresh);
  else old.nodeValue = fresh.nodeValue;
}

/** Whether a fold is open is the reader's. */
function attributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (name !== "open" && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (name !== "open" && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}
