import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import type { StoredEvent } from '../../src/domain/events/event.ts';
import { withDb } from '../adapters/embedded/openDb.ts';
import { MINUTE, START } from '../domain/sessions/foldFixtures.ts';
import { testSites } from '../support/testShop.ts';
import { peopleOnDb } from './peopleOnDb.ts';
import { storeEvents } from './storedEvents.ts';

export const HOUR = 60 * MINUTE;

/** Runs the body with what the people function answers of these events. @param nowMs when it is asked */
export const withEvents = (
  events: readonly StoredEvent[],
  body: (people: ReturnType<typeof peopleOnDb>, db: DriverDb) => Promise<void>,
  nowMs: number = START + HOUR,
) =>
  withDb(async (db) => {
    await storeEvents(db, testSites, events);
    await body(peopleOnDb({ db, sites: testSites, now: () => nowMs }), db);
  });
