import { createApp, listRoutes } from "../web/app.ts";
import type { House } from "../web/house.ts";
import { readConfig } from "../config.ts";
import { silentLog } from "../web/log.ts";

/** Prints every route: method, path, and the guard it stands behind. */
export function routes(): Promise<void> {
  const { config } = readConfig([], {});
  const app = createApp({ config, log: silentLog } as House);
  for (const { method, path, guard } of listRoutes(app)) {
    console.log(`${method.padEnd(7)}${path.padEnd(48)}${guard}`);
  }
  return Promise.resolve();
}
