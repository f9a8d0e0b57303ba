import { describeWith } from '../servers/servers.ts';
import { secantusPlace } from './recordStorePlaces.ts';
import { refreshFamiliesContract } from './refreshFamilies.contract.ts';

describeWith(['secantus'], 'on the real driver and SecantusDB,', () => {
  refreshFamiliesContract(secantusPlace);
});
