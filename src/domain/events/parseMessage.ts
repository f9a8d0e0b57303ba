import { SESSION_MAX_AGE_MS } from '../sessions/session.ts';
import type { SessionEvent } from './event.ts';
import { MAX_MESSAGE_BYTES, MAX_QUALITY_RECORDS, MESSAGE_VERSION, type QueueMessage } from './message.ts';
import { flag, integer, json, listOf, name, object, oneOf, recordOf, type Shape, text } from './shape.ts';

export type ParsedMessage =
  | { readonly ok: true; readonly message: QueueMessage }
  | { readonly ok: false; readonly reason: string };

/** 2100-01-01T00:00:00Z: a later time is a broken clock or a broken sender. */
const MAX_TIME_MS = 4_102_444_800_000;
/** A browser's 50 events, and what the servers of one request add; the message's size bounds it too. */
const MAX_EVENTS = 1_000;
/** No process counts as far, and thousands of such counts add up exactly. */
const MAX_COUNT = 1_000_000_000_000;
const MAX_COUNTS = 64;
/** Properties nest one level in a browser's event, two in a server's (an order's items). */
const properties = recordOf(json(3), 10_000);

const id = name(256);
const eventId = name(1_024);
/** The edge takes bodies of 64 kB: nothing it let through is too long here. */
const line = text(65_536);
const time = integer(0, MAX_TIME_MS);

const context: Shape = object(
  {
    newBrowser: flag,
    utm: object({}, { source: line, medium: line, campaign: line, term: line, content: line }),
    clickIds: recordOf(line, 32),
    device: object({ type: line }, { browser: line, os: line }),
    secret: line,
  },
  {
    landingPage: line,
    landingUrl: line,
    referrer: line,
    country: text(2, 2),
    address: text(64),
    bot: object({ bot: flag, reasons: listOf(line, 32), rulesVersion: integer(0, 1_000_000) }),
  },
);

const event: Shape = object(
  { id: eventId, type: text(256, 1), source: oneOf('browser', 'server'), occurredAt: time, receivedAt: time },
  {
    path: line,
    url: line,
    title: line,
    referrer: line,
    engagedMs: integer(0, SESSION_MAX_AGE_MS),
    properties,
    context,
    customerId: id,
    formerVisitor: id,
    secret: id,
    formerSecret: id,
    epoch: integer(0, Number.MAX_SAFE_INTEGER),
  },
);

/** Names of our own, such as `refused:unknown_site`: none that JavaScript or the record would interpret. */
const COUNT_NAME = /^[a-z][\w:-]{0,63}$/;
const amounts = recordOf(integer(1, MAX_COUNT), MAX_COUNTS);
const counts: Shape = (value) =>
  amounts(value) ??
  (Object.keys(value as object).every((key) => COUNT_NAME.test(key)) ? undefined : 'must have plain names');

const messageShape: Shape = object(
  {
    v: oneOf(MESSAGE_VERSION),
    session: object({ id, site: id, browser: id, visitor: id, startedAt: time }),
    events: listOf(event, MAX_EVENTS, 1),
  },
  { quality: listOf(object({ id, site: id, at: time, counts }), MAX_QUALITY_RECORDS) },
);

/** A UTF-16 unit is at most three bytes of UTF-8: most bodies need not be encoded to be measured. */
const isTooLarge = (body: string): boolean =>
  body.length > MAX_MESSAGE_BYTES ||
  (body.length * 3 > MAX_MESSAGE_BYTES && new TextEncoder().encode(body).length > MAX_MESSAGE_BYTES);

/** An event's id begins with its site and browser, so that no browser's message can suppress another's event. */
const foreignEvent = ({ session, events }: QueueMessage): number =>
  events.findIndex((one: SessionEvent) => !one.id.startsWith(`${session.site}:${session.browser}:`));

/** Whom a session counted for before is a login's word, and only a server's; the cookie's secrets are a logout's too. */
const misplacedIn = ({
  formerVisitor,
  secret,
  formerSecret,
  source,
  type,
}: SessionEvent): string | undefined => {
  const ofLogin = source === 'server' && type === 'customer_login';
  if (formerVisitor !== undefined && !ofLogin) return '"formerVisitor" is not of a login';
  const ofLogout = source === 'server' && type === 'customer_logout';
  const hasSecret = secret !== undefined || formerSecret !== undefined;
  return hasSecret && !ofLogin && !ofLogout ? '"secret" is not of a login or a logout' : undefined;
};

/**
 * A queue message as strictly as the writer needs it: what passes can be stored and folded.
 * @param body JSON text of at most `MAX_MESSAGE_BYTES`
 * @returns a reason that names the field and holds no value, fit for logs and the dead-letter queue
 */
export const parseMessage = (body: string): ParsedMessage => {
  if (isTooLarge(body)) return refused(`the message is larger than ${MAX_MESSAGE_BYTES} bytes`);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return refused('the message is not JSON');
  }
  const fault = messageShape(value);
  if (fault !== undefined) return refused(`the message ${fault}`);
  const message = value as QueueMessage;
  const foreign = foreignEvent(message);
  if (foreign >= 0) return refused(`the message "events" [${foreign}] "id" is not of its site and browser`);
  for (const [index, event] of message.events.entries()) {
    const misplaced = misplacedIn(event);
    if (misplaced !== undefined) return refused(`the message "events" [${index}] ${misplaced}`);
  }
  return { ok: true, message };
};

const refused = (reason: string): ParsedMessage => ({ ok: false, reason });
