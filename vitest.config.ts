import { defineConfig } from "vitest/config";

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
