// The wire between the page and the program: events go in. Leaving works without the
// program, and when anything breaks the page falls back to what works without a script.
const form = document.querySelector("form.self-check");
const exit = document.querySelector("a[data-exit]");
let quiz, over, taps = [];

const fail = () => {
  over = true;
  form.removeAttribute("data-step");
  const fault = document.getElementById("fault");
  fault.hidden = false;
  if (quiz) fault.focus();
};

const leave = () => {
  const away = () => location.replace(exit.href);
  over = true;
  document.documentElement.replaceChildren();
  if (!history.state) return away();
  addEventListener("popstate", away);
  history.go(-history.state);
  setTimeout(away, 500);
};

const listen = (type, act) => addEventListener(type, event => {
  if (quiz && !over) try { act(event) } catch { fail() }
});

addEventListener("click", event => {
  if (event.target.closest?.("a[data-exit]")) { event.preventDefault(); leave() }
});
addEventListener("keydown", event => {
  if (event.key !== "Shift") taps = [];
  else if (!event.repeat) taps = [...taps.slice(-2), event.timeStamp];
  if (taps.length === 3 && taps[2] - taps[0] < 5000) leave();
});

const date = () => { form.querySelector("time").textContent = new Date().toLocaleDateString() };

// What a person keeps: a page that anyone can read, with the answers once more for the
// systems of a clinic (FHIR R4). It is made here and goes nowhere.
const save = () => {
  const outcome = form.querySelector(".outcome[data-now]");
  const item = [...form.querySelectorAll(".question[data-now]")].map(question => ({
    linkId: question.name,
    text: question.querySelector("h2").textContent,
    answer: [...question.querySelectorAll(":checked")].map(input => ({
      valueCoding: { code: input.dataset.code, display: input.labels[0].textContent },
    })),
  }));
  const lines = item.flatMap(({ text, answer }) =>
    [text, ...answer.map(({ valueCoding }) => "– " + valueCoding.display), ""]);
  for (const { name, value } of form.querySelectorAll("output"))
    if (value) item.push({ linkId: name, answer: [{ valueInteger: +value }] });
  item.push({ linkId: "result", answer: [{ valueString: outcome.querySelector("h3").textContent }] });
  date();
  const authored = new Date().toISOString();
  const response = JSON.stringify({
    resourceType: "QuestionnaireResponse", status: "completed",
    questionnaire: form.dataset.questionnaire, authored, item,
  }).replaceAll("<", "\\u003c");
  const page = document.implementation.createHTMLDocument();
  const told = [".crisis-lines", "#result"].flatMap(part =>
    [...document.querySelector(part).innerText.split("\n"), ""]);
  for (const line of [...told, "", ...lines, form.querySelector(".sheet").textContent])
    page.body.appendChild(page.createElement("p")).textContent = line;
  const html = "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Notes</title>" + page.body.innerHTML +
    `<script type="application/fhir+json">${response}</script>`;
  const file = document.createElement("a");
  file.href = URL.createObjectURL(new Blob([html], { type: "text/html" }));
  file.download = "notes.html";
  file.click();
  URL.revokeObjectURL(file.href);
};

addEventListener("click", event => {
  if (event.target.closest?.("[data-do=print]")) print();
  if (event.target.closest?.("[data-do=save]")) save();
});
addEventListener("beforeprint", date);

listen("click", event => {
  const link = event.target.closest("a, button");
  if (link && quiz.press(link)) event.preventDefault();
});
listen("change", event => quiz.pick(event.target));
listen("keydown", event => {
  if (event.key === "Enter" && form.dataset.step && event.target.matches("input")) quiz.proceed();
});
listen("popstate", event => quiz.arrive(event.state ?? 0));
addEventListener("pagehide", () => {
  form.reset();
  form.removeAttribute("data-step");
  quiz?.forget();
});

__wbg_init({ module_or_path: "quiz.wasm" }).then(() => {
  const packed = Uint8Array.from(atob(form.dataset.program), byte => byte.charCodeAt(0));
  quiz = begin(document, packed);
  if (!quiz) fail();
}).catch(fail);
