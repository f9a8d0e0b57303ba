import { writeFile } from 'node:fs/promises';
import { Complaint, runCommand } from '../aggregate/Complaint.ts';
import { parseCommand } from '../command/parseCommand.ts';
import { reckonedPages } from './pages.ts';

const USAGE = 'npm run cost [-- --check]';

/** Reckons the tables of `docs/cost.md` and `docs/scale.md` and writes them there; with `--check` only says whether they are right. */
await runCommand(async () => {
  const { check } = parseCommand(process.argv.slice(2), {
    usage: USAGE,
    options: { check: { type: 'boolean', default: false } },
  });
  const pages = await reckonedPages();
  const stale = pages.filter(({ now, reckoned }) => now !== reckoned);
  if (check && stale.length > 0) {
    throw new Complaint(
      `Not what is reckoned: ${stale.map(({ name }) => name).join(', ')}. Run "npm run cost".`,
    );
  }
  for (const { path, reckoned } of stale) await writeFile(path, reckoned);
  for (const page of pages) {
    console.log(`${page.name}: ${stale.includes(page) ? 'written anew' : 'holds what is reckoned'}.`);
  }
});
