import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  type AggregationLedger,
  type AggregationState,
  type Lease,
  LeaseLost,
} from '../../ports/AggregationLedger.ts';
import { bytes, bytesOf, type Item, number, numberOf, text } from './attributes.ts';
import { dynamoTable } from './dynamoTable.ts';
import { leaseKey, numbersKey } from './itemKeys.ts';
import { REFUSED } from './outage.ts';

const FREE_OR_MINE = 'attribute_not_exists(#owner) OR #endsAtMs < :now OR #owner = :owner';
/** No other lease was given since: each gets the next fence. */
const UNDER_THIS_LEASE = '#fence = :fence';

/**
 * The aggregators' ledger in DynamoDB: an item a site for its lease and its state, which is written under the very fence of the
 * lease, so that both are one; and one that counts visitor numbers.
 */
export const dynamoLedger = (options: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}): AggregationLedger => {
  const table = dynamoTable(options);

  const updateUnder = async (
    lease: Lease,
    update: string,
    {
      values = {},
      condition = UNDER_THIS_LEASE,
    }: { readonly values?: Item; readonly condition?: string } = {},
  ): Promise<boolean> => {
    const updated = await table.updateIf(leaseKey(lease.site), condition, {
      update,
      values: { ':fence': number(lease.fence), ...values },
    });
    return updated !== REFUSED;
  };
  const lost = ({ site }: Lease) => new LeaseLost(`the lease of ${site} is another's`);

  return {
    acquire: async ({ site, owner, nowMs, leaseMs }) => {
      const taken = await table.updateIf(leaseKey(site), FREE_OR_MINE, {
        update: 'SET #owner = :owner, #endsAtMs = :endsAtMs ADD #fence :one',
        values: {
          ':owner': text(owner),
          ':endsAtMs': number(nowMs + leaseMs),
          ':now': number(nowMs),
          ':one': number(1),
        },
        returns: 'UPDATED_NEW',
      });
      const fence = taken === REFUSED ? undefined : numberOf(taken, 'fence');
      return fence === undefined ? undefined : { site, owner, fence };
    },
    renew: async (lease, nowMs, leaseMs) => {
      const renewed = await updateUnder(lease, 'SET #endsAtMs = :endsAtMs', {
        condition: `${UNDER_THIS_LEASE} AND attribute_exists(#owner)`,
        values: { ':endsAtMs': number(nowMs + leaseMs) },
      });
      if (!renewed) throw lost(lease);
    },
    release: async (lease) => {
      await updateUnder(lease, 'REMOVE #owner, #endsAtMs');
    },
    state: async (site) => decodeState(bytesOf(await table.get(leaseKey(site), ['state']), 'state')),
    saveState: async (lease, state) => {
      const saved = await updateUnder(lease, 'SET #state = :state', {
        values: { ':state': bytes(encodeState(state)) },
      });
      if (!saved) throw lost(lease);
    },
    reserveNumbers: async (site, count) => {
      const counted = await table.update(numbersKey(site), {
        update: 'ADD #next :count',
        values: { ':count': number(count) },
        returns: 'UPDATED_NEW',
      });
      return (numberOf(counted, 'next') ?? count) - count;
    },
  };
};

/** Deflated: three years of dirty hours are 1.6 MB as text and 150 kB like this (2026-11-22); an item holds 400 kB. */
const encodeState = (state: AggregationState): Uint8Array => deflateRawSync(JSON.stringify(state));
const decodeState = (deflated: Uint8Array | undefined): AggregationState =>
  deflated === undefined ? {} : JSON.parse(inflateRawSync(deflated).toString('utf8'));
