import { secantusPlace } from '../contracts/recordStorePlaces.ts';
import { describeWith } from '../servers/servers.ts';
import { retentionContract } from './retention.contract.ts';

describeWith(['secantus'], 'how long SecantusDB keeps things, by the real driver', () => {
  retentionContract(secantusPlace);
});
