import { describeWith } from '../servers/servers.ts';
import { botRecordContract } from './botRecord.contract.ts';
import { secantusPlace } from './recordStorePlaces.ts';

describeWith(['secantus'], 'on the real driver and SecantusDB,', () => {
  botRecordContract(secantusPlace);
});
