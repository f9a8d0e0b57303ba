import type { StoredEvent } from '../../src/domain/events/event.ts';
import type { WholeRecord } from '../local/temporaryFootfall.ts';

/** What the shop draws by chance, and what is made of it; so are the ids of the events that it tells. */
const DRAWN: ReadonlySet<string> = new Set(['customerId', 'orderId', 'secret', 'formerSecret']);
const isOfShop = ({ source, type }: StoredEvent): boolean =>
  source === 'server' && type !== 'session_started';

/**
 * A record as it would be, had the shop drawn the same ids: each is named by its place among those that come before it. Two
 * simulations with one seed then have the same.
 */
export const withoutChance = ({ sessions, events }: WholeRecord) => {
  const names = new Map<unknown, string>();
  const nameOf = (key: string, value: unknown): string => {
    const name = names.get(value) ?? `${key} ${names.size}`;
    names.set(value, name);
    return name;
  };
  const named = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value), (key, inner) => (DRAWN.has(key) ? nameOf(key, inner) : inner));

  const order = (...parts: readonly unknown[]): string => parts.join(' ');
  const sortedBy = <T>(list: readonly T[], keyOf: (one: T) => string): T[] =>
    list.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return {
    sessions: named(sortedBy(sessions, ({ id }) => id)),
    events: named(
      sortedBy(
        events.map((event) => ({
          ...event,
          id: isOfShop(event) ? '' : event.id,
          // Each hit of a bot tells its session's start again, and a queue keeps no order: which one was heard first is chance.
          receivedAt: event.type === 'session_started' ? event.occurredAt : event.receivedAt,
        })),
        ({ session, occurredAt, type, id }) => order(session, occurredAt, type, id),
      ),
    ),
  };
};
