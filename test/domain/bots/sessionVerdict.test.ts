import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOT_RULES_VERSION } from '../../../src/domain/bots/verdict.ts';
import type { StoredEvent } from '../../../src/domain/events/event.ts';
import { foldSession } from '../../../src/domain/sessions/foldSession.ts';
import {
  eventOf,
  MINUTE,
  SITE,
  START,
  serverEventOf,
  sessionEventsArbitrary,
  startOf,
} from '../sessions/foldFixtures.ts';

const LISTED = { ...SITE, botNetworks: ['192.0.2.0/24'] };

const fold = (events: readonly StoredEvent[], site = SITE) => {
  const folded = foldSession({ events, site });
  if (folded === undefined) throw new Error('a session without events');
  return folded;
};
const verdict = (events: readonly StoredEvent[], site = SITE) => fold(events, site).bot;

const toldAtStart = (reasons: readonly string[], more: { bot?: boolean; rulesVersion?: number } = {}) =>
  startOf({ bot: { bot: false, reasons, rulesVersion: BOT_RULES_VERSION, ...more } });
const signs = (...reasons: string[]) => serverEventOf('bot_signs', { properties: { reasons } });
const word = (bot: boolean, receivedAt = START, epoch = 1) =>
  serverEventOf('bot_overruled', { receivedAt, epoch, properties: { bot } });
const views = (count: number, overMs: number) =>
  Array.from({ length: count }, (_, index) =>
    eventOf('page_view', { occurredAt: START + Math.round((index * overMs) / (count - 1)), path: '/' }),
  );
const judged = (bot: boolean, ...reasons: string[]) => ({ bot, reasons, rulesVersion: BOT_RULES_VERSION });

describe('a session against which', () => {
  it('nothing speaks has no verdict', () => {
    expect(verdict([startOf(), ...views(3, MINUTE)])).toBeUndefined();
  });

  it('one reason speaks is a person’s, and keeps the reason', () => {
    expect(verdict([toldAtStart(['no_accept_language'])])).toEqual(judged(false, 'no_accept_language'));
    expect(verdict(views(20, 9_000))).toEqual(judged(false, 'rate'));
    expect(verdict(views(30, 6 * MINUTE))).toEqual(judged(false, 'no_engagement'));
    expect(verdict([startOf()], LISTED)).toEqual(judged(false, 'listed_network'));
    expect(verdict([signs('automation_webdriver')])).toEqual(judged(false, 'automation_webdriver'));
  });

  it('something senseless speaks has no verdict', () => {
    const told = (type: string, properties: object) =>
      verdict([serverEventOf(type, { properties: properties as never })]);
    expect(told('bot_signs', { reasons: ['rate', 7, null] })).toBeUndefined();
    expect(told('bot_signs', { reasons: [7, 'no_accept_language'] })).toStrictEqual(
      judged(false, 'no_accept_language'),
    );
    expect(told('bot_signs', { reasons: 'known_bot' })).toBeUndefined();
    expect(verdict([serverEventOf('bot_signs')])).toBeUndefined();
    expect(told('newsletter', { reasons: ['known_bot'], bot: true })).toBeUndefined();
    expect(told('bot_overruled', { bot: 'true' })).toBeUndefined();
    const { context } = toldAtStart(['known_bot']);
    expect(verdict([serverEventOf('newsletter', { ...(context && { context }) })])).toBeUndefined();
  });

  it('two independent reasons speak is a bot’s, wherever they come from', () => {
    const start = toldAtStart(['no_accept_language']);
    expect(verdict([start, ...views(20, 9_000)])).toEqual(judged(true, 'no_accept_language', 'rate'));
    expect(verdict([start, signs('automation_webdriver')])).toEqual(
      judged(true, 'no_accept_language', 'automation_webdriver'),
    );
    expect(verdict([startOf(), ...views(70, 6 * MINUTE), ...views(20, 1_000)], LISTED)).toEqual(
      judged(true, 'listed_network', 'rate', 'no_engagement'),
    );
  });

  it('two reasons of one kind speak is a person’s', () => {
    expect(verdict([toldAtStart(['automation_client_hints']), signs('client_hints_contradict')])).toEqual(
      judged(false, 'automation_client_hints', 'client_hints_contradict'),
    );
  });

  it('a request spoke is judged by the rules of now: what older ones called a bot may be none', () => {
    const older = { bot: true, rulesVersion: 1 };
    expect(verdict([toldAtStart(['http_library'], older)])).toMatchObject({ bot: false });
    expect(verdict([toldAtStart(['a reason that was given up'], older)])).toBeUndefined();
    expect(verdict([toldAtStart(['known_bot'], older)])).toEqual(judged(true, 'known_bot'));
  });

  it('the network of a list spoke that has changed since is judged by the list of now', () => {
    expect(verdict([toldAtStart(['listed_network'])])).toBeUndefined();
  });

  it('a newer release spoke keeps what that one said', () => {
    const newer = { bot: true, rulesVersion: BOT_RULES_VERSION + 1 };
    expect(verdict([toldAtStart(['a reason to come'], newer)])).toEqual(judged(true, 'a reason to come'));
    expect(verdict([toldAtStart(['a reason to come'], newer), word(false)])).toMatchObject({ bot: false });
  });
});

describe('the staff', () => {
  it('take a session for a person’s, and its reasons stay', () => {
    expect(verdict([toldAtStart(['known_bot']), word(false)])).toEqual({
      ...judged(false, 'known_bot'),
      staff: false,
    });
  });

  it('take a session for a bot’s, and are the reason', () => {
    expect(verdict([startOf(), word(true)])).toEqual({ ...judged(true, 'staff'), staff: true });
  });

  it('may change their mind: the latest word counts', () => {
    const words = [word(true, START + 1, 1), word(false, START + 2, 1), word(true, START, 2)];
    expect(verdict(words.slice(0, 2))).toMatchObject({ bot: false, staff: false });
    expect(verdict(words)).toMatchObject({ bot: true, staff: true });
  });

  it('are believed from the server alone', () => {
    const claimed = { ...word(true), source: 'browser' as const };
    expect(verdict([startOf(), claimed])).toBeUndefined();
  });
});

describe('what is told of the verdict alone', () => {
  const ofVerdict = [
    signs('http_library'),
    serverEventOf('bot_overruled', {
      occurredAt: START + 20 * MINUTE,
      epoch: 3,
      visitor: 'another',
      properties: { bot: true },
    }),
    serverEventOf('bot_relabelled', { occurredAt: START + 25 * MINUTE, epoch: 4 }),
  ];

  it('changes nothing of the session but the verdict, the epoch and how much was seen', () => {
    fc.assert(
      fc.property(sessionEventsArbitrary(), (events) => {
        const others = events.filter(({ type }) => !type.startsWith('bot_'));
        fc.pre(others.length > 0);
        const { bot, epoch, eventsSeen, ...before } = fold(others);
        const { startedAt: sessionStartedAt } = before;
        const after = fold([...others, ...ofVerdict.map((event) => ({ ...event, sessionStartedAt }))]);
        expect(after).toMatchObject(before);
        expect(after).toMatchObject({
          bot: { bot: true, staff: true },
          epoch: 4,
          eventsSeen: eventsSeen + 3,
        });
        expect(epoch).toBeLessThan(after.epoch);
      }),
    );
  });

  it('is a session all the same where nothing else is known of it', () => {
    expect(fold(ofVerdict)).toMatchObject({ pageViews: 0, bot: { bot: true } });
  });
});
