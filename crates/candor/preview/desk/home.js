// All pages of the site. The list is the server's; here it is searched, and pages come, move and
// go.
import { Api } from "./api.js";
import { button, element, labelled, notice } from "./dom.js";
import { createPage, movePage, removePage } from "./files.js";
import { find } from "./words.js";

const api = new Api(document.body.dataset.token);
const main = document.querySelector("main");
const rows = [...main.querySelectorAll("li[data-file]")];

/** What the server knows of the site, asked once it is needed. */
async function withData(run) {
  try {
    const { status, body } = await api.data();
    if (status === 200) return run(body);
  } catch {
    // Said below.
  }
  notice("The preview does not answer. Start it again, then try once more.");
}

function search() {
  const input = element("input", { type: "search", autocomplete: "off" });
  const count = element("p", { className: "hint", role: "status" });
  input.addEventListener("input", () => {
    const found = new Set(find(input.value, rows, (row) => [row.querySelector("a").textContent, row.dataset.address]));
    for (const row of rows) row.hidden = !found.has(row);
    for (const part of main.querySelectorAll("section")) part.hidden = !part.querySelector("li:not([hidden])");
    count.textContent = input.value ? `${found.size} of ${rows.length} pages` : "";
  });
  return element("div", { className: "search" }, labelled("Find a page", input), count);
}

function tools(row) {
  const { file } = row.dataset;
  const title = row.querySelector("a").textContent;
  const named = (words, run) => button(words, () => withData(run), { className: "small", "aria-label": `${words}: ${title}` });
  row.append(element("span", { className: "buttons" },
    named("Move or rename", ({ sections }) => movePage(api, file, sections)),
    named("Remove", ({ pages }) => removePage(api, file, pages))));
}

const heading = main.querySelector("h1");
const above = element("div", { className: "home-tools" }, search(),
  button("New page", () => withData((data) => createPage(api, data)), { className: "main" }));
if (heading) heading.after(above);
else main.prepend(above);
rows.forEach(tools);
