import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { staffCredentials } from '../../local/wiring/staffCredentials.ts';
import { verifyPassword } from '../../src/passwords/passwordHash.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';

const CHOSEN = 'correct horse battery staple';

describe('the staff’s password and token', () => {
  it('are made once where none is given, and can be shown at each start', async () => {
    const dataDir = await temporaryDataDir();
    const made = await staffCredentials({}, dataDir);
    expect(made.shown.password).toMatch(/^[0-9a-z]{5}(?:-[0-9a-z]{5}){3}$/);
    expect(made.shown.token).toBe(made.token);
    expect(made.token.length).toBeGreaterThanOrEqual(43);
    expect(await verifyPassword(made.shown.password ?? '', made.passwordHash)).toBe(true);
    expect(await staffCredentials({}, dataDir)).toEqual(made);
    expect((await stat(join(dataDir, 'staff.json'))).mode & 0o777).toBe(0o600);
    expect(await staffCredentials({}, await temporaryDataDir())).not.toMatchObject({ token: made.token });
  });

  it('are what the environment says; of a chosen password only the hash is kept, and it goes on without the environment', async () => {
    const dataDir = await temporaryDataDir();
    const made = await staffCredentials({}, dataDir);
    const given = { ADMIN_PASSWORD: CHOSEN, ADMIN_TOKEN: 'a token of the shop’s own' };
    const chosen = await staffCredentials(given, dataDir);
    expect(chosen).toMatchObject({ token: given.ADMIN_TOKEN, shown: {} });
    expect(await verifyPassword(CHOSEN, chosen.passwordHash)).toBe(true);
    const kept = await readFile(join(dataDir, 'staff.json'), 'utf8');
    for (const secret of [CHOSEN, given.ADMIN_TOKEN, made.shown.password ?? ''])
      expect(kept).not.toContain(secret);

    // The same hash: who has logged in stays so.
    expect((await staffCredentials(given, dataDir)).passwordHash).toBe(chosen.passwordHash);
    const later = await staffCredentials({}, dataDir);
    expect(later).toMatchObject({ passwordHash: chosen.passwordHash, token: made.token });
    expect(later.shown).toEqual({ token: made.token });
  });

  it('are not guessed at where what is kept is damaged', async () => {
    const dataDir = await temporaryDataDir();
    await writeFile(join(dataDir, 'staff.json'), '{"passwordHash":');
    await expect(staffCredentials({}, dataDir)).rejects.toThrow(/staff\.json is damaged: delete it/);
    await writeFile(join(dataDir, 'staff.json'), '{"passwordHash":"x"}');
    await expect(staffCredentials({}, dataDir)).rejects.toThrow(/must be "scrypt/);
  });
});
