// Lets tests load the desk's modules as a browser does: see resolve.mjs.
import { register } from "node:module";

register("./resolve.mjs", import.meta.url);
