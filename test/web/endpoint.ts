import type { TrackedEvent, TrackPost } from '../../web/tracker/wire.ts';

/** What the endpoint says to the next post; `down` is no answer at all, `silent` one that never comes. */
export type Reply =
  | number
  | 'down'
  | 'silent'
  | { readonly status: number; readonly retryAfter?: string; readonly body?: object };

/** One post as it arrived. */
export interface Arrival {
  readonly by: 'fetch' | 'beacon';
  readonly url: string;
  readonly body: TrackPost;
  readonly init?: RequestInit | undefined;
}

/** A tracking endpoint in the process: records what arrives, and answers 200 unless told otherwise. */
export const createEndpoint = () => {
  const arrivals: Arrival[] = [];
  let reply: (body: TrackPost) => Reply = () => 200;

  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const body = JSON.parse(String(init.body)) as TrackPost;
    arrivals.push({ by: 'fetch', url, body, init });
    const said = reply(body);
    if (said === 'down') throw new TypeError('Failed to fetch');
    if (said === 'silent') {
      return new Promise((_, reject) =>
        init.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
      );
    }
    const {
      status,
      retryAfter,
      body: told = {},
    }: Exclude<Reply, number | string> = typeof said === 'number' ? { status: said } : said;
    return new Response(JSON.stringify(told), {
      status,
      headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
    });
  };
  const sendBeacon = (url: string, body: string): boolean => {
    arrivals.push({ by: 'beacon', url, body: JSON.parse(body) });
    return true;
  };

  return {
    fetch,
    sendBeacon,
    arrivals,
    /** From now on answers so. */
    replies: (next: Reply | ((body: TrackPost) => Reply)) => {
      reply = typeof next === 'function' ? next : () => next;
    },
    /** All events that arrived, in order, repeats and all. */
    events: (): TrackedEvent[] => arrivals.flatMap(({ body }) => body.events),
    /** The events that a store would keep: each id once. */
    stored: (): TrackedEvent[] => [
      ...new Map(arrivals.flatMap(({ body }) => body.events).map((event) => [event.eventId, event])).values(),
    ],
  };
};
export type Endpoint = ReturnType<typeof createEndpoint>;

/** `page_view /a` for each event: what most tests compare. */
export const told = (events: readonly TrackedEvent[]): string[] =>
  events.map(({ eventType, path }) => `${eventType} ${path}`);
