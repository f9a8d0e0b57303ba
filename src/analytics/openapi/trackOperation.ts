import * as v from 'valibot';
import { EVENT_TYPE, WELL_KNOWN_BROWSER_EVENTS } from '../../domain/events/event.ts';
import { MAX_EVENTS } from '../../middleware/track/parseTrackBody.ts';
import { operation } from '../http/Operation.ts';

const instant = v.union([v.number(), v.string()]);

const eventEntries = {
  eventType: v.pipe(
    v.string(),
    v.regex(EVENT_TYPE),
    v.metadata({
      description: `${WELL_KNOWN_BROWSER_EVENTS.join(', ')}, or the shop’s own name.`,
      examples: ['page_view'],
    }),
  ),
  path: v.pipe(v.string(), v.startsWith('/')),
  url: v.optional(v.string()),
  title: v.optional(v.string()),
  referrer: v.optional(v.string()),
  eventId: v.optional(v.pipe(v.string(), v.description('Sent again, the event counts once.'))),
  occurredAt: v.optional(instant),
  engagedMs: v.optional(v.pipe(v.number(), v.minValue(0))),
  properties: v.optional(v.record(v.string(), v.unknown())),
};
const envelopeEntries = {
  site: v.optional(v.string()),
  nonce: v.optional(v.string()),
  automation: v.optional(
    v.pipe(v.boolean(), v.description('Whether a program controls the browser (`navigator.webdriver`).')),
  ),
  sentAt: v.optional(instant),
  consent: v.optional(
    v.pipe(
      v.boolean(),
      v.description('The visitor’s, where the site asks for it and the cookie is on another host.'),
    ),
  ),
};

/** What a page sends. Described here for the documentation alone: `parseTrackBody` checks it. */
export const trackOperation = operation({
  method: 'POST',
  path: '/track',
  id: 'track',
  summary: 'Tell what happened on a page.',
  description: 'One event or a batch, as application/json or text/plain. The answer sets the cookies.',
  access: 'anyone',
  ofSite: false,
  query: v.strictObject({}),
  body: v.union([
    v.object({ ...eventEntries, ...envelopeEntries }),
    v.object({
      ...envelopeEntries,
      events: v.pipe(v.array(v.object(eventEntries)), v.minLength(1), v.maxLength(MAX_EVENTS)),
    }),
  ]),
  answer: v.object({
    ok: v.literal(true),
    accepted: v.number(),
    consent: v.optional(
      v.pipe(
        v.literal('needed'),
        v.description('The site waits for the visitor’s consent: nothing was stored.'),
      ),
    ),
  }),
  faults: [403, 413, 415, 429],
});
