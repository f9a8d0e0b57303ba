import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { SECOND_TRY, secondTries } from './test/support/secondTries.ts';

const testsOf = (kinds: readonly string[]): string[] => kinds.map((kind) => `test/${kind}/**/*.test.ts`);

/** Tests that keep nothing outside themselves: no server, no browser, no wall clock (one of `functions` asks a server, with patience). What fails here always fails. */
const PURE = testsOf([
  'analytics',
  'config',
  'domain',
  'functions',
  'lib',
  'middleware',
  'numbers',
  'people',
  'writer',
]);

/** Tests of real servers, embedded stores and the wall clock, none of which replaces a module or a global for good. */
const SERVERS = testsOf([
  'aggregate',
  'contracts',
  'conversions',
  'cost',
  'orders',
  'runtime',
  'simulate',
  'staff',
  'storefront',
]);

/** Many files share a process: half of the time went to loading the same modules anew (`test/lib`, `test/storefront`, 2026-11-23). */
const isolate = false;

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // On two cores Vitest takes one worker: half of the tests wait for servers and browsers meanwhile.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    setupFiles: ['test/support/propertySeed.ts'],
    ...(SECOND_TRY > 0 ? { reporters: ['default', secondTries()] } : {}),
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, isolate } },
      { extends: true, test: { name: 'servers', include: SERVERS, isolate, retry: SECOND_TRY } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, ...PURE, ...SERVERS],
          retry: SECOND_TRY,
        },
      },
    ],
  },
});
