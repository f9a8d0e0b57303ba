import { describeWith, startMinistack } from '../servers/servers.ts';
import { eventQueueContract } from './eventQueue.contract.ts';

describeWith(['ministack'], 'an event queue on MiniStack', () => {
  eventQueueContract(async () => {
    const server = await startMinistack();
    return { endpoint: server.url, stop: () => server.stop() };
  });
});
