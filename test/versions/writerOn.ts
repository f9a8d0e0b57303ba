import type { SQSEvent } from 'aws-lambda';
import { createHandler } from '../../functions/writer/createHandler.ts';
import type { Document, DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { EVENTS, SESSIONS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { parseSitesJson } from '../../src/config/parseSites.ts';
import { inMemoryDb } from '../aggregate/inMemoryDb.ts';
import { keptLog } from '../support/testShop.ts';
import { RECORDED } from './recordingTerms.ts';

/** This release's writer on an empty record, or on one that holds these documents already. */
export const writerOn = async (
  documents: readonly { readonly collection: string; readonly document: Document }[] = [],
) => {
  // The longest that a message can be on its way.
  const now = (): number => RECORDED.endedAtMs + RECORDED.messageLifeMs;
  const db: DriverDb = inMemoryDb(now);
  for (const { collection, document } of documents) {
    await db.collection(collection).insertMany([structuredClone(document)], { ordered: true });
  }
  const letters: { body: string; reason: string }[] = [];
  const handler = createHandler({
    record: mongoRecordStore({ db }),
    deadLetters: { send: async (body, reason) => void letters.push({ body, reason }) },
    sites: parseSitesJson(RECORDED.environment.SITES),
    log: keptLog(),
    now,
  });
  const all = (collection: string): Promise<Document[]> =>
    db
      .collection(collection)
      .find({}, { sort: { _id: 1 } })
      .toArray();
  return {
    /** What reached the dead letters. */
    letters,
    write: (bodies: readonly string[]) =>
      handler({ Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })) } as SQSEvent),
    all,
    /** Sessions and events: what every release keeps. */
    kept: async () => ({ sessions: await all(SESSIONS), events: await all(EVENTS) }),
  };
};
