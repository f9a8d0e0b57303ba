import { mongoCustomerIdentities } from '../../src/adapters/mongodb/mongoCustomerIdentities.ts';
import { customerIdentitiesContract } from './customerIdentities.contract.ts';
import { embeddedPlace } from './recordStorePlaces.ts';

customerIdentitiesContract('the embedded engine', async () => {
  const { db, empty, stop } = await embeddedPlace();
  return { identities: mongoCustomerIdentities({ db }), clear: empty, close: stop };
});
