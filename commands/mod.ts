import { importFiles } from "./import.ts";
import { demo } from "./demo.ts";
import { help } from "./help.ts";
import { routes } from "./routes.ts";
import { serve } from "./serve.ts";

/** What the program can do; each takes the arguments after its name. */
export const commands: Record<string, (args: string[]) => Promise<void>> = {
  demo,
  serve,
  import: importFiles,
  routes,
  help,
};
