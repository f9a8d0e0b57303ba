import { memoryRateLimits } from '../../src/adapters/memory/memoryRateLimits.ts';
import { rateLimitsContract } from './rateLimits.contract.ts';

rateLimitsContract('memory', async () => {
  let limits = memoryRateLimits();
  return {
    limits: { take: (take) => limits.take(take) },
    clear: async () => {
      limits = memoryRateLimits();
    },
    close: async () => undefined,
  };
});
