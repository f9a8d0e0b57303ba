import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startFootfall } from '../../local/startFootfall.ts';
import { readRecord } from '../local/temporaryFootfall.ts';
import { untilWritten } from '../support/staffClient.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { keptLog } from '../support/testShop.ts';
import { recordedBrowser } from './recordedBrowser.ts';
import { payloadOf, recordings } from './recordings.ts';
import { RECORDED } from './recordingTerms.ts';

test.each(recordings)(
  'the data folder of $release, switched off amid its work, is gone on with',
  async ({ laptop }) => {
    const dataDir = await temporaryDataDir();
    for (const { file, bytes } of laptop.files) {
      await mkdir(dirname(join(dataDir, file)), { recursive: true });
      await writeFile(join(dataDir, file), bytes);
    }
    const log = keptLog();
    const footfall = await startFootfall({
      port: 0,
      dataDir,
      environment: RECORDED.environment,
      log,
      now: () => RECORDED.endedAtMs,
    });
    onTestFinished(() => footfall.stop());
    const browser = recordedBrowser(footfall.url, laptop.cookies);
    await browser.ask('/track', { eventType: 'page_view', path: '/later' });
    await untilWritten(footfall.url);
    await footfall.stop();

    const { sessions, events } = await readRecord(dataDir);
    const views = events.filter(({ type }) => type === 'page_view').map(({ path }) => path);
    expect(views.toSorted()).toEqual(['/', '/later', '/shoes']);
    const { sid, vid } = payloadOf(laptop.cookies.session);
    expect(sessions).toMatchObject([{ id: sid, visitor: vid, pageViews: 3 }]);
    expect(log.lines.filter(({ level }) => ['error', 'critical'].includes(level))).toEqual([]);
  },
);
