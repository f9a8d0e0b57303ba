import { mongoCustomerIdentities } from '../../src/adapters/mongodb/mongoCustomerIdentities.ts';
import { describeWith } from '../servers/servers.ts';
import { customerIdentitiesContract } from './customerIdentities.contract.ts';
import { secantusPlace } from './recordStorePlaces.ts';

describeWith(['secantus'], 'on the real driver and SecantusDB,', () => {
  customerIdentitiesContract('MongoDB', async () => {
    const { db, empty, stop } = await secantusPlace();
    return { identities: mongoCustomerIdentities({ db }), clear: empty, close: stop };
  });
});
