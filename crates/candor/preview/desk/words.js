// Finding by words, in any order and by their beginnings, as people remember titles.

/** Letters without case and marks. */
const folded = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("’", "'");

const wordsOf = (text) => folded(text).match(/[\p{L}\p{N}][\p{L}\p{N}.'-]*/gu) ?? [];

/** The words of a text, and the parts of those with hyphens, as addresses are made of. */
const partsOf = (text) => wordsOf(text).flatMap((word) => (word.includes("-") ? [word, ...word.split("-")] : [word]));

/**
 * The things that hold every word of the query, the best first. `textsOf` gives a thing's texts,
 * the most telling first. An empty query finds all, in their order.
 */
export function find(query, things, textsOf) {
  const asked = wordsOf(query);
  if (asked.length === 0) return [...things];
  const scored = things.map((thing, at) => ({ thing, at, score: score(asked, textsOf(thing)) }));
  return scored.filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .map(({ thing }) => thing);
}

/** Nothing if a word is missing. A word counts more in the first texts, and when it is whole. */
function score(asked, texts) {
  const words = texts.map((text) => partsOf(text ?? ""));
  let sum = 0;
  for (const word of asked) {
    const best = Math.max(0, ...words.map((known, at) => match(word, known) / (at + 1)));
    if (best === 0) return 0;
    sum += best;
  }
  return sum;
}

function match(word, known) {
  if (known.includes(word)) return known[0] === word ? 4 : 3;
  if (known.some((other) => other.startsWith(word))) return 2;
  return word.length > 2 && known.some((other) => other.includes(word)) ? 1 : 0;
}
