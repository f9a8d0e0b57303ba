import { describe, expect, it } from 'vitest';
import { EVENTS as STORED_EVENTS } from '../../../src/adapters/mongodb/indexes.ts';
import { RecordUnavailable } from '../../../src/ports/RecordStore.ts';
import { TOKEN } from '../../analytics/storedShop.ts';
import { BOT, MINUTE, START, serverEventOf } from '../../domain/sessions/foldFixtures.ts';
import { testSites } from '../../support/testShop.ts';
import { peopleOnDb } from '../peopleOnDb.ts';
import { addToCart, type EventPlace, placed, visit } from '../storedEvents.ts';
import { HOUR, withEvents } from '../withEvents.ts';

const DAY = '2026-03-05';
const QUERY = [
  ['site', 'shop'],
  ['from', DAY],
  ['to', DAY],
] as const;

const place = (session: string, startedAfterMs = 0): EventPlace => ({
  session,
  visitor: `of ${session}`,
  startedAfterMs,
});
const verdict = (...reasons: string[]) => ({ bot: { bot: false, reasons, rulesVersion: 2 } });
const signs = (of: EventPlace, ...reasons: string[]) =>
  serverEventOf('bot_signs', { ...placed(of), id: `signs-${of.session}`, properties: { reasons } });

const EVENTS = [
  ...visit(place('plain'), {}),
  ...visit(place('crawler', MINUTE), { bot: BOT, country: 'US' }),
  ...visit(place('odd', 2 * MINUTE), verdict('no_accept_language')),
  ...visit(place('odder', 3 * MINUTE), verdict('no_accept_language')),
  addToCart(place('odder', 3 * MINUTE), 100),
  signs(place('odder', 3 * MINUTE), 'automation_webdriver'),
];

type People = ReturnType<typeof peopleOnDb>;
const bots = (people: People) => people.ask('bots', QUERY);
const say = ({ request }: People, body: object, headers = {}) =>
  request('', 'site=shop', {
    method: 'POST',
    path: '/api/admin/bots/verdicts',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const sessionsIn = (list: { readonly reasons: readonly { readonly reason: string }[] }) =>
  Object.fromEntries(
    list.reasons.map(({ reason, ...told }) => [
      reason,
      (told as unknown as { examples: { session: string }[] }).examples.map(({ session }) => session),
    ]),
  );

describe('what the staff see of bots', () => {
  it('is what was left out by reason, what looks suspicious, and examples of both', () =>
    withEvents(EVENTS, async (people) => {
      const told = await bots(people);
      expect(told).toMatchObject({
        range: { from: DAY, to: DAY, days: 1 },
        bots: { sessions: 2, hits: 6 },
        suspected: { sessions: 1, hits: 2 },
        overruled: { sessions: 0, hits: 0, examples: [] },
      });
      expect(sessionsIn(told.bots)).toEqual({
        automation_webdriver: ['odder'],
        known_bot: ['crawler'],
        no_accept_language: ['odder'],
      });
      expect(sessionsIn(told.suspected)).toEqual({ no_accept_language: ['odd'] });
      expect(told.bots.reasons[1].examples).toEqual([
        {
          session: 'crawler',
          startedAt: new Date(START + MINUTE).toISOString(),
          device: 'mobile',
          country: 'US',
          landingPage: '/',
          hits: 2,
          reasons: ['known_bot'],
          bot: true,
          staff: null,
        },
      ]);
    }));

  it('are the latest five examples of a reason, whatever there is', () => {
    const many = Array.from({ length: 7 }, (_, index) =>
      visit(place(`crawler-${index}`, index * MINUTE), { bot: BOT }),
    ).flat();
    return withEvents(many, async (people) => {
      const { reasons, sessions } = (await bots(people)).bots;
      expect(sessions).toBe(7);
      expect(reasons[0].sessions).toBe(7);
      expect(reasons[0].examples.map(({ session }: { session: string }) => session)).toEqual([
        'crawler-6',
        'crawler-5',
        'crawler-4',
        'crawler-3',
        'crawler-2',
      ]);
    });
  });

  it('is of one site and of the days that are asked for', () =>
    withEvents(
      [...EVENTS, ...visit({ ...place('elsewhere'), site: 'other' }, { bot: BOT })],
      async (people) => {
        expect((await bots(people)).bots.sessions).toBe(2);
        const before = await people.ask('bots', [
          ['site', 'shop'],
          ['from', '2026-03-01'],
          ['to', '2026-03-04'],
        ]);
        expect(before.bots).toEqual({ sessions: 0, hits: 0, reasons: [] });
      },
    ));

  it('can be had as a table', () =>
    withEvents(EVENTS, async ({ request }) => {
      const { body } = await request('bots', `site=shop&from=${DAY}&to=${DAY}&format=csv`);
      expect(body?.trim().split(/\r?\n/)).toEqual([
        expect.stringContaining('what,reason,sessions,hits'),
        'bots,automation_webdriver,1,4',
        'bots,known_bot,1,2',
        'bots,no_accept_language,1,4',
        'suspected,no_accept_language,1,2',
      ]);
    }));

  it('is nobody else’s to see', () =>
    withEvents(EVENTS, async (people) => {
      const asked = await people.request('bots', `site=shop&from=${DAY}&to=${DAY}`, { headers: {} });
      const said = await say(people, { sessionId: 'odd', bot: true }, { authorization: 'Bearer wrong' });
      expect([asked.statusCode, said.statusCode]).toEqual([401, 401]);
    }));
});

describe('the staff’s word', () => {
  it('takes a session out of the bots, and into them, the last word counting', () =>
    withEvents(EVENTS, async (people) => {
      expect((await say(people, { sessionId: 'odder', bot: false, note: 'Our tester.' })).statusCode).toBe(
        200,
      );
      const told = await bots(people);
      expect(told.bots.sessions).toBe(1);
      expect(told.overruled).toMatchObject({
        sessions: 1,
        examples: [
          {
            session: 'odder',
            bot: false,
            staff: false,
            reasons: ['no_accept_language', 'automation_webdriver'],
          },
        ],
      });

      await say(people, { sessionId: 'odder', bot: true });
      await say(people, { sessionId: 'plain', browserId: 'of plain', bot: true });
      const again = await bots(people);
      expect(sessionsIn(again.bots)).toMatchObject({ staff: ['odder', 'plain'] });
      expect(again.overruled.sessions).toBe(0);
    }));

  it('is refused where some of the session’s events are gone, whose numbers would go with them', () =>
    withEvents(EVENTS, async (people, db) => {
      await db.collection(STORED_EVENTS).deleteMany({ sessionId: 'crawler', type: 'page_view' });
      const { statusCode, body } = await say(people, { sessionId: 'crawler', bot: false });
      expect({ statusCode, ...JSON.parse(body ?? '') }).toMatchObject({
        statusCode: 409,
        error: { code: 'events_gone', field: 'sessionId' },
      });
      expect((await bots(people)).bots.hits).toBe(6);
    }));

  it('changes the numbers of the day', () =>
    withEvents(EVENTS, async (people) => {
      const visits = async () => (await people.ask('explore', QUERY)).total.totalVisits;
      expect(await visits()).toBe(2);
      await say(people, { sessionId: 'crawler', bot: false });
      expect(await visits()).toBe(3);
      await say(people, { sessionId: 'plain', bot: true });
      expect(await visits()).toBe(2);
    }));

  it.each([
    [{ sessionId: 'nobody', bot: true }, 404],
    [{ sessionId: 'odd', browserId: 'another', bot: true }, 404],
    [{ sessionId: 'odd' }, 400],
    [{ sessionId: 'odd', bot: 'yes' }, 400],
    [{ sessionId: { $ne: '' }, bot: true }, 400],
    [{ sessionId: 'odd', bot: true, note: 'x'.repeat(501) }, 400],
    [{ sessionId: 'odd', bot: true, epoch: 9 }, 400],
  ])('is refused as %j', (body, status) =>
    withEvents(EVENTS, async (people) => {
      expect((await say(people, body)).statusCode).toBe(status);
      expect((await bots(people)).bots.sessions).toBe(2);
    }),
  );

  it('is not said from another site’s page', () =>
    withEvents(EVENTS, async (people) => {
      const answer = await say(people, { sessionId: 'odd', bot: true }, { 'sec-fetch-site': 'cross-site' });
      expect(answer.statusCode).toBe(403);
    }));
});

it('says that it cannot tell where the record does not answer', () =>
  withEvents(EVENTS, async (_, db) => {
    const down = async function* (): AsyncGenerator<never> {
      yield* [];
      throw new RecordUnavailable('down');
    };
    const people = peopleOnDb({
      db,
      sites: testSites,
      now: () => START + HOUR,
      bots: {
        judgedSessions: down,
        suspiciousSessions: down,
        findJudged: () => Promise.reject(new RecordUnavailable('down')),
      },
    });
    const asked = await people.request('bots', `site=shop&from=${DAY}&to=${DAY}`);
    const said = await say(people, { sessionId: 'odd', bot: true });
    expect([asked.statusCode, said.statusCode]).toEqual([503, 503]);
  }));
