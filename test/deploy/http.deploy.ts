import { afterAll, beforeAll, describe } from 'vitest';
import { type Deployed, openDeployed, VIEWER } from './drive/openDeployed.ts';
import { theMidnight, theMinute, theStaff } from './drive/theAggregators.ts';
import { theBrowser } from './drive/theBrowser.ts';
import { theDeadLetters } from './drive/theDeadLetters.ts';
import { theEdge } from './drive/theEdge.ts';
import { theEnd } from './drive/theEnd.ts';
import { noErrors, theMissingSecret } from './drive/theFaults.ts';
import { theOutages } from './drive/theOutages.ts';
import { thePages } from './drive/thePages.ts';
import { theStorefront } from './drive/theStorefront.ts';
import { theVisits } from './drive/theVisits.ts';
import { plantYesterday } from './drive/yesterday.ts';

describe('deployed with an HTTP API behind CloudFront, and ElastiCache', () => {
  let shop: Deployed;
  let planted: readonly string[];
  beforeAll(async () => {
    shop = await openDeployed({ context: {}, cache: 'elasticache' });
    planted = await plantYesterday(shop);
  });
  afterAll(() => shop?.stop());
  const deployed = () => shop;

  thePages(deployed, 404);
  theVisits(deployed, { address: VIEWER.address.replace(/\d+$/, '0'), country: VIEWER.country });
  theStorefront(deployed);
  theEdge(deployed);
  theDeadLetters(deployed);
  theMidnight(deployed, () => planted);
  theStaff(deployed);
  theBrowser(deployed);
  theMinute(deployed);
  noErrors(deployed);
  theMissingSecret(deployed);
  theOutages(deployed);
  theEnd(deployed, 12);
});
