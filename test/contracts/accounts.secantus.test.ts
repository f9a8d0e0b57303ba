import { describeWith } from '../servers/servers.ts';
import { accountsContract } from './accounts.contract.ts';
import { secantusPlace } from './recordStorePlaces.ts';

describeWith(['secantus'], 'on the real driver and SecantusDB,', () => {
  accountsContract(secantusPlace);
});
