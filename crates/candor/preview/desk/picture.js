// A picture is put in with what it shows, for those who do not see it, and with who is seen, for
// all.
import { whyNot } from "./api.js";
import { ask, element, labelled, notice } from "./dom.js";
import { fileName, picture } from "./links.js";

const SEEN = [
  { words: "Choose", value: "" },
  { words: "Nobody", value: "nobody", says: "" },
  { words: "A model", value: "model", says: "The person in this picture is a model." },
  { words: "Several models", value: "models", says: "The people in this picture are models." },
  { words: "Our staff", value: "staff", says: "This picture shows our staff." },
  { words: "A patient", value: "patient" },
];

const ENDS = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif", "image/avif": "avif", "image/svg+xml": "svg" };
const LARGEST = 25_000_000;

/** Asks for a picture, sends it, and gives the text that shows it, or null. */
export async function addPicture({ api, file }, files) {
  const chosen = files ?? await choose();
  if (chosen.length > 1) notice("One picture at a time: the first is put in.");
  return chosen.length > 0 ? describe(api, file, chosen[0]) : null;
}

/** The browser's own window for files. */
function choose() {
  const input = element("input", { type: "file", accept: Object.keys(ENDS).join(",") });
  return new Promise((resolve) => {
    input.addEventListener("change", () => resolve([...input.files]));
    input.addEventListener("cancel", () => resolve([]));
    input.click();
  });
}

async function describe(api, file, image) {
  const address = URL.createObjectURL(image);
  const shows = element("textarea", { rows: 2, required: true });
  const seen = element("select", {}, SEEN.map(({ words, value }) => element("option", { value, textContent: words })));
  const content = element("div", {},
    element("img", { src: address, alt: "", className: "thumb" }),
    labelled("What does it show?", shows, "One sentence, as you would tell it on the phone."),
    labelled("Who can be seen?", seen, "Visitors may take anybody for a patient, so the text beside it says who it is."));
  try {
    return await ask({
      title: "Picture", content, main: "Put in",
      answer: ({ say }) => send(api, file, image, shows.value.trim(), SEEN.find(({ value }) => value === seen.value), say),
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

async function send(api, file, image, shows, seen, say) {
  if (!shows) return say("Say what the picture shows.");
  if (!seen.value) return say("Choose who can be seen.");
  if (seen.says === undefined) return say("A patient's face is nobody's to show. Choose another picture.");
  if (image.size > LARGEST) return say("The picture is larger than 25 MB. Make it smaller first.");
  const end = ENDS[image.type];
  if (!end) return say("This kind of picture cannot be shown by browsers. Save it as JPEG or PNG.");
  const plain = fileName(image.name.replace(/\.[^.]*$/, ""));
  const name = `${!plain || plain === "image" ? fileName(shows).slice(0, 40) || "picture" : plain}.${end}`;
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  try {
    const answer = await api.upload(folder + name, image);
    if (answer.status === 412) return say(`There is a picture named ${name} already. Give this file another name, then choose it again.`);
    if (answer.status >= 300) return say(whyNot(answer));
    return picture(shows, name, seen.says);
  } catch {
    return say("The preview does not answer. Start it again, then press Put in.");
  }
}
