import { describeWith } from '../servers/servers.ts';
import { orderJoinsContract } from './orderJoins.contract.ts';
import { secantusPlace } from './recordStorePlaces.ts';

describeWith(['secantus'], 'on the real driver and SecantusDB,', () => {
  orderJoinsContract(secantusPlace);
});
