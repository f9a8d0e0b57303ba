import { describeWith } from '../servers/servers.ts';
import { catalogueContract } from './catalogue.contract.ts';
import { secantusPlace } from './recordStorePlaces.ts';

describeWith(['secantus'], 'on the real driver and SecantusDB,', () => {
  catalogueContract(secantusPlace);
});
