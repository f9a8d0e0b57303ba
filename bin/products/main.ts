import { SEED_PRODUCTS } from '../../local/storefront/seedProducts.ts';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import { sitesOf } from '../../src/config/sitesOf.ts';
import type { Site } from '../../src/domain/site.ts';
import { Complaint, runCommand } from '../aggregate/Complaint.ts';
import { parseCommand } from '../command/parseCommand.ts';
import { withRecord } from '../command/withRecord.ts';
import { putProducts } from './putProducts.ts';
import { readProducts } from './readProducts.ts';

const USAGE = 'MONGODB_URI=… npm run products -- [--file products.json] [--site ID]';
const COMMAND_TIMEOUT_MS = 30_000;

const configuredSites = (): readonly [Site, ...Site[]] => {
  try {
    return sitesOf(process.env);
  } catch (error) {
    throw error instanceof ConfigurationError ? new Complaint(error.message, { cause: error }) : error;
  }
};

const wantedSite = (named: string | undefined): Site => {
  const sites = configuredSites();
  const site = named === undefined && sites.length === 1 ? sites[0] : sites.find(({ id }) => id === named);
  if (site !== undefined) return site;
  const what =
    named === undefined ? 'There are several sites: name one by --site.' : `No site is "${named}".`;
  throw new Complaint(`${what} Known are ${sites.map(({ id }) => id).join(', ')}.`);
};

/** Puts products into the catalogue: those of the demo shop where no file names others. */
await runCommand(async () => {
  const { file, site: named } = parseCommand(process.argv.slice(2), {
    usage: USAGE,
    options: { file: { type: 'string' }, site: { type: 'string' } },
  });
  const site = wantedSite(named);
  const products = file === undefined ? SEED_PRODUCTS : await readProducts(file);
  const { made, described } = await withRecord(process.env, { commandTimeoutMs: COMMAND_TIMEOUT_MS }, (db) =>
    putProducts({ db, timeoutMs: COMMAND_TIMEOUT_MS }, site.id, products),
  );
  process.stdout.write(
    `${site.id}: ${made} products are new, ${described} were there and are described anew; their stock stays.\n`,
  );
});
