// Former versions of a page: what was other in them, and one put back.
import { ask, element, notice, when } from "./dom.js";
import { compare } from "./merge.js";

/** The text of a former version that is to be put back, or null. */
export async function formerVersion(api, file, text) {
  const versions = (await api.history(file)).body;
  if (!Array.isArray(versions) || versions.length === 0) {
    notice("There is no former version of this page yet. One is kept each time you save.");
    return null;
  }
  const shown = element("div", { className: "difference", tabIndex: 0, "aria-label": "What was other", "aria-live": "polite" });
  let [chosen, asked] = [null, 0];
  async function show(id) {
    const turn = asked += 1;
    chosen = null;
    const { status, body } = await api.version(file, id);
    if (turn !== asked) return;
    chosen = status === 200 ? String(body) : null;
    shown.replaceChildren(...(chosen === null ? [element("p", { textContent: "This version cannot be read." })] : difference(text, chosen)));
  }
  const list = element("select", { size: Math.min(8, Math.max(2, versions.length)), on: { change: () => show(list.value) } },
    versions.map(({ id, at, bytes }) => element("option", { value: id, textContent: `${when(at)}, ${(bytes / 1000).toFixed(1)} KB` })));
  list.selectedIndex = 0;
  show(versions[0].id);
  return ask({
    title: "Former versions", className: "wide",
    content: element("div", {}, element("label", {}, "Saved on ", list), shown),
    main: "Put back",
    answer: ({ say }) => chosen ?? say("Wait until the version is shown."),
  });
}

/** What a version had that the text has not, and the other way round; of the rest three lines. */
function difference(now, former) {
  const parts = compare(now, former);
  if (parts.every((part) => "text" in part)) return [element("p", { textContent: "It is the same as now." })];
  return parts.flatMap((part) => ("text" in part ? [element("pre", { textContent: shortened(part.text) })] : [
    part.theirs ? element("ins", {}, element("b", { textContent: "Then:" }), element("pre", { textContent: part.theirs })) : null,
    part.mine ? element("del", {}, element("b", { textContent: "Now:" }), element("pre", { textContent: part.mine })) : null,
  ])).filter(Boolean);
}

function shortened(text) {
  const lines = text.split("\n");
  return lines.length <= 8 ? text : [...lines.slice(0, 3), "…", ...lines.slice(-4)].join("\n");
}
