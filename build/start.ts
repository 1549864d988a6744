/** Where the built program starts; main.ts is where it starts from source. */
import { createRequire } from "node:module";

// Packages of the older kind (CommonJS) ask for Node's own modules by this name.
Object.assign(globalThis, { require: createRequire(import.meta.url) });
await import("../main.ts");
