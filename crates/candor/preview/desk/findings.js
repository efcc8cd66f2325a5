// What is wrong with the text: underlined where it stands, and as a list. What stops the page from
// going live is told from what was only noticed.
import { button, element } from "./dom.js";
import { EditorView, linter, setDiagnostics, StateEffect, StateField } from "./editor.js";
import { movedFinding } from "./places.js";
import { apply } from "./setup.js";

const setFindings = StateEffect.define();

const field = StateField.define({
  create: () => [],
  update(findings, change) {
    for (const effect of change.effects) if (effect.is(setFindings)) return effect.value;
    return change.docChanged ? findings.map((finding) => movedFinding(finding, change.changes)) : findings;
  },
});

/** What the editor needs to show findings. */
export const findingsIn = [field, linter(null, { tooltipFilter: (found) => found })];

/** The findings in the editor, where they stand now. */
export const findingsOf = (state) => state.field(field);

/** Shows findings, whose places are those of the editor's text. */
export function showFindings(view, findings) {
  const numbered = findings.map((finding, number) => ({ ...finding, number }));
  const length = view.state.doc.length;
  const inText = numbered.filter(({ from, to }) => from !== null && to <= length);
  const marks = inText.sort((a, b) => a.from - b.from).map(diagnostic);
  const { effects } = setDiagnostics(view.state, marks);
  view.dispatch({ effects: [setFindings.of(numbered), ...[effects].flat()] });
}

function diagnostic(finding) {
  return {
    from: finding.from, to: finding.to,
    severity: finding.stops ? "error" : finding.level === "hint" ? "info" : "warning",
    message: finding.title,
    renderMessage: () => element("div", {}, said(finding)),
    actions: finding.fixes.map((one, at) => ({
      name: doing(one), apply: (view) => fix(view, finding.number, at),
    })),
  };
}

/** Carries out a fix of a finding, unless the text was changed in its midst. */
export function fix(view, number, at) {
  const finding = findingsOf(view.state).find((finding) => finding.number === number);
  const edits = finding?.fixes[at]?.edits;
  if (edits) apply(view, edits, { event: "input.fix", focus: true });
}

const kind = (finding) => (finding.stops ? "Stops publishing" : "Noticed");

/** What a fix does, in words. */
function doing({ edits }) {
  const [{ from, to, insert }] = edits;
  if (edits.length > 1 || insert.includes("\n") || insert.length > 40) return "Mend it";
  return insert === "" ? "Take it out" : `${from === to ? "Put in" : "Write"} “${insert.trim()}”`;
}

function said(finding) {
  return [
    element("strong", { textContent: `${kind(finding)}:` }), " ", ...quoted(finding.title),
    finding.example ? element("p", {}, "For example, ", ...quoted(finding.example)) : null,
    finding.help ? element("p", {}, "What to do: ", ...quoted(finding.help)) : null,
    finding.explain ? element("a", { href: finding.explain, target: "_blank", textContent: "More" }) : null,
  ].filter(Boolean);
}

/** What stands between backticks is to be read letter by letter. */
const quoted = (text) =>
  text.split("`").map((part, at) => (at % 2 ? element("code", { textContent: part }) : part));

/** "2 stop publishing, 3 noticed". */
export function counted(findings) {
  const stops = findings.filter(({ stops }) => stops).length;
  const rest = findings.length - stops;
  const parts = [stops && `${stops} ${stops === 1 ? "stops" : "stop"} publishing`, rest && `${rest} noticed`];
  return parts.filter(Boolean).join(", ") || "Nothing to change";
}

/** What is found elsewhere on the site, where an edit here may have caused it. */
export function elsewhere(findings) {
  if (findings.length === 0) return null;
  return element("details", { className: "elsewhere" },
    element("summary", { textContent: `On other pages: ${counted(findings).toLowerCase()}` }),
    element("ol", { className: "notes" }, findings.map((finding) => element(
      "li", { className: finding.stops ? "stops" : "noticed" },
      finding.file ? element("a", { href: `/__candor/edit/${finding.file.split("/").map(encodeURIComponent).join("/")}`, textContent: finding.file }) : null,
      element("div", {}, said(finding))))));
}

/** The list of all findings. `show` leads to one in the text. */
export function list(view, show) {
  const findings = [...findingsOf(view.state)].sort((a, b) => Number(b.stops) - Number(a.stops) || a.from - b.from);
  if (findings.length === 0) return element("p", { textContent: "Nothing to change on this page." });
  return element("ol", { className: "notes" }, findings.map((finding) => element(
    "li", { className: finding.stops ? "stops" : "noticed" },
    element("div", {}, said(finding)),
    element("div", { className: "buttons" },
      finding.from === null ? null : button("Show in the text", () => show(finding)),
      finding.fixes.map((one, at) => button(doing(one), () => fix(view, finding.number, at)))),
  )));
}

/** Brings a finding into view and puts the cursor there. */
export function goTo(view, { from, to }) {
  const length = view.state.doc.length;
  view.dispatch({
    selection: { anchor: Math.min(from, length), head: Math.min(to, length) },
    effects: EditorView.scrollIntoView(Math.min(from, length), { y: "center" }),
  });
  view.focus();
}
