import { describeWith } from '../servers/servers.ts';
import { cartsContract } from './carts.contract.ts';
import { secantusPlace } from './recordStorePlaces.ts';

describeWith(['secantus'], 'on the real driver and SecantusDB,', () => {
  cartsContract(secantusPlace);
});
