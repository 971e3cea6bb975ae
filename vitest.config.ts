import { defineConfig } from "vitest/config";

/** Waits are for conditions and end with them; the limits only keep a broken run from hanging, also on a busy machine. */
const expectOptions = { poll: { timeout: 20_000 } };

/** `unit` runs beside the code, `system` drives real servers and sockets, `browser` a real Chromium. */
export default defineConfig({
  test: {
    passWithNoTests: false,
    // One file a core; Vitest itself would leave a core free, on two cores half of the machine.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "unit",
          // A worker imports each module once for all its files: no module keeps anything of what a test did.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: expectOptions,
          include: [
            "src/**/*.test.ts",
            "emulator/**/*.test.ts",
            "web/**/*.test.ts",
            "demo/**/*.test.ts",
            "verify/**/*.test.ts",
            "test/*.test.ts",
          ],
        },
      },
      {
        test: {
          name: "system",
          expect: expectOptions,
          include: ["test/system/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "browser",
          expect: expectOptions,
          include: ["test/browser/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
