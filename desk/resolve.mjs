// Finds the desk's modules under the addresses that they have in the browser, where the libraries
// stand beside them.
const preview = new URL("../crates/candor/preview/", import.meta.url);

export function resolve(name, context, next) {
  if (name === "./editor.js") return served("vendor/editor.js");
  return name.startsWith("/desk/") ? served(name.slice(1)) : next(name, context);
}

const served = (path) => ({ url: new URL(path, preview).href, shortCircuit: true });

/** No package says that the modules are modules. */
export function load(url, context, next) {
  return next(url, url.startsWith(preview.href) ? { ...context, format: "module" } : context);
}
