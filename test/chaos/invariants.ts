import { eventOfDocument } from '../../src/adapters/mongodb/eventDocument.ts';
import { CUSTOMERS, EVENTS, PRODUCTS } from '../../src/adapters/mongodb/indexes.ts';
import type { RawEvent } from '../model/rawEvent.ts';
import { clientIdOf } from '../support/clientIdOf.ts';
import type { Breach } from './Breach.ts';
import { numberBreaches } from './numberBreaches.ts';
import type { Oracle } from './oracle.ts';
import { orderBreaches } from './orderBreaches.ts';
import { storedOrders } from './storedOrders.ts';
import { uncountedBreaches } from './uncountedBreaches.ts';
import type { World } from './world.ts';

/** Every event that a client was told is stored is there, in the record or among the dead letters; none is there twice. */
const eventBreaches = (oracle: Oracle, stored: readonly RawEvent[], buried: readonly string[]): Breach[] => {
  const byClientId = Map.groupBy(stored, ({ id }) => clientIdOf(id));
  return [...oracle.events].flatMap(([id, { accepted, browser }]) => {
    const copies = byClientId.get(id) ?? [];
    if (copies.length > 1) return [`double: ${id} of ${browser} is stored ${copies.length} times`];
    const isKept = copies.length === 1 || buried.some((body) => body.includes(`:${id}"`));
    return accepted && !isKept ? [`lost: ${id} of ${browser} was accepted and is nowhere`] : [];
  });
};

/** What arrives together is one session, and so is a whole visit in which nobody logs in or out. */
const sessionBreaches = (oracle: Oracle, stored: readonly RawEvent[], counts: World['counts']): Breach[] => {
  // Neither store knew a session for five minutes after its start: another follows by design.
  if ((counts.get('session_unknown') ?? 0) > 0) return [];
  const byClientId = new Map(stored.map((event) => [clientIdOf(event.id), event]));
  const visits = Map.groupBy(oracle.events, ([, { visit }]) => visit);
  return [...visits].flatMap(([visit, events]) => {
    if (oracle.changedVisits.has(visit)) return [];
    const sessions = new Set(events.flatMap(([id]) => byClientId.get(id)?.session ?? []));
    return sessions.size > 1 ? [`sessions: the visit of ${visit} is ${sessions.size} sessions`] : [];
  });
};

const letterBreaches = ({ poison }: Oracle, { deadLetters, givenUp }: World['queue']): Breach[] => {
  const buried = new Set(deadLetters.map(({ body }) => body));
  return [
    ...[...poison].flatMap((body) =>
      buried.has(body) ? [] : [`letters: ${body} is not among the dead letters`],
    ),
    ...deadLetters.flatMap(({ body, reason }) =>
      poison.has(body) ? [] : [`letters: a good message was buried: ${reason}`],
    ),
    ...givenUp.map((body) => `letters: the queue gave up ${body.slice(0, 60)}`),
  ];
};

/** Lines that tell of a bug of ours, whatever the weather. */
const BUGS = /session middleware failed/;

const bugBreaches = ({ serious }: World): Breach[] =>
  serious.flatMap(({ message, error }) => (BUGS.test(message) ? [`bug: ${message}: ${error}`] : []));

/** All that is wrong in the end. */
export const breachesOf = async (world: World, oracle: Oracle): Promise<Breach[]> => {
  const all = async (name: string) => world.db.collection(name).find({}).toArray();
  const stored: RawEvent[] = JSON.parse(JSON.stringify((await all(EVENTS)).map(eventOfDocument)));
  const orders = await storedOrders(world.db);
  return [
    ...oracle.breaches,
    ...bugBreaches(world),
    ...eventBreaches(
      oracle,
      stored,
      world.queue.deadLetters.map(({ body }) => body),
    ),
    ...sessionBreaches(oracle, stored, world.counts),
    ...orderBreaches(oracle, orders, { products: await all(PRODUCTS), customers: await all(CUSTOMERS) }),
    ...letterBreaches(oracle, world.queue),
    ...(await uncountedBreaches(world)),
    ...(await numberBreaches(world, stored, orders)),
  ];
};
