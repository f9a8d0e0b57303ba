import { describeWith } from '../servers/servers.ts';
import { aggregationRecordContract } from './aggregationRecord.contract.ts';
import { secantusPlace } from './recordStorePlaces.ts';

describeWith(['secantus'], 'on the real driver and SecantusDB,', () => {
  aggregationRecordContract(secantusPlace);
});
