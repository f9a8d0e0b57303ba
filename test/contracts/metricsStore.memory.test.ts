import { memoryMetricsStore } from '../../src/adapters/memory/memoryMetricsStore.ts';
import { metricsStoreContract } from './metricsStore.contract.ts';

metricsStoreContract('memory', async () => {
  const store = memoryMetricsStore();
  return { store, other: store, close: async () => undefined };
});
