import * as fc from 'fast-check';
import { BSON } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { decodeData, encodeData } from '../../src/adapters/mongodb/dataFields.ts';
import { eventDocument, eventOfDocument } from '../../src/adapters/mongodb/eventDocument.ts';
import { sessionOfDocument, sessionUpsert } from '../../src/adapters/mongodb/sessionDocument.ts';
import { foldSession } from '../../src/domain/sessions/foldSession.ts';
import { SITE, sessionEventsArbitrary } from '../domain/sessions/foldFixtures.ts';

/** As it comes back over the wire. */
const overTheWire = (document: object) => BSON.deserialize(BSON.serialize(document));

/** Names that mean something to MongoDB or to JavaScript, and the characters of the escape itself. */
const nameArbitrary = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', '$where', 'a.b', '', '%', '%%', '%0024', 'a\0b', '\ud800', 'constructor', '0'),
);
const dataArbitrary = fc.dictionary(
  nameArbitrary,
  fc.oneof(fc.nat(), fc.string({ unit: 'binary' }), fc.array(fc.dictionary(nameArbitrary, fc.boolean()))),
);

describe('data of the outside in documents', () => {
  it('comes back as it was, whatever its names', () => {
    fc.assert(
      fc.property(dataArbitrary, (data) => {
        const back = decodeData<object>(overTheWire({ data: encodeData(data) }).data);
        expect(JSON.stringify(back)).toBe(JSON.stringify(data));
      }),
      { numRuns: 500 },
    );
  });

  it('has no name that means anything to the record or to JavaScript', () => {
    fc.assert(
      fc.property(dataArbitrary, (data) => {
        for (const name of Object.keys(encodeData(data) as object)) {
          expect(name).not.toMatch(/[$.\0]|^__proto__$|^$/);
          expect(name.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  it('keeps ordinary names readable', () => {
    expect(encodeData({ productId: 'p1', 'Größe ✓': 1 })).toEqual({ productId: 'p1', 'Größe ✓': 1 });
  });
});

describe('documents', () => {
  it('of events give the events back', () => {
    fc.assert(
      fc.property(sessionEventsArbitrary(), (events) => {
        for (const event of events) {
          expect(eventOfDocument(overTheWire(eventDocument(event)))).toEqual(event);
        }
      }),
    );
  });

  it('of sessions give the sessions back, and unset what the fold no longer has', () => {
    fc.assert(
      fc.property(sessionEventsArbitrary(), (events) => {
        const session = foldSession({ events, site: SITE });
        if (!session) throw new Error('no session');
        const { filter, update } = sessionUpsert(session);
        const { $or, ...named } = filter;
        const document = overTheWire({ ...named, ...update.$set, updatedAt: new Date(0) });
        expect(sessionOfDocument(document)).toEqual(session);
        for (const field of Object.keys(update.$unset ?? {})) expect(document).not.toHaveProperty(field);
      }),
    );
  });
});
