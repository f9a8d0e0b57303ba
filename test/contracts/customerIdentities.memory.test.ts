import { memoryIdentities } from '../../src/adapters/memory/memoryIdentities.ts';
import { customerIdentitiesContract } from './customerIdentities.contract.ts';

customerIdentitiesContract('memory', async () => {
  let identities = memoryIdentities();
  return {
    identities: { identify: (login) => identities.identify(login) },
    clear: async () => {
      identities = memoryIdentities();
    },
    close: async () => undefined,
  };
});
