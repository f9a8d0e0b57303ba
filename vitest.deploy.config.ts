import { defineConfig } from 'vitest/config';
import { SECOND_TRY, secondTries } from './test/support/secondTries.ts';

/** The deploy test (`npm run test:deploy`): named `*.deploy.ts`, so that `npm test` leaves it out. One deployment after the other. */
export default defineConfig({
  test: {
    include: ['test/deploy/**/*.deploy.ts'],
    testTimeout: 60_000,
    hookTimeout: 300_000,
    fileParallelism: false,
    retry: SECOND_TRY,
    ...(SECOND_TRY > 0 ? { reporters: ['default', secondTries()] } : {}),
  },
});
