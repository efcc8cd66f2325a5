// What the desk asks of the server. Every answer is `{status, body}`; a server that does not answer
// is an error of the kind `Away`.

/** The server does not answer. */
export class Away extends Error {}

const inPath = (path) => path.split("/").map(encodeURIComponent).join("/");

export class Api {
  #token;
  #browser;

  /** `token` says that a request comes from the desk's own page, `browser` which one shows it. */
  constructor(token, browser = "") {
    [this.#token, this.#browser] = [token, browser];
  }

  /** What the desk shows of a file: its text, what is not saved, which lines it has at its top. */
  open = (file) => this.#send("GET", `draft/${inPath(file)}`);

  /** What can be put into a file's text. */
  things = (file) => this.#send("GET", `insert/${inPath(file)}`);

  /**
   * Writes a file, if it is still the one with this hash; with null, if there is none. `knows` is the
   * hash of another browser's unsaved text that this one has seen: no other is replaced.
   */
  save = (file, text, hash, knows) => this.#send("PUT", `edit/${inPath(file)}`, { text, hash, knows });

  /** Keeps a text that is not saved, with the steps that can be undone, and makes the page of it. */
  keep = (file, text, base, undo, knows) => this.#send("PUT", `draft/${inPath(file)}`, { json: { text, base, undo }, knows });

  /** Forgets a text that was not saved. */
  drop = (file) => this.#send("DELETE", `draft/${inPath(file)}`);

  move = (from, to, dry) => this.#send("POST", "move", { json: { from, to, dry } });
  remove = (file, instead, dry) => this.#send("POST", "remove", { json: { file, instead, dry } });
  create = (kind, title, folder) => this.#send("POST", "new", { json: { kind, title, folder } });
  upload = (path, bytes) => this.#send("PUT", `file/${inPath(path)}`, { bytes, hash: null });
  search = (words) => this.#send("GET", `search?words=${encodeURIComponent(words)}`);
  removed = () => this.#send("GET", "history");
  history = (file) => this.#send("GET", `history/${inPath(file)}`);
  version = (file, id) => this.#send("GET", `history/${inPath(file)}?id=${encodeURIComponent(id)}`);

  publication = () => this.#send("GET", "publication");
  objections = (number) => this.#send("GET", `put-back/${number}`);
  publish = (wanted) => this.#said("publish", wanted);
  putBack = (wanted) => this.#said("put-back", wanted);

  /** What the server says while it works, value by value. */
  async #said(path, json) {
    const request = () => answer(`/__candor/${path}`, this.#request("POST", { json }));
    let response = await request();
    if (response.status === 403 && await this.#renew()) response = await request();
    if (!response.ok) throw new Away();
    return values(response.body);
  }

  async #send(method, path, content = {}, isAgain = false) {
    const response = await answer(`/__candor/${path}`, this.#request(method, content));
    // A server that was started again asks for another token: its pages tell it.
    if (response.status === 403 && method !== "GET" && !isAgain && await this.#renew()) {
      return this.#send(method, path, content, true);
    }
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    try {
      return { status: response.status, body: isJson ? await response.json() : await response.text() };
    } catch (error) {
      throw new Away(error);
    }
  }

  #request(method, { text, hash, json, bytes, knows }) {
    const headers = method === "GET" ? {} : { "X-Candor-Token": this.#token, "X-Candor-Browser": this.#browser };
    if (knows) headers["X-Candor-Knows"] = knows;
    if (hash === null) headers["If-None-Match"] = "*";
    else if (hash !== undefined) headers["If-Match"] = `"${hash}"`;
    if (json !== undefined) headers["Content-Type"] = "application/json";
    if (text !== undefined) headers["Content-Type"] = "text/plain; charset=utf-8";
    return { method, headers, body: json === undefined ? text ?? bytes : JSON.stringify(json) };
  }

  async #renew() {
    const response = await answer("/__candor/", {});
    const token = /data-token="?([^"\s>]+)/.exec(await response.text())?.[1];
    if (!token || token === this.#token) return false;
    this.#token = token;
    return true;
  }
}

/** The JSON values of a stream, one a line. */
async function* values(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split("\n");
    rest = lines.pop();
    yield* lines.map((line) => JSON.parse(line));
  }
}

async function answer(address, request) {
  try {
    return await fetch(address, { ...request, cache: "no-store" });
  } catch (error) {
    throw new Away(error);
  }
}

/** Why something was not done, in the server's words or ours. */
export function whyNot({ status, body }) {
  const found = body?.findings?.map(({ message, title }) => message ?? title) ?? [];
  if (body?.why) return [body.why, ...found].join(" · ");
  if (status === 413) return "It is too large. A text may have 1 MB, a picture 25 MB.";
  if (status === 403) return "The preview was started again. Load this page again; your text is kept.";
  if (status === 404) return "It is not there any more.";
  if (status === 507) return "The disk is full. Make room, then try again; your text is kept here.";
  return `It could not be done (${status}). Your text is kept here.`;
}
