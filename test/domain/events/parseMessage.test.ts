import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_MESSAGE_BYTES } from '../../../src/domain/events/message.ts';
import { parseMessage } from '../../../src/domain/events/parseMessage.ts';
import { foldSession } from '../../../src/domain/sessions/foldSession.ts';
import { storedEvents } from '../../../src/writer/storedEvents.ts';
import { eventOf, SITE, sessionEventsArbitrary, startOf } from '../sessions/foldFixtures.ts';
import { messageOf } from './parseMessageFixtures.ts';

const MESSAGE = messageOf([
  eventOf('page_view', { id: 'e1', path: '/', properties: { list: [1, 'a', null], nested: { a: true } } }),
  startOf({}, { id: 'e2' }),
]);

type Json = { [field: string]: unknown };
/** The example message as JSON data, changed. */
const changed = (change: (message: { v: unknown; session: Json; events: Json[] }) => void): string => {
  const copy = JSON.parse(JSON.stringify(MESSAGE));
  change(copy);
  return JSON.stringify(copy);
};
const changedEvent = (fields: Json): string =>
  changed(({ events }) => {
    events[0] = { ...events[0], ...fields };
  });
const reasonOf = (body: string): string => {
  const parsed = parseMessage(body);
  return parsed.ok ? 'accepted' : parsed.reason;
};

describe('a queue message', () => {
  it('comes back as it was sent', () => {
    expect(parseMessage(JSON.stringify(MESSAGE))).toEqual({ ok: true, message: MESSAGE });
  });

  it('of any session that the middleware may send is accepted and folds', () => {
    fc.assert(
      fc.property(sessionEventsArbitrary(), (events) => {
        const [first, ...rest] = events;
        if (!first) return;
        const body = JSON.stringify(messageOf([first, ...rest]));
        const parsed = parseMessage(body);
        if (!parsed.ok) throw new Error(parsed.reason);
        expect(JSON.stringify(parsed.message)).toBe(body);
        expect(foldSession({ events: storedEvents(parsed.message), site: SITE })).toBeDefined();
      }),
    );
  });

  it.each([
    ['broken JSON', '{"v":1', 'the message is not JSON'],
    ['nothing', '', 'the message is not JSON'],
    ['no object', '[]', 'the message must be an object'],
    ['null', 'null', 'the message must be an object'],
    [
      'an unknown version',
      changed((message) => {
        message.v = 2;
      }),
      'the message "v" must be one of 1',
    ],
    [
      'no version',
      changed((message) => {
        delete message.v;
      }),
      'the message "v" is missing',
    ],
    [
      'no session',
      changed((message) => {
        message.session = {};
      }),
      'the message "session" "id" is missing',
    ],
    [
      'no events',
      changed((message) => {
        message.events = [];
      }),
      'the message "events" must be a list of 1 to 1000',
    ],
    [
      'an unknown field',
      changed((message) => {
        message.session.extra = 1;
      }),
      'the message "session" "extra" is unknown',
    ],
    [
      'a field with an odd name',
      changed((message) => {
        message.session['a\r\nb'] = 1;
      }),
      'the message "session" a field is unknown',
    ],
    [
      "another browser's event",
      changedEvent({ id: 'shop:b2:e1' }),
      'the message "events" [0] "id" is not of its site and browser',
    ],
    [
      'a fraction of a millisecond',
      changedEvent({ occurredAt: 1.5 }),
      'the message "events" [0] "occurredAt" must be a whole number from 0 to 4102444800000',
    ],
    [
      'a time of the year 9999',
      changedEvent({ receivedAt: 253_402_300_799_999 }),
      'the message "events" [0] "receivedAt" must be a whole number from 0 to 4102444800000',
    ],
    [
      'a source of its own',
      changedEvent({ source: 'client' }),
      'the message "events" [0] "source" must be one of browser, server',
    ],
    ['null where text belongs', changedEvent({ path: null }), '"path" must be text'],
    [
      'an id with half a character',
      changedEvent({ id: 'shop:b1:\ud800' }),
      '"id" must be well-formed Unicode',
    ],
    ['endless engagement', changedEvent({ engagedMs: 1e300 }), '"engagedMs" must be a whole number'],
    [
      'properties in too many levels',
      changedEvent({ properties: { a: { b: { c: { d: {} } } } } }),
      '"properties" "a" is nested too deeply',
    ],
    ['properties that are a list', changedEvent({ properties: [] }), '"properties" must be an object'],
    [
      'a number that no double holds',
      changedEvent({ properties: { n: 7 } }).replace('"n":7', '"n":1e999'),
      '"properties" "n" must hold finite numbers',
    ],
  ])('with %s is refused with the reason', (_, body, reason) => {
    expect(reasonOf(body)).toContain(reason);
  });

  it('is refused where it is larger than the limit in bytes, not in characters', () => {
    const padded = (bytes: number, unit: string) => {
      const empty = Buffer.byteLength(changedEvent({ title: '', properties: { x: '' } }));
      const title = unit.repeat(Math.floor((bytes - empty) / 2 / Buffer.byteLength(unit)));
      const rest = bytes - empty - Buffer.byteLength(title);
      return changedEvent({ title, properties: { x: 'x'.repeat(rest) } });
    };
    for (const unit of ['x'.repeat(2), 'é', '€']) {
      expect(Buffer.byteLength(padded(MAX_MESSAGE_BYTES, unit))).toBe(MAX_MESSAGE_BYTES);
      expect(reasonOf(padded(MAX_MESSAGE_BYTES, unit))).not.toContain('larger');
      expect(reasonOf(padded(MAX_MESSAGE_BYTES + 1, unit))).toContain('larger than 200000 bytes');
    }
  });

  it('that nests without end is refused, not followed', () => {
    const body = changedEvent({ properties: { a: 0 } }).replace(
      '"a":0',
      `"a":${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    );
    expect(reasonOf(body)).toContain('nested too deeply');
  });

  it('never makes the parser throw, and no reason repeats what it held', () => {
    const secret = 'hunter2';
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('v', 'session', 'events'), (json, field) => {
        const body = JSON.stringify({ ...MESSAGE, [field]: [JSON.parse(json), secret] });
        expect(reasonOf(body)).not.toContain(secret);
        expect(typeof reasonOf(json)).toBe('string');
      }),
    );
    expect(reasonOf(changedEvent({ receivedAt: secret, path: secret }))).not.toContain(secret);
  });

  it('keeps a property that is named __proto__ as data', () => {
    const body = changedEvent({ properties: { x: 1 } }).replace('"x":1', '"__proto__":{"polluted":true}');
    const parsed = parseMessage(body);
    if (!parsed.ok) throw new Error(parsed.reason);
    const properties = parsed.message.events[0]?.properties ?? {};
    expect(Object.keys(properties)).toEqual(['__proto__']);
    expect('polluted' in {}).toBe(false);
  });
});
