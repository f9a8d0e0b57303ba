import { conversionsOperation } from '../../orders/conversions/conversionsOperation.ts';
import { peopleOperations } from '../../people/operations/peopleOperations.ts';
import { storefrontOperations } from '../../storefront/operations/storefrontOperations.ts';
import { breakdownOperation } from '../operations/breakdownOperation.ts';
import { dailyOperation } from '../operations/dailyOperation.ts';
import { funnelOperation } from '../operations/funnelOperation.ts';
import { qualityOperation } from '../operations/qualityOperation.ts';
import { realtimeOperation } from '../operations/realtimeOperation.ts';
import { retentionOperation } from '../operations/retentionOperation.ts';
import { loginOperation, logoutOperation, meOperation } from '../operations/staffOperations.ts';
import { summaryOperation } from '../operations/summaryOperation.ts';
import type { DocumentedOperation } from './DocumentedOperation.ts';
import { documentedShopOperation } from './documentedShopOperation.ts';
import { healthOperation } from './healthOperation.ts';
import { openApiOperation } from './openApiOperation.ts';
import { trackOperation } from './trackOperation.ts';

/** Every operation that the documentation tells of, whichever function answers it. A new one is one entry here. */
export const DOCUMENTED_OPERATIONS = [
  trackOperation,
  realtimeOperation,
  summaryOperation,
  dailyOperation,
  breakdownOperation,
  funnelOperation,
  retentionOperation,
  qualityOperation,
  ...peopleOperations,
  loginOperation,
  logoutOperation,
  meOperation,
  ...storefrontOperations.map(documentedShopOperation),
  conversionsOperation,
  healthOperation,
  openApiOperation,
] as unknown as readonly DocumentedOperation[];
