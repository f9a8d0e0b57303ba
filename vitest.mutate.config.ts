import { defineConfig } from 'vitest/config';

/** The tests that each mutant of `src/domain` meets (`stryker.config.json`): the domain's own, and none that could kill it by chance elsewhere. */
export default defineConfig({
  test: {
    include: ['test/domain/**/*.test.ts'],
    setupFiles: ['test/support/propertySeed.ts', 'test/support/noShrinking.ts'],
    isolate: false,
    testTimeout: 60_000,
  },
});
