// The form of the lines at a page's top. It is filled from the text, and each change is one edit of
// the text, so what is typed here is kept, undone and merged like all else.
import { element, labelled } from "./dom.js";
import { setValue, topLines, valueOf } from "./top.js";

/** Kinds of a value in the text, by the kinds of a field. */
const KINDS = { text: "text", long: "text", choice: "text", date: "date", bool: "bool", list: "list" };

export class Form {
  #text;
  #edit;
  #fields;

  /** `fields` as the server tells them; `text` gives the text, `edit` is given edits of it. */
  constructor(fields, { text, edit }) {
    [this.#text, this.#edit] = [text, edit];
    this.#fields = fields.map((field) => ({ field, ...this.#control(field) }));
    const hasTop = topLines(text()) !== null;
    this.box = element("div", { className: "about" }, hasTop ? this.#fields.map(({ row }) => row)
      : element("p", { textContent: "This text stands on another page and has no title of its own." }));
    this.fill();
  }

  #control(field) {
    const control = MAKE[field.type]?.(field) ?? MAKE.text(field);
    control.name = field.key;
    control.required = Boolean(field.required);
    const event = ["choice", "bool", "date"].includes(field.type) ? "change" : "input";
    control.addEventListener(event, () => this.#changed(field, control));
    const label = field.required ? field.label : `${field.label} (if it has one)`;
    const row = labelled(field.type === "bool" ? field.label : label, control, field.help);
    const note = element("p", { className: "count", "aria-live": "polite" });
    row.append(note);
    return { control, row, note };
  }

  #changed(field, control) {
    const value = READ[field.type]?.(control) ?? control.value;
    const isEmpty = value === "" || (Array.isArray(value) && value.length === 0) || value === false;
    const edit = setValue(this.#text(), field.key, KINDS[field.type] ?? "text", isEmpty && !field.required ? null : value);
    if (edit) this.#edit(edit);
    this.#count(this.#fields.find((other) => other.control === control));
  }

  /** Fills the form again, after the text was changed. What is being typed stays. */
  fill() {
    const text = this.#text();
    const hasTop = topLines(text) !== null;
    for (const one of this.#fields) {
      const { field, control } = one;
      const read = valueOf(text, field.key);
      const isOurs = read === null || read.kind === (KINDS[field.type] ?? "text");
      const isWritten = read !== null || !new RegExp(`^\\s*${field.key}\\s*=`, "m").test(top(text));
      control.disabled = !hasTop || !isOurs || !isWritten;
      if (document.activeElement !== control || !this.#says(one, read)) FILL[field.type]?.(control, read?.value) ?? fill(control, read?.value);
      this.#count(one);
    }
  }

  #says({ field, control }, read) {
    const value = READ[field.type]?.(control) ?? control.value;
    return String(read?.value ?? "") === String(value === false ? "" : value);
  }

  #count({ field, control, note }) {
    if (control.disabled) {
      note.textContent = "This can be changed only in the page's file.";
    } else if (field.limit) {
      const length = [...control.value].length;
      note.textContent = `${length} of at most ${field.limit} letters`;
      note.classList.toggle("problem", length > field.limit);
    } else {
      note.textContent = "";
    }
  }

  /** Marks the fields that something is found of: `[{key, title}]`. */
  mark(found) {
    for (const { field, control, row } of this.#fields) {
      row.querySelector(".found")?.remove();
      const titles = found.filter(({ key }) => key === field.key).map(({ title }) => title);
      control.toggleAttribute("aria-invalid", titles.length > 0);
      if (titles.length > 0) row.append(element("p", { className: "problem found", textContent: titles.join(" ") }));
    }
  }
}

const top = (text) => {
  const lines = topLines(text);
  return lines ? text.slice(lines.from, lines.to) : "";
};

const MAKE = {
  text: () => element("input", { type: "text" }),
  long: () => element("textarea", { rows: 3 }),
  date: () => element("input", { type: "date" }),
  bool: () => element("input", { type: "checkbox" }),
  list: () => element("textarea", { rows: 3, placeholder: "One on each line" }),
  choice: ({ choices = [] }) => element("select", {}, element("option", { value: "", textContent: "–" }),
    choices.map((choice) => element("option", { value: choice.value ?? choice, textContent: choice.label ?? choice }))),
};

const READ = {
  bool: (control) => control.checked,
  list: (control) => control.value.split("\n").map((line) => line.trim()).filter(Boolean),
  long: (control) => control.value.replace(/\s*\n\s*/g, " "),
};

const FILL = {
  bool: (control, value) => {
    control.checked = value === true;
    return true;
  },
  list: (control, value) => fill(control, Array.isArray(value) ? value.join("\n") : value),
};

function fill(control, value) {
  const text = value ?? "";
  if (control.value !== text) control.value = text;
  return true;
}
