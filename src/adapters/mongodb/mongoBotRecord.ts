import type { SessionVerdict } from '../../domain/bots/verdict.ts';
import type { BrowserId, SessionId, SiteId, VisitorId } from '../../domain/ids.ts';
import type { BotRecord, JudgedSession, SuspiciousSession } from '../../ports/BotRecord.ts';
import { cursorBatches } from './cursorBatches.ts';
import type { Document, DriverDb } from './driverPart.ts';
import { SESSIONS } from './indexes.ts';
import { recordAnswers } from './recordAnswers.ts';

/** Sessions of a batch: what a store answers well within its time. */
const BATCH = 1_000;

/** What a {@link JudgedSession} needs of a session's document. */
const JUDGED_FIELDS = {
  _id: 1,
  b: 1,
  visitorId: 1,
  startedAt: 1,
  epoch: 1,
  eventsSeen: 1,
  bot: 1,
} as const;
const SUSPICIOUS_FIELDS = {
  ...JUDGED_FIELDS,
  'device.type': 1,
  country: 1,
  landingPage: 1,
} as const;

interface JudgedDocument {
  readonly _id: SessionId;
  readonly b: BrowserId;
  readonly visitorId: VisitorId;
  readonly startedAt: Date;
  readonly epoch: number;
  readonly eventsSeen: number;
  readonly bot?: SessionVerdict;
}
interface SuspiciousDocument extends JudgedDocument {
  readonly bot: SessionVerdict;
  readonly device: { readonly type: string };
  readonly country?: string;
  readonly landingPage?: string;
}

const judgedOf = (document: Document): JudgedSession => {
  const { _id, b, visitorId, startedAt, epoch, eventsSeen, bot } = document as unknown as JudgedDocument;
  return {
    id: _id,
    browser: b,
    visitor: visitorId,
    startedAt: startedAt.getTime(),
    epoch,
    eventsSeen,
    ...(bot === undefined ? {} : { verdict: bot }),
  };
};

const suspiciousOf = (document: Document): SuspiciousSession => {
  const { bot, device, country, landingPage } = document as unknown as SuspiciousDocument;
  return {
    ...judgedOf(document),
    verdict: bot,
    device: device.type,
    ...(country === undefined ? {} : { country }),
    ...(landingPage === undefined ? {} : { landingPage }),
  };
};

/** What is left of an erased session has no events any more: folded anew it would be none. */
const NOT_ERASED = { erased: { $exists: false } } as const;

const startedIn = (site: SiteId, fromMs: number, toMs: number) => ({
  siteId: site,
  startedAt: { $gte: new Date(fromMs), $lt: new Date(toMs) },
  ...NOT_ERASED,
});

/**
 * What the record knows of bots, on MongoDB's driver or on whatever offers the same part of its interface: the embedded engine.
 * @param timeoutMs how long each command may take; absent means as long as the driver waits
 */
export const mongoBotRecord = ({
  db,
  timeoutMs,
}: {
  readonly db: DriverDb;
  readonly timeoutMs?: number;
}): BotRecord => {
  const { answer, findOne } = recordAnswers(timeoutMs);
  const sessions = db.collection(SESSIONS);

  return {
    async *judgedSessions(site, fromMs, toMs) {
      const cursor = sessions.find(startedIn(site, fromMs, toMs), {
        projection: JUDGED_FIELDS,
        batchSize: BATCH,
      });
      for await (const documents of cursorBatches(answer, 'give verdicts', cursor)) {
        yield documents.map(judgedOf);
      }
    },

    async *suspiciousSessions(site, fromMs, toMs) {
      const cursor = sessions.find(
        { ...startedIn(site, fromMs, toMs), bot: { $exists: true } },
        { projection: SUSPICIOUS_FIELDS, batchSize: BATCH },
      );
      for await (const documents of cursorBatches(answer, 'give bots', cursor)) {
        yield documents.map(suspiciousOf);
      }
    },

    findJudged: async (site, session) => {
      const found = await findOne(
        'find a session',
        sessions,
        { _id: session, siteId: site, ...NOT_ERASED },
        { projection: JUDGED_FIELDS },
      );
      return found && judgedOf(found);
    },
  };
};
