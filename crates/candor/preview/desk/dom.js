// Elements, dialogs and notices. Text goes in as text; the one way from HTML to nodes is a
// document that is not shown.

const ATTRIBUTE = /^(?:aria-|data-)|^(?:role|for|list|lang)$/;

/** An element with its properties (`on` holds listeners) and what stands in it. */
export function element(name, { on = {}, ...properties } = {}, ...inner) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (ATTRIBUTE.test(key)) made.setAttribute(key, value);
    else made[key] = value;
  }
  for (const [event, listener] of Object.entries(on)) made.addEventListener(event, listener);
  made.append(...inner.flat().filter((node) => node !== null && node !== undefined));
  return made;
}

export const button = (words, press, properties = {}) =>
  element("button", { type: "button", textContent: words, on: { click: press }, ...properties });

/** Makes the buttons of a bar one stop of the Tab key, within which arrows lead on. */
export function arrows(bar, moved = () => {}) {
  const enter = (target) => {
    for (const one of bar.children) one.tabIndex = one === target ? 0 : -1;
  };
  enter(bar.children[0]);
  bar.addEventListener("focusin", ({ target }) => enter(target));
  bar.addEventListener("keydown", (event) => {
    const seen = [...bar.children].filter((one) => one.offsetParent !== null);
    const at = seen.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (next === undefined || at < 0) return;
    event.preventDefault();
    const target = seen.at(next % seen.length);
    target.focus();
    moved(target);
  });
  return bar;
}

const policy = globalThis.trustedTypes?.createPolicy("desk", { createHTML: (html) => html });

/** A document that is not shown, of HTML that is not trusted: no script of it runs. */
export const parsed = (html) =>
  new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");

let count = 0;

/** A control with its label, what helps to fill it, and what is wrong with it. */
export function labelled(words, control, help = "") {
  control.id ||= `field-${count += 1}`;
  const label = element("label", { textContent: words, for: control.id });
  const row = element("div", { className: "field" }, label);
  if (help) {
    const hint = element("p", { className: "hint", id: `${control.id}-hint`, textContent: help });
    control.setAttribute("aria-describedby", hint.id);
    row.append(hint);
  }
  row.append(control);
  return row;
}

/**
 * Shows a dialog until it is answered: with what `answer` gives for the main button, or null. While
 * `answer` gives nothing, it stays open. The focus goes back to where it was.
 */
export function ask({ title, content, main, cancel = main ? "Cancel" : "Close", answer = () => true, className = "" }) {
  const before = document.activeElement;
  const heading = element("h2", { id: `dialog-${count += 1}`, textContent: title });
  const problem = element("p", { className: "problem", role: "alert" });
  const form = element("form", { noValidate: true }, heading, content, problem);
  const dialog = element("dialog", { className, "aria-labelledby": heading.id }, form);
  return new Promise((resolve) => {
    let said = null;
    const close = (value) => {
      said = value;
      dialog.close();
    };
    const say = (words) => {
      problem.textContent = words;
    };
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      say("");
      const value = await answer({ say });
      if (value !== undefined && value !== null) close(value);
    });
    const leave = button(cancel, () => close(null));
    const submit = main ? element("button", { type: "submit", className: "main", textContent: main }) : null;
    form.append(element("div", { className: "buttons" }, submit, leave));
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before?.isConnected) before.focus();
      resolve(said);
    });
    document.body.append(dialog);
    dialog.showModal();
    (form.querySelector("[autofocus]") ?? form.querySelector("input, select, textarea") ?? submit ?? leave).focus();
  });
}

const region = element("div", { className: "notices", role: "status" });
document.body.append(region);

/** Tells something that waits for no answer, with buttons for what can be done about it. */
export function notice(words, { items = [], actions = [], lasts = false } = {}) {
  // One that waits for nothing makes way for the next.
  for (const former of region.querySelectorAll(".passing")) former.remove();
  const isPassing = !lasts && items.length === 0 && actions.length === 0;
  const box = element("div", { className: isPassing ? "notice passing" : "notice" }, element("p", { textContent: words }));
  if (items.length > 0) box.append(element("ul", {}, items.map((item) => element("li", { textContent: item }))));
  const end = () => box.remove();
  const pressed = actions.map(({ words, press }) => button(words, () => {
    end();
    press();
  }));
  box.append(element("div", { className: "buttons" }, pressed, button("Close", end, { className: "small" })));
  region.append(box);
  if (isPassing) setTimeout(end, 8000);
  return end;
}

/** A day and a time as people here write them. */
export const when = (at) =>
  new Date(at).toLocaleString(document.documentElement.lang || undefined, { dateStyle: "medium", timeStyle: "short" });
