// The wire between the page and the program: events go in. Leaving works without the
// program, and when anything breaks the page falls back to what works without a script.
const form = document.querySelector("form[data-program]");
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

listen("click", event => {
  const link = event.target.closest("a, button");
  if (link && quiz.press(link)) event.preventDefault();
});
listen("change", event => quiz.pick(event.target));
listen("submit", event => { event.preventDefault(); quiz.proceed() });
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
