import { afterAll, beforeAll, describe } from 'vitest';
import { type Deployed, openDeployed } from './drive/openDeployed.ts';
import { theMidnight } from './drive/theAggregators.ts';
import { theEnd } from './drive/theEnd.ts';
import { noErrors } from './drive/theFaults.ts';
import { thePages } from './drive/thePages.ts';
import { theStorefront } from './drive/theStorefront.ts';
import { theVisits } from './drive/theVisits.ts';
import { plantYesterday } from './drive/yesterday.ts';

describe('deployed with a REST API, without CloudFront, on a Redis that is there already', () => {
  let shop: Deployed;
  let planted: readonly string[];
  beforeAll(async () => {
    shop = await openDeployed({ context: { api: 'rest', cdn: 'none' }, cache: 'url' });
    planted = await plantYesterday(shop);
  });
  afterAll(() => shop?.stop());
  const deployed = () => shop;

  thePages(deployed, 403);
  theVisits(deployed, { address: '127.0.0.0', country: undefined });
  theStorefront(deployed);
  theMidnight(deployed, () => planted);
  noErrors(deployed);
  theEnd(deployed, 10);
});
