// The form of the lines at a page's top. It is filled from the text, and each change is one edit of
// the text, so what is typed here is kept, undone and merged like all else.
import { element, labelled } from "./dom.js";
import { linesIn, setLines, setValue, topLines, valueOf } from "./top.js";

/** Kinds of a value in the text, by the forms of a field. */
const KINDS = { text: "text", date: "date", "yes-no": "bool", number: "number", texts: "list" };

export class Form {
  #text;
  #edit;
  #kinds;
  #fields = [];
  #usual;
  #kind = null;
  #lines = null;

  /** `kinds` and `kind` as the server tells them; `text` gives the text, `edit` is given edits. */
  constructor({ kinds, kind }, { text, edit }) {
    [this.#kinds, this.#text, this.#edit] = [kinds, text, edit];
    // The kind of a page that says none is told by its file's name.
    this.#usual = kinds.find(({ id, said }) => id === kind && !said) ?? kinds.find(({ said }) => !said);
    this.box = element("div", { className: "about" });
    this.fill();
  }

  /** The kind that the text says, or the one that is meant where it says none. */
  get #said() {
    const said = valueOf(this.#text(), "kind")?.value;
    return this.#kinds.find(({ id }) => id === said) ?? this.#usual ?? null;
  }

  #build() {
    this.#kind = this.#said;
    const choices = this.#kinds.filter((kind) => kind.said || kind === this.#usual);
    const kind = { id: "kind", form: "kind", choices: choices.map(({ id, name, said }) => ({ value: said ? id : "", name })) };
    this.#fields = [...(this.#kind?.fields ?? []), kind].map((field) => this.#control(field));
    const focused = this.box.contains(document.activeElement) ? document.activeElement.name : null;
    this.box.replaceChildren(...this.#fields.map(({ row }) => row), this.#written());
    this.#fields.find(({ field }) => field.id === focused)?.control.focus();
  }

  /** The lines as they stand, for what no field can say and for what cannot be read. */
  #written() {
    this.#lines = element("textarea", { rows: 8, spellcheck: false, className: "lines" });
    const problem = element("p", { className: "problem", role: "alert" });
    this.#lines.addEventListener("input", () => {
      const edit = setLines(this.#text(), this.#lines.value);
      if (edit) this.#edit(edit);
      problem.textContent = edit ? "" : "A line of +++ would end these lines: take it out.";
    });
    this.#lines.addEventListener("blur", () => {
      this.#lines.value = linesIn(this.#text());
      problem.textContent = "";
    });
    const help = "One thing on each line: its name, an equals sign, and its value, texts in quotes.";
    return element("details", {}, element("summary", { textContent: "The lines as they stand in the file" }),
      labelled("Lines", this.#lines, help), problem);
  }

  #control(field) {
    const control = (MAKE[field.form] ?? MAKE.text)(field);
    control.name = field.id;
    const event = ["yes-no", "date", "kind"].includes(field.form) ? "change" : "input";
    const row = labelled(named(field), control, helpOf(field));
    const one = { field, control, row, note: element("p", { className: "count" }) };
    control.addEventListener(event, () => this.#changed(one));
    row.append(one.note);
    return one;
  }

  #changed(one) {
    const { field, control } = one;
    const value = read(one);
    const isEmpty = value === "" || value === false || (Array.isArray(value) && value.length === 0);
    if (field.form === "date" && control.validity.badInput) return;
    const edit = setValue(this.#text(), field.id, KINDS[field.form] ?? "text", isEmpty && !field.required ? null : value);
    if (edit) this.#edit(edit);
    this.#count(one);
  }

  /** Fills the form again, after the text was changed. What is being typed stays. */
  fill() {
    if (this.#fields.length === 0 || this.#kind !== this.#said) this.#build();
    const text = this.#text();
    const top = topLines(text);
    const lines = linesIn(text);
    if (document.activeElement !== this.#lines) this.#lines.value = lines;
    this.#lines.disabled = top === null;
    for (const one of this.#fields) {
      const said = valueOf(text, one.field.id);
      const isKnown = said === null ? !says(lines, one.field.id) : said.kind === (KINDS[one.field.form] ?? "text");
      one.control.disabled = !isKnown || top === null;
      // What only clinicians say is shown where it stands, and begun in the lines.
      one.row.hidden = one.field.form === "review" && isKnown;
      if (String(said?.value ?? "") !== String(read(one) || "")) (FILL[one.field.form] ?? FILL.text)(one.control, said?.value);
      this.#count(one);
    }
  }

  #count({ field: { form, min, max }, control, note }) {
    const length = [...control.value].length;
    const isOff = length > (max ?? Infinity) || (length > 0 && length < min);
    const isCounted = form === "text" && (max || min > 1);
    note.classList.toggle("problem", isOff && isCounted && !control.disabled);
    if (control.disabled) note.textContent = "This can be changed only in the lines below.";
    else note.textContent = isCounted ? `${length} letters${bounds(min, max)}` : "";
  }

  /** Marks the fields that something is found of: `[{key, title}]`. */
  mark(found) {
    for (const { field, control, row } of this.#fields) {
      row.querySelector(".found")?.remove();
      const titles = found.filter(({ key }) => key === field.id).map(({ title }) => title);
      if (titles.length > 0) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
      if (titles.length > 0) row.append(element("p", { className: "problem found", textContent: titles.join(" ").replaceAll("`", "") }));
    }
  }
}

/** Whether the lines say something of a key, whatever can be read of it. */
const says = (lines, id) => lines.split("\n").some((line) => line.split("=")[0].trim() === id && line.includes("="));

const bounds = (min, max) => (min > 1 && max ? `, ${min} to ${max} are good` : max ? ` of at most ${max}` : `, at least ${min}`);

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

function named({ id, required, form }) {
  const name = capital(id.replaceAll("_", " "));
  return required || form === "yes-no" || form === "kind" ? name : `${name} (optional)`;
}

/** The help is written for those who write the lines by hand. */
function helpOf({ form, help = "" }) {
  return capital(form === "yes-no" ? help.replace(/^write true\s*/, "") : help);
}

const option = (value, name) => element("option", { value, textContent: name });

const MAKE = {
  text: ({ max, one_of: only = [] }) => {
    if (only.length > 0) return element("select", {}, ["", ...only].map((value) => option(value, value || "–")));
    return max > 80 || !max ? element("textarea", { rows: max > 80 ? 3 : 2 }) : element("input", { type: "text" });
  },
  texts: () => element("textarea", { rows: 3, placeholder: "One on each line" }),
  date: () => element("input", { type: "date" }),
  number: () => element("input", { type: "text", inputMode: "numeric" }),
  "yes-no": () => element("input", { type: "checkbox" }),
  kind: ({ choices }) => element("select", {}, choices.map(({ value, name }) => option(value, name))),
};

function read({ field: { form }, control }) {
  if (form === "yes-no") return control.checked;
  if (form === "texts") return control.value.split("\n").map((line) => line.trim()).filter(Boolean);
  if (form === "number") return control.value.replace(/[^\d+-]/g, "");
  return control.value.replace(/\s*\n\s*/g, " ");
}

const FILL = {
  text: (control, value) => {
    control.value = value ?? "";
  },
  "yes-no": (control, value) => {
    control.checked = value === true;
  },
  texts: (control, value) => {
    control.value = Array.isArray(value) ? value.join("\n") : "";
  },
};
