import { backup } from "./backup.ts";
import { demo } from "./demo.ts";
import { doctor } from "./doctor.ts";
import { help } from "./help.ts";
import { importFiles } from "./import.ts";
import { restore } from "./restore.ts";
import { routes } from "./routes.ts";
import { serve } from "./serve.ts";
import { user } from "./user.ts";
import { version } from "./version.ts";

/** What the program can do; each takes the arguments after its name. */
export const commands: Record<string, (args: string[]) => Promise<void>> = {
  demo,
  serve,
  import: importFiles,
  backup,
  restore,
  doctor,
  user,
  routes,
  version,
  help,
};
