import { describeWith } from '../servers/servers.ts';
import { orderBookContract } from './orderBook.contract.ts';
import { secantusPlace } from './recordStorePlaces.ts';

describeWith(['secantus'], 'on the real driver and SecantusDB,', () => {
  orderBookContract(secantusPlace);
});
