import { describeWith } from '../servers/servers.ts';
import { peopleRecordContract } from './peopleRecord.contract.ts';
import { secantusPlace } from './recordStorePlaces.ts';

describeWith(['secantus'], 'on the real driver and SecantusDB,', () => {
  peopleRecordContract(secantusPlace);
});
