// All pages of the site. The list is the server's; here it is searched, and pages come, move and
// go.
import { Api } from "./api.js";
import { button, element, notice } from "./dom.js";
import { bringBack, createPage, movePage, removePage, sayDone } from "./files.js";
import { browser } from "./kept.js";
import { find } from "./words.js";

const { token, kinds } = document.body.dataset;
const api = new Api(token, browser());
const main = document.querySelector("main");
const EDIT = "/__candor/edit/";
const rows = [...main.querySelectorAll(`li:has(> a[href^="${EDIT}"])`)].map((row) => {
  const link = row.querySelector("a");
  const file = decodeURIComponent(new URL(link.href).pathname.slice(EDIT.length));
  return { row, file, title: link.textContent };
});

/** All pages, asked for once they are needed. */
async function withPages(run) {
  try {
    const { status, body } = await api.things(rows[0]?.file ?? "content/index.md");
    if (status === 200) return await run(body.pages);
  } catch {
    // Said below.
  }
  notice("The preview does not answer. Start it again, then try once more.");
}

/** Finds pages by their titles at once, and by the words of their texts when the server has looked. */
function search() {
  const input = main.querySelector("#search");
  const count = element("span", { className: "hint", role: "status" });
  input.closest("[hidden]").append(count);
  input.closest("[hidden]").hidden = false;
  const show = (files) => {
    const found = new Set(find(input.value, rows, ({ title, file }) => [title, file]));
    for (const one of rows) if (files.includes(one.file)) found.add(one);
    for (const one of rows) one.row.hidden = !found.has(one);
    for (const part of main.querySelectorAll("section")) part.hidden = !part.querySelector("li:not([hidden])");
    count.textContent = input.value ? `${found.size} of ${rows.length} pages` : "";
  };
  let later = 0;
  input.addEventListener("input", () => {
    show([]);
    clearTimeout(later);
    // Letters come faster than one would want all texts looked through.
    later = setTimeout(async () => {
      const asked = input.value;
      const { body } = await api.search(asked).catch(() => ({}));
      if (Array.isArray(body) && input.value === asked) show(body);
    }, 150);
  });
}

function tools({ row, file, title }) {
  const tool = (words, run) => button(words, () => withPages(run), { className: "small", "aria-label": `${words}: ${title}` });
  row.append(element("span", { className: "buttons" },
    tool("Move or rename", (pages) => movePage(api, file, pages)),
    tool("Remove", (pages) => removePage(api, file, pages))));
}

const begin = main.querySelector("#new-page");
begin.hidden = false;
begin.className = "main";
begin.addEventListener("click", () => withPages((pages) => createPage(api, JSON.parse(kinds), pages)));
begin.after(" ", button("Bring back a removed page", () => withPages(() => bringBack(api))));
search();
rows.filter(({ row }) => row.classList.contains("page")).forEach(tools);
sayDone();
