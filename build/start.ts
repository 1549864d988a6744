/** Where the built program starts; main.ts is where it starts from source. */
import { createRequire } from "node:module";

// Packages of the older kind (CommonJS) ask for Node's own modules, and where they lie, by these.
Object.assign(globalThis, {
  require: createRequire(import.meta.url),
  __dirname: import.meta.dirname,
});
await import("../main.ts");
