import { onTestFinished } from 'vitest';
import { type Footfall, startFootfall } from '../../local/startFootfall.ts';
import { openRecord } from '../../local/wiring/openRecord.ts';
import type { Environment } from '../../src/config/environment.ts';
import type { StoredEvent } from '../../src/domain/events/event.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import type { SessionRecord } from '../../src/domain/sessions/session.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { keptLog } from '../support/testShop.ts';

/** A busy machine takes its time over a thousand messages: what is asserted of a record is asserted of all of it. */
const DRAIN_MS = 60_000;

/** Footfall on a free port, stopped with the test; its log is kept. */
export const temporaryFootfall = async ({
  dataDir,
  environment = {},
}: {
  readonly dataDir?: string;
  readonly environment?: Environment;
} = {}): Promise<Footfall & { readonly log: ReturnType<typeof keptLog> }> => {
  const log = keptLog();
  const dir = dataDir ?? (await temporaryDataDir());
  const footfall = await startFootfall({ port: 0, dataDir: dir, environment, log, drainMs: DRAIN_MS });
  onTestFinished(() => footfall.stop());
  return { ...footfall, log };
};

export interface WholeRecord {
  readonly sessions: readonly SessionRecord[];
  readonly events: readonly StoredEvent[];
}

const SHOP = 'shop' as SiteId;

/** All that the record of a stopped Footfall holds of the configured site. */
export const readRecord = async (dataDir: string, environment: Environment = {}): Promise<WholeRecord> => {
  const { record } = await openRecord(environment, { dataDir, log: keptLog(), now: Date.now });
  try {
    const sessions = await record.recentSessions(SHOP, 10_000);
    const events = await record.eventsOfSessions(
      sessions.map(({ site, browser, id }) => ({ site, browser, id })),
    );
    return { sessions, events };
  } finally {
    await record.close();
  }
};
