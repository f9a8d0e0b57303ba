import * as v from 'valibot';
import {
  EVENT_TYPE,
  type EventProperties,
  isServerOnlyEvent,
  WELL_KNOWN_BROWSER_EVENTS,
} from '../../domain/events/event.ts';
import { occurrenceTime } from '../../domain/events/occurrenceTime.ts';
import { MAX_PROPERTIES_BYTES, propertyFault } from '../../domain/events/propertyFault.ts';
import type { Refusal } from '../HttpAnswer.ts';
import type { ReportedEvent } from '../ReportedEvent.ts';

/** Most events in one request. */
export const MAX_EVENTS = 50;
/** Largest body, in bytes. */
export const MAX_BODY_BYTES = 64_000;
/** A client may nest its properties this many levels. */
const MAX_PROPERTY_DEPTH = 1;
const MAX_ENGAGED_MS = 24 * 60 * 60_000;

const eventType = v.pipe(
  v.string('must be a string'),
  v.regex(EVENT_TYPE, 'must be 1 to 64 letters, digits, "_", "-", "." or ":", a letter first'),
  v.check((type) => !isServerOnlyEvent(type), 'is a type that only a server may send'),
);

const MAX_TIME_LENGTH = 40;
const TIME = 'must be epoch milliseconds or an ISO 8601 text';

/** Epoch milliseconds, or an ISO 8601 text; far-off times are believed by nobody, so any will do here. */
const instant = v.pipe(
  v.custom<number | string>(
    (time) => typeof time === 'number' || (typeof time === 'string' && time.length <= MAX_TIME_LENGTH),
    TIME,
  ),
  v.transform((time) => (typeof time === 'number' ? time : Date.parse(time))),
  v.check((time) => Number.isFinite(time), TIME),
);

/** What a page cannot help being long is cut, not refused: a view with a long address is a view. */
const cutText = (maxLength: number) =>
  v.pipe(
    v.string('must be a string'),
    v.transform((value) => value.slice(0, maxLength)),
  );

const text = (maxLength: number) =>
  v.pipe(v.string('must be a string'), v.maxLength(maxLength, `must be at most ${maxLength} characters`));

const OBJECT = 'must be an object';
/** JSON's lists are objects to JavaScript. */
const notList = v.custom<object>((value) => !Array.isArray(value), OBJECT);

const eventObject = v.object(
  {
    eventType,
    path: v.pipe(cutText(2_000), v.startsWith('/', 'must begin with "/"')),
    url: v.optional(cutText(8_000)),
    title: v.optional(cutText(2_000)),
    referrer: v.optional(cutText(8_000)),
    eventId: v.optional(
      v.pipe(
        v.string('must be a string'),
        v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, "_" or "-"'),
      ),
    ),
    occurredAt: v.optional(instant),
    engagedMs: v.optional(
      v.pipe(
        v.number('must be a number'),
        v.minValue(0, 'must not be negative'),
        v.maxValue(MAX_ENGAGED_MS, `must be at most ${MAX_ENGAGED_MS}`),
        v.transform(Math.round),
      ),
    ),
    properties: v.optional(v.unknown()),
  },
  OBJECT,
);
const eventSchema = v.pipe(notList, eventObject);
type ClientEvent = v.InferOutput<typeof eventSchema>;

const envelope = {
  site: v.optional(text(32)),
  nonce: v.optional(text(64)),
  automation: v.optional(v.boolean('must be true or false')),
  sentAt: v.optional(instant),
  consent: v.optional(v.boolean('must be true or false')),
};
const singleSchema = v.pipe(notList, v.object({ ...eventObject.entries, ...envelope }, OBJECT));
const batchSchema = v.object({
  ...envelope,
  events: v.pipe(
    v.array(v.unknown(), 'must be a list'),
    v.minLength(1, 'must hold at least one event'),
    v.maxLength(MAX_EVENTS, `must hold at most ${MAX_EVENTS} events`),
  ),
});

/** What a tracking request says. */
export interface TrackBody {
  readonly events: readonly ReportedEvent[];
  readonly site: string | undefined;
  readonly nonce: string | undefined;
  /** Whether the page says that a program controls its browser. */
  readonly automation: boolean | undefined;
  /** Whether the page has the visitor's consent. */
  readonly consent: boolean | undefined;
}

export type ParsedTrackBody =
  | { readonly ok: true; readonly body: TrackBody }
  | { readonly ok: false; readonly refusal: Refusal };

const bad = (message: string, field?: string, code = 'invalid'): ParsedTrackBody => ({
  ok: false,
  refusal: { status: 400, code, message, ...(field === undefined ? {} : { field }) },
});

const badIssue = (issue: v.BaseIssue<unknown>, prefix = ''): ParsedTrackBody => {
  const path = [prefix, v.getDotPath(issue)].filter((part) => part).join('.');
  const message = issue.type === 'object' && issue.received === 'undefined' ? 'is missing' : issue.message;
  return bad(`${path || 'The body'} ${message}.`, path || undefined);
};

const wellKnown: ReadonlySet<string> = new Set(WELL_KNOWN_BROWSER_EVENTS);

/** Money of the well-known events is in integer minor units; what a shop's own events hold is the shop's business. */
const minorFault = (eventType: string, properties: EventProperties): string | undefined =>
  wellKnown.has(eventType)
    ? Object.keys(properties).find((key) => key.endsWith('Minor') && !Number.isSafeInteger(properties[key]))
    : undefined;

/** A well-formed text without control characters: what is stored is harmless wherever it is shown. */
const cleanValue = (value: unknown): unknown => {
  if (typeof value === 'string') return value.toWellFormed().replace(/\p{Cc}/gu, ' ');
  if (Array.isArray(value)) return value.map(cleanValue);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cleanValue(inner)]));
  }
  return value;
};

const parseProperties = (
  { eventType, properties }: ClientEvent,
  field: string,
): { ok: true; properties: EventProperties | undefined } | { ok: false; refused: ParsedTrackBody } => {
  if (properties === undefined) return { ok: true, properties: undefined };
  const fault = propertyFault(properties, { field, maxDepth: MAX_PROPERTY_DEPTH });
  if (fault) return { ok: false, refused: bad(`${fault.field} ${fault.message}.`, fault.field) };
  if (Buffer.byteLength(JSON.stringify(properties)) > MAX_PROPERTIES_BYTES) {
    return { ok: false, refused: bad(`${field} must take at most ${MAX_PROPERTIES_BYTES} bytes.`, field) };
  }
  const clean = cleanValue(properties) as EventProperties;
  const minor = minorFault(eventType, clean);
  if (minor !== undefined) {
    return {
      ok: false,
      refused: bad(`${field}.${minor} must be an integer number of minor units.`, `${field}.${minor}`),
    };
  }
  return { ok: true, properties: clean };
};

const reported = (
  event: ClientEvent,
  properties: EventProperties | undefined,
  times: { sentAt: number | undefined; receivedAt: number },
): ReportedEvent => ({
  type: event.eventType,
  source: 'browser',
  occurredAt: Math.round(occurrenceTime({ occurredAt: event.occurredAt, ...times })),
  path: event.path,
  ...(event.eventId === undefined ? {} : { eventId: event.eventId }),
  ...(event.url === undefined ? {} : { url: event.url }),
  ...(event.title === undefined ? {} : { title: event.title }),
  ...(event.referrer === undefined ? {} : { referrer: event.referrer }),
  ...(event.engagedMs === undefined ? {} : { engagedMs: event.engagedMs }),
  ...(properties === undefined ? {} : { properties }),
});

/**
 * Parses a tracking request's body: one event, or `{events: [...]}`; one bad event refuses all of them, with its index.
 * Pure but for nothing: the clock's reading comes in.
 */
export const parseTrackBody = (body: string, receivedAt: number): ParsedTrackBody => {
  if (Buffer.byteLength(body) > MAX_BODY_BYTES) {
    return {
      ok: false,
      refusal: {
        status: 413,
        code: 'too_large',
        message: `The body takes more than ${MAX_BODY_BYTES} bytes.`,
      },
    };
  }
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return bad('The body is not JSON.', undefined, 'invalid_json');
  }
  const batch = typeof value === 'object' && value !== null && 'events' in value;
  const outer = batch ? v.safeParse(batchSchema, value) : v.safeParse(singleSchema, value);
  if (!outer.success) return badIssue(outer.issues[0]);
  const { site, nonce, automation, sentAt, consent } = outer.output;
  const candidates: readonly unknown[] = 'events' in outer.output ? outer.output.events : [outer.output];
  const events: ReportedEvent[] = [];
  for (const [index, candidate] of candidates.entries()) {
    const prefix = batch ? `events.${index}` : '';
    const event = batch ? v.safeParse(eventSchema, candidate) : undefined;
    if (event && !event.success) return badIssue(event.issues[0], prefix);
    const output = event ? event.output : (candidate as ClientEvent);
    const properties = parseProperties(output, [prefix, 'properties'].filter(Boolean).join('.'));
    if (!properties.ok) return properties.refused;
    events.push(reported(output, properties.properties, { sentAt, receivedAt }));
  }
  return { ok: true, body: { events, site, nonce, automation, consent } };
};
