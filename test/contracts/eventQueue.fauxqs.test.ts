import { describe } from 'vitest';
import { startLoopbackFauxqs } from '../../local/queue/loopbackFauxqs.ts';
import { eventQueueContract } from './eventQueue.contract.ts';

describe('an event queue on fauxqs', () => {
  eventQueueContract(async () => {
    const server = await startLoopbackFauxqs({ port: 0, region: 'us-east-1' });
    return { endpoint: server.endpoint, stop: () => server.close() };
  });
});
