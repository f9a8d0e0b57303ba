import { expect, it } from 'vitest';
import { MAX_QUALITY_RECORDS } from '../../../src/domain/events/message.ts';
import { parseMessage } from '../../../src/domain/events/parseMessage.ts';
import type { VisitorId } from '../../../src/domain/ids.ts';
import { eventOf, SITE, START, serverEventOf } from '../sessions/foldFixtures.ts';
import { messageOf } from './parseMessageFixtures.ts';

const RECORD = { id: 'q1', site: SITE.id, at: START, counts: { 'refused:unknown_site': 3, late: 1 } };

const outcomeOf = (fields: object): string => {
  const message = { ...messageOf([eventOf('page_view')]), ...fields };
  const parsed = parseMessage(JSON.stringify(message));
  if (parsed.ok) expect(parsed.message).toEqual(message);
  return parsed.ok ? 'accepted' : parsed.reason;
};
const outcomeOfRecord = (fields: object): string => outcomeOf({ quality: [{ ...RECORD, ...fields }] });

it('a queue message may bring counts of quality, and need not', () => {
  expect(outcomeOf({})).toBe('accepted');
  expect(outcomeOf({ quality: [] })).toBe('accepted');
  expect(outcomeOf({ quality: Array(MAX_QUALITY_RECORDS).fill(RECORD) })).toBe('accepted');
  expect(outcomeOfRecord({ counts: {} })).toBe('accepted');
});

it.each([
  ['too many of them', { quality: Array(MAX_QUALITY_RECORDS + 1).fill(RECORD) }, '"quality" must be a list'],
  ['no list of them', { quality: RECORD }, '"quality" must be a list'],
])('a queue message with %s is refused with the reason', (_, fields, reason) => {
  expect(outcomeOf(fields)).toContain(reason);
});

it.each([
  ['no id', { id: '' }, '"id" must be text'],
  ['no time', { at: 'now' }, '"at" must be a whole number'],
  ['an unknown field', { more: 1 }, '"more" is unknown'],
  ['a negative count', { counts: { late: -1 } }, '"late" must be a whole number from 1'],
  ['half a count', { counts: { late: 0.5 } }, '"late" must be a whole number'],
  ['an endless count', { counts: { late: 1e15 } }, '"late" must be a whole number'],
  ['an operator for a name', { counts: { $where: 1 } }, '"counts" must have plain names'],
  ['a path for a name', { counts: { 'a.b': 1 } }, '"counts" must have plain names'],
  ['a prototype for a name', JSON.parse('{"counts":{"__proto__":1}}'), '"counts" must have plain names'],
  ['a long name', { counts: { ['x'.repeat(65)]: 1 } }, '"counts" must have plain names'],
  [
    'too many names',
    { counts: Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`n${index}`, 1])) },
    '"counts" must have at most 64 fields',
  ],
])('a count of quality with %s is refused with the reason', (_, fields, reason) => {
  expect(outcomeOfRecord(fields)).toContain(reason);
});

it('only a server’s login and logout tell of the cookie’s secrets', () => {
  const secrets = { secret: '1.b', formerSecret: 'a' };
  const isTaken = (event: ReturnType<typeof eventOf>): boolean | string => {
    const parsed = parseMessage(JSON.stringify(messageOf([eventOf('page_view'), event])));
    return parsed.ok ? parsed.message.events[1]?.secret === '1.b' : parsed.reason;
  };
  expect(isTaken(serverEventOf('customer_login', secrets))).toBe(true);
  expect(isTaken(serverEventOf('customer_logout', secrets))).toBe(true);
  const reason = 'the message "events" [1] "secret" is not of a login or a logout';
  for (const event of [
    eventOf('customer_login', secrets),
    serverEventOf('order_completed', secrets),
    serverEventOf('page_view', { formerSecret: 'a' }),
  ]) {
    expect(isTaken(event)).toBe(reason);
  }
});

it('only a server’s login says whom its sessions counted for before', () => {
  const formerVisitor = 'v0' as VisitorId;
  const outcomeOfEvent = (event: ReturnType<typeof eventOf>): string => {
    const parsed = parseMessage(JSON.stringify(messageOf([eventOf('page_view'), event])));
    return parsed.ok ? String(parsed.message.events[1]?.formerVisitor) : parsed.reason;
  };
  expect(outcomeOfEvent(serverEventOf('customer_login', { formerVisitor }))).toBe('v0');
  expect(outcomeOfEvent(serverEventOf('customer_login'))).toBe('undefined');
  const reason = 'the message "events" [1] "formerVisitor" is not of a login';
  expect(outcomeOfEvent(eventOf('customer_login', { formerVisitor }))).toBe(reason);
  expect(outcomeOfEvent(serverEventOf('customer_logout', { formerVisitor }))).toBe(reason);
  expect(outcomeOfEvent(serverEventOf('customer_login', { formerVisitor: '' as VisitorId }))).toContain(
    '"formerVisitor" must be text',
  );
});
