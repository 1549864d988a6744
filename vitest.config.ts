import { statfsSync } from "node:fs";
import { defineConfig } from "vitest/config";

// Nothing that tests write is to last: where there is room it stays in memory. A database is made in
// a twentieth of the processor time that some disks take for it.
const memory = "/dev/shm";
const enough = 6 * 1024 ** 3;
if (!Deno.env.has("TMPDIR") && roomIn(memory) > enough) Deno.env.set("TMPDIR", memory);

/** In bytes; 0 where there is no such folder. */
function roomIn(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return 0;
  }
}

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"],
    globalSetup: ["tests/support/database.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    isolate: false,
    // The program itself is run by Deno as it is, not through the test runner's transforms.
    server: {
      deps: {
        external: [
          /\/(commands|db|emails|jobs|modules|web)\/.*\.tsx?$/,
          /\/(config|main|program_file|turns)\.ts$/,
        ],
      },
    },
  },
});
