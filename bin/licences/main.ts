import { readFile } from 'node:fs/promises';
import { Complaint, runCommand } from '../aggregate/Complaint.ts';
import { type LockedPackage, licenceFaults } from './licenceFaults.ts';

const LOCK = new URL('../../package-lock.json', import.meta.url);

/** Whether every package of the tree is under a permissive licence. */
await runCommand(async () => {
  const { packages } = JSON.parse(await readFile(LOCK, 'utf8')) as {
    readonly packages: { readonly [path: string]: LockedPackage };
  };
  const faults = licenceFaults(packages);
  if (faults.length > 0) throw new Complaint(`Not under a permissive licence:\n${faults.join('\n')}`);
  process.stdout.write(`${Object.keys(packages).length - 1} packages, all under permissive licences.\n`);
});
