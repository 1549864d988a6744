import { statfsSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

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

/** What takes longest begins first, so that the workers end together. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const isLong = ({ moduleId }: TestSpecification) =>
      /\/browser\/|\/(backup|build|canaries|crash|isolation|several|trouble)\.test/.test(moduleId);
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => Number(isLong(b)) - Number(isLong(a)));
  }
}

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"],
    globalSetup: ["tests/support/database.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
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
