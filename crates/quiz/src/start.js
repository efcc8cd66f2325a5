// The wire between the page and the program: events go in. Leaving works without the
// program, and when anything breaks the page falls back to what works without a script.
const find = selector => document.querySelector(selector);
const form = find("form.self-check");
const exit = find("a[data-exit]");
const start = find(".start");
let quiz, over;

// After a change of step another thing lies under the pointer, and a key that is held acts on
// what has the focus now. So nothing counts that began before the change: no press, no click of
// the same series, no key. Nobody counts what fingers tap: that is one series until they rest
// for half a second.
let calm = 0, last = {}, down, early, series, held;
const settle = () => {
  calm = performance.now() + 500;
  early = down;
  series = held = true;
};
const stop = event => { event.preventDefault(); event.stopImmediatePropagation() };

addEventListener("pointerdown", event => {
  const near = event.pointerType !== "mouse" || Math.hypot(event.x - last.x, event.y - last.y) < 9;
  early = near && event.timeStamp < calm;
  if (early) calm = event.timeStamp + 500;
  last = event;
  down = true;
}, true);
addEventListener("click", event => {
  // A click without a number comes from a key, or from what speaks for a person.
  if (!event.detail) return;
  series &&= early || event.detail > 1;
  // The way out, and a number to call, always work.
  if ((early || series) && form.contains(event.target)
    && !event.target.closest("[data-exit], [href^=tel], [href^=sms]")) stop(event);
  early = down = false;
}, true);
addEventListener("keydown", event => {
  held &&= event.repeat;
  if (held && form.contains(event.target)) stop(event);
}, true);

const fail = () => {
  over = start.hidden = true;
  settle();
  form.removeAttribute("data-step");
  const fault = find("#fault");
  fault.hidden = false;
  if (quiz) fault.focus();
};

// Entries of the history outlive what they stood for. A page that begins at one of them goes
// back to where the check began, so that one press of Back leaves it.
const unwind = () => history.state && history.go(-history.state);
unwind();
addEventListener("pageshow", event => event.persisted && unwind());

const leave = () => {
  const away = () => location.replace(exit.href);
  over = true;
  document.documentElement.replaceChildren();
  if (!history.state) return away();
  addEventListener("popstate", away);
  unwind();
  setTimeout(away, 500);
};

const listen = (type, act) => addEventListener(type, event => {
  if (quiz && !over) try { act(event) } catch { fail() }
});

addEventListener("click", event => {
  if (event.target.closest?.("a[data-exit]")) { event.preventDefault(); leave() }
});

// Three presses of Shift alone leave; each is shown and said. With another key, with the pointer
// or the wheel, Shift is used for something else.
const presses = find(".presses");
let count = 0, alone, expiry;
const tell = number => {
  count = number;
  alone = false;
  if (number < 2) clearTimeout(expiry);
  if (number === 1) expiry = setTimeout(tell, 5000, 0);
  presses.textContent = ["", "Press Shift 2 more times to leave.", "Press Shift once more to leave."][number];
};
if (presses) {
  for (const type of ["pointerdown", "pointerup", "wheel"]) addEventListener(type, () => tell(0));
  addEventListener("keydown", ({ key, repeat, altKey, ctrlKey, metaKey }) => {
    if (key !== "Shift") tell(0);
    else if (!repeat) alone = !(altKey || ctrlKey || metaKey);
  });
  addEventListener("keyup", ({ key }) => {
    if (key === "Shift" && alone) count < 2 ? tell(count + 1) : leave();
  });
}

const date = () => { find("[data-day]").textContent = new Date().toLocaleDateString() };

// What a person keeps: a page that anyone can read, or the answers for the systems of a clinic
// (FHIR R4). Both are made here and go nowhere. Ids, codes and texts are those of the published
// questions (`fhir.rs`).
const { questionnaire } = form.dataset;
const item = (linkId, text, picked) => ({
  linkId, text, answer: [...form.querySelectorAll(picked)].map(part => ({ valueCoding: {
    system: questionnaire.replace(/[^/]*$/, "answers/") + linkId,
    code: part.dataset.code,
    display: (part.labels?.[0] ?? part.querySelector("h2, h3")).textContent,
  } })),
});

const answers = () => [...form.querySelectorAll(".question[data-now]")].map(({ id, name }) =>
  item(name, find(`#${id} h2`).lastChild.data, `#${id} :checked`));

// Only a check with scores has any.
let sums = () => [];

const response = () => {
  const result = item("result", "Result", ".outcome[data-now]");
  const panels = item("panels", "Shown beside it", ".panel[data-now]");
  if (panels.answer[0]) result.answer[0].item = [panels];
  return JSON.stringify({
    resourceType: "QuestionnaireResponse", status: "completed",
    questionnaire, authored: new Date().toISOString(), item: [...answers(), ...sums(), result],
  });
};

const page = () => {
  const page = document.implementation.createHTMLDocument();
  const told = [...document.querySelectorAll(".crisis-lines, #result")].flatMap(part =>
    [...part.innerText.split("\n"), ""]);
  const lines = answers().flatMap(({ text, answer }) =>
    [text, ...answer.map(({ valueCoding }) => "– " + valueCoding.display), ""]);
  date();
  for (const line of [...told, "", ...lines, find(".sheet").textContent])
    page.body.appendChild(page.createElement("p")).textContent = line;
  return "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Notes</title>" + page.body.innerHTML +
    `<script type="application/fhir+json">${response().replaceAll("<", "\\u003c")}</script>`;
};

const save = (download, type, text) => {
  const href = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement("a"), { href, download }).click();
  URL.revokeObjectURL(href);
};

addEventListener("click", ({ target }) => {
  const does = name => target.closest?.(`[data-do=${name}]`);
  if (does("print")) print();
  if (does("save")) save("notes.html", "text/html", page());
  if (does("fhir")) save("notes.json", "application/fhir+json", response());
});
addEventListener("beforeprint", date);

listen("click", event => {
  const link = event.target.closest("a, button");
  if (link && quiz.press(link)) { event.preventDefault(); settle() }
});
listen("change", event => quiz.pick(event.target));
listen("keydown", event => {
  if (event.key === "Enter" && form.dataset.step && event.target.matches("input")) {
    quiz.proceed();
    settle();
  }
});
listen("popstate", event => { quiz.arrive(event.state ?? 0); settle() });
// A link within the page leaves no trace in the address.
addEventListener("click", event => {
  const link = event.target.closest?.("a[href^='#']");
  if (!link || event.defaultPrevented) return;
  event.preventDefault();
  const target = find(link.hash);
  target.tabIndex = -1;
  target.focus();
});
addEventListener("pagehide", () => {
  form.reset();
  form.removeAttribute("data-step");
  quiz?.forget();
});

// Whatever a host calls the program's type. The two functions are those of wasm-bindgen.
fetch("quiz.wasm").then(file => file.arrayBuffer()).then(bytes =>
  WebAssembly.instantiate(bytes, __wbg_get_imports())
).then(({ instance, module }) => {
  __wbg_finalize_init(instance, module);
  const packed = Uint8Array.from(atob(form.dataset.program), byte => byte.charCodeAt(0));
  quiz = begin(document, packed);
  if (!quiz) return fail();
  start.hidden = false;
}).catch(fail);
