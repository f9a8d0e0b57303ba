import { randomBytes } from 'node:crypto';
import type { Cluster, Redis } from 'ioredis';
import type { HotSession, SessionContext } from '../../domain/sessions/session.ts';
import {
  type ChangeResult,
  type HotSessions,
  HotSessionsUnavailable,
  type Visit,
  type VisitResult,
} from '../../ports/HotSessions.ts';
import { CHANGE_SCRIPT } from './changeScript.ts';
import { ERASE_SCRIPT } from './eraseScript.ts';
import { activeKeys, shardKeys, shardOf, visitKeys } from './hotSessionKeys.ts';
import { VISIT_SCRIPT } from './visitScript.ts';

type ScriptReply =
  | [
      created: number,
      facts: string,
      seen: number,
      views: number,
      events: number,
      due: number,
      context: string,
    ]
  | 'x'
  | null;
type ScriptedRedis = (Redis | Cluster) & {
  footfallVisit(...args: readonly (string | number)[]): Promise<ScriptReply>;
  footfallChange(...args: readonly string[]): Promise<0 | 1 | string>;
  footfallErase(...args: readonly (string | number)[]): Promise<number>;
};

/**
 * A session's facts: what the script never changes and the visit does not name. Counters and `lastSeenAt` stand in fields of their
 * own, and so does the context, two thirds of it all, which most requests do not read.
 */
type Facts = Omit<HotSession, 'id' | 'site' | 'browser' | 'lastSeenAt' | 'pageViews' | 'events' | 'context'>;

const factsOf = ({
  visitor,
  type,
  customerId,
  startedAt,
  converted,
  orderId,
  secret,
  formerSecret,
  secretChangedAt,
  closed,
}: HotSession): Facts => ({
  visitor,
  type,
  ...(customerId === undefined ? {} : { customerId }),
  startedAt,
  converted,
  ...(orderId === undefined ? {} : { orderId }),
  secret,
  ...(formerSecret === undefined ? {} : { formerSecret }),
  ...(secretChangedAt === undefined ? {} : { secretChangedAt }),
  ...(closed === undefined ? {} : { closed }),
});

const SALT_BYTES = 16;

const argumentsOf = (visit: Visit): (string | number)[] => {
  const args: (string | number)[] = [
    visit.nowMs,
    visit.pageViews,
    visit.events,
    visit.enqueues ? 1 : 0,
    visit.active ? 1 : 0,
    visit.browser,
    visit.details === false ? 0 : 1,
  ];
  const { create } = visit;
  if (create) {
    args.push(
      JSON.stringify(factsOf(create)),
      create.context === undefined ? '' : JSON.stringify(create.context),
      create.customerId === undefined ? '' : create.visitor,
      create.lastSeenAt,
      create.pageViews,
      create.events,
    );
  }
  return args;
};

/**
 * Hot sessions in Redis or Valkey, on one node or a cluster: one script, one trip.
 * It has no time budget of its own: `guardedHotSessions` gives it one.
 * @param shards `REDIS_SHARDS`: over how many hash tags a site's keys are spread
 */
export const redisHotSessions = ({
  redis,
  shards,
}: {
  readonly redis: Redis | Cluster;
  readonly shards: number;
}): HotSessions => {
  redis.defineCommand('footfallVisit', { numberOfKeys: 4, lua: VISIT_SCRIPT });
  redis.defineCommand('footfallChange', { numberOfKeys: 3, lua: CHANGE_SCRIPT });
  redis.defineCommand('footfallErase', { lua: ERASE_SCRIPT });
  const scripted = redis as ScriptedRedis;

  const unavailable = (cause: unknown): HotSessionsUnavailable =>
    new HotSessionsUnavailable('Redis did not take the command', { cause });

  return {
    visit: async (visit): Promise<VisitResult> => {
      const keys = visitKeys(visit.site, visit.browser, visit.sessionId, shards);
      let reply: ScriptReply;
      try {
        reply = await scripted.footfallVisit(...keys, ...argumentsOf(visit));
      } catch (cause) {
        throw unavailable(cause);
      }
      if (reply === null) return { outcome: 'miss' };
      if (reply === 'x') return { outcome: 'erased' };
      const [created, facts, seen, pageViews, events, due, context] = reply;
      return {
        outcome: created === 1 ? 'created' : 'hit',
        session: {
          id: visit.sessionId,
          site: visit.site,
          browser: visit.browser,
          ...(JSON.parse(facts) as Facts),
          lastSeenAt: Math.max(seen, visit.nowMs),
          pageViews,
          events,
          ...(context === '' ? {} : { context: JSON.parse(context) as SessionContext }),
        },
        previousSeenAt: seen,
        touchDue: due === 1,
      };
    },
    change: async ({ site, browser, sessionId, patch, fromSecret = '' }): Promise<ChangeResult> => {
      const [session, anonymous, customers] = visitKeys(site, browser, sessionId, shards);
      const keys = [session, anonymous, customers];
      let reply: 0 | 1 | string;
      try {
        reply = await scripted.footfallChange(...keys, JSON.stringify(patch), browser, fromSecret);
      } catch (cause) {
        throw unavailable(cause);
      }
      if (typeof reply === 'string') return { outcome: 'differs', now: JSON.parse(reply) as Facts };
      return { outcome: reply === 1 ? 'changed' : 'missing' };
    },
    active: async (site, sinceMs) => {
      try {
        const shardsSeen = await Promise.all(
          activeKeys(site, shards).map(async ({ anonymous, customers }) => ({
            anonymous: await redis.zcount(anonymous, sinceMs, '+inf'),
            customers: await redis.zrange(customers, sinceMs, '+inf', 'BYSCORE'),
          })),
        );
        return {
          anonymous: shardsSeen.reduce((sum, shard) => sum + shard.anonymous, 0),
          customers: [...new Set(shardsSeen.flatMap((shard) => shard.customers))],
        };
      } catch (cause) {
        throw unavailable(cause);
      }
    },
    held: async ({ site, sessions }) => {
      try {
        const found = await Promise.all(
          sessions.map(async ({ id, browser }): Promise<HotSession | undefined> => {
            const [key] = visitKeys(site, browser, id, shards);
            const [facts, seen, views, events, context] = await redis.hmget(key, 'd', 'l', 'p', 'e', 'x');
            if (!facts) return undefined;
            return {
              id,
              site,
              browser,
              ...(JSON.parse(facts) as Facts),
              lastSeenAt: Number(seen),
              pageViews: Number(views),
              events: Number(events),
              ...(context ? { context: JSON.parse(context) as SessionContext } : {}),
            };
          }),
        );
        return found.filter((session) => session !== undefined);
      } catch (cause) {
        throw unavailable(cause);
      }
    },
    erase: async ({ site, sessions, browsers, sharedBrowsers = [], visitors, nowMs, untilMs }) => {
      const inShard = Map.groupBy([...browsers, ...sharedBrowsers], (browser) => shardOf(browser, shards));
      try {
        const deleted = await Promise.all(
          [...inShard].map(([shard, ofShard]) => {
            const { erased, anonymous, customers } = shardKeys(site, shard);
            const copies = sessions
              .filter(({ browser }) => ofShard.includes(browser))
              .map(({ id, browser }) => visitKeys(site, browser, id, shards)[0]);
            const keys = [erased, anonymous, customers, ...copies];
            const salt = randomBytes(SALT_BYTES).toString('hex');
            return scripted.footfallErase(
              keys.length,
              ...keys,
              nowMs,
              untilMs,
              salt,
              ofShard.length,
              ofShard.filter((browser) => sharedBrowsers.includes(browser)).length,
              ...ofShard,
              ...visitors,
            );
          }),
        );
        return deleted.reduce((sum, count) => sum + count, 0);
      } catch (cause) {
        throw unavailable(cause);
      }
    },
    close: async () => {
      redis.disconnect();
    },
  };
};
