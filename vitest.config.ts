import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that keep nothing outside themselves share a process for many files: a third of the time went to loading the same modules anew. */
const SHARED = ['domain', 'functions', 'middleware', 'config', 'runtime', 'writer'].map(
  (kind) => `test/${kind}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    testTimeout: 20_000,
    hookTimeout: 90_000,
    // On two cores Vitest takes one worker: half of the tests wait for servers and browsers meanwhile.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    setupFiles: ['test/support/propertySeed.ts'],
    projects: [
      { extends: true, test: { name: 'pure', include: SHARED, isolate: false } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, ...SHARED],
        },
      },
    ],
  },
});
