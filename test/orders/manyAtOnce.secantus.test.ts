import { secantusPlace } from '../contracts/recordStorePlaces.ts';
import { describeWith } from '../servers/servers.ts';
import { manyAtOnce } from './manyAtOnce.contract.ts';

describeWith(['secantus'], 'on the real driver and SecantusDB,', () => {
  manyAtOnce(secantusPlace);
});
