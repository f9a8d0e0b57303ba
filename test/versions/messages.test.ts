import { describe, expect, test } from 'vitest';
import type { Document } from '../../src/adapters/mongodb/driverPart.ts';
import { EVENTS, QUALITY, SESSIONS } from '../../src/adapters/mongodb/indexes.ts';
import { documentsIn, recordings } from './recordings.ts';
import { writerOn } from './writerOn.ts';

/**
 * What the writer makes of events: not when it did, nor what aggregators noted. `interactions` is by a rule that has changed
 * (2026-11-23: a product that is seen is none).
 */
const folded = (sessions: readonly Document[]): Document[] =>
  sessions.map(({ updatedAt, numbered, interactions, bot, expiresAt, ...session }) => ({
    ...session,
    ...judged(bot),
  }));

/** Events without until when they are kept, which documents say since 2026-11-23. */
const told = (events: readonly Document[]): Document[] => events.map(({ expiresAt, ...event }) => event);

/** What is a bot's for which reasons is the same; it is said by the rules of now. */
const judged = (bot: unknown): object => {
  if (bot === undefined) return {};
  const { rulesVersion, ...verdict } = bot as Document;
  return { bot: verdict };
};

describe.each(recordings)('messages of $release', (recording) => {
  const { messages } = recording;

  test('are written three weeks later, to the same events and the same sessions', async () => {
    const { write, letters, kept } = await writerOn();
    await write(messages);
    expect(letters).toEqual([]);
    const { sessions, events } = await kept();
    expect(told(events)).toEqual(told(documentsIn(recording, EVENTS)));
    expect(folded(sessions)).toEqual(folded(documentsIn(recording, SESSIONS)));
    expect(sessions.length).toBeGreaterThan(3);
  });

  test('that come again find what was written of them, and change nothing', async () => {
    const { write, letters, kept } = await writerOn(recording.documents);
    const before = await kept();
    await write(messages);
    expect(letters).toEqual([]);
    expect(await kept()).toEqual(before);
  });
});

const REFUSED_ONCE = recordings.filter(({ deadLetters }) => deadLetters.length > 0);

test.each(REFUSED_ONCE)(
  'what the writer of $release refused of the next release is written once that one is back',
  async ({ release, deadLetters }) => {
    const next = recordings[recordings.findIndex((one) => one.release === release) + 1];
    if (next === undefined) throw new Error(`nothing was recorded after ${release}`);
    const refused = new Set(deadLetters.map(({ body }) => body));
    const without = next.messages.filter((body) => !refused.has(body));
    expect(without).toHaveLength(next.messages.length - deadLetters.length);

    const { write, letters, kept } = await writerOn();
    await write(without);
    expect(folded((await kept()).sessions)).not.toEqual(folded(documentsIn(next, SESSIONS)));
    await write(deadLetters.map(({ body }) => body));
    expect(letters).toEqual([]);
    expect(folded((await kept()).sessions)).toEqual(folded(documentsIn(next, SESSIONS)));
  },
);

describe('a message of a later release', () => {
  const [old = '', other = ''] = recordings[0]?.messages ?? [];
  const changed = (change: (message: Document & { events: Document[] }) => void): string => {
    const message = JSON.parse(old);
    change(message);
    return JSON.stringify(message);
  };

  test.each([
    [
      'of another version',
      changed((message) => Object.assign(message, { v: 2 })),
      'the message "v" must be one of 1',
    ],
    [
      'with a part of another form beside its version',
      changed((message) => Object.assign(message, { v: 2, session: 'a text' })),
      'the message "v" must be one of 1',
    ],
    [
      'with a field that is not known yet',
      changed(({ events }) => Object.assign(events[0] ?? {}, { viewport: 'wide' })),
      'the message "events" [0] "viewport" is unknown',
    ],
  ])(
    '%s waits whole in the dead letters, which say why; its neighbours are written',
    async (_, body, reason) => {
      const { write, letters, kept, all } = await writerOn();
      expect(await write([body, other])).toEqual({ batchItemFailures: [] });
      expect(letters).toEqual([{ body, reason }]);
      expect((await kept()).sessions).toHaveLength(1);
      expect(await all(QUALITY)).toContainEqual(
        expect.objectContaining({ _id: 'buried:m0', counts: { deadLettered: 1 } }),
      );
    },
  );
});
