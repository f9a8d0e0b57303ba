import { secantusPlace } from '../../contracts/recordStorePlaces.ts';
import { describeWith } from '../../servers/servers.ts';
import { erasureContract } from './erasure.contract.ts';

describeWith(['secantus'], 'erasing a person from SecantusDB, by the real driver,', () => {
  erasureContract(secantusPlace);
});
