import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { spoolPath } from '../../local/queue/openLocalSpool.ts';
import { openLocalDb, recordPath } from '../../local/wiring/openLocalDb.ts';
import { FolderLocked } from '../../src/adapters/embedded/lockFolder.ts';
import { LogCorrupted } from '../../src/adapters/embedded/logErrors.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { keptLog } from '../support/testShop.ts';

/** A data folder whose record was in MongoDB until now. */
const folderWithSpool = async (): Promise<string> => {
  const dataDir = await temporaryDataDir();
  await mkdir(dirname(spoolPath(dataDir)), { recursive: true });
  await writeFile(spoolPath(dataDir), '');
  return dataDir;
};
const open = (dataDir: string) => openLocalDb({ dataDir, log: keptLog(), now: Date.now });

describe('a record that is new in a folder with a queue', () => {
  it('is at no moment a folder without its log, which a killed start would leave', async () => {
    for (let round = 0; round < 10; round++) {
      const dataDir = await folderWithSpool();
      const path = recordPath(dataDir);
      let withoutLog = 0;
      let next: NodeJS.Immediate | undefined;
      const lookAgain = (): void => {
        if (existsSync(dirname(path)) && !existsSync(path)) withoutLog += 1;
        next = setImmediate(lookAgain);
      };
      lookAgain();
      const db = await open(dataDir);
      clearImmediate(next);
      await db.close();
      expect(withoutLog).toBe(0);
      expect(existsSync(path)).toBe(true);
    }
  });

  it('is made by one of two who open it at once', async () => {
    const dataDir = await folderWithSpool();
    const opened = await Promise.allSettled([open(dataDir), open(dataDir)]);
    for (const one of opened) if (one.status === 'fulfilled') await one.value.close();
    expect(opened.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [refused] = opened.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toBeInstanceOf(FolderLocked);
    expect((await readdir(dataDir)).sort()).toEqual(['queue', 'record']);
  });

  it('is no new one where its log is gone', async () => {
    const dataDir = await folderWithSpool();
    await (await open(dataDir)).close();
    await rm(recordPath(dataDir));
    await expect(open(dataDir)).rejects.toBeInstanceOf(LogCorrupted);
  });
});
