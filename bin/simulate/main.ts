import { writeFile } from 'node:fs/promises';
import { Complaint, runCommand } from '../aggregate/Complaint.ts';
import { connectLocalServer, readControl } from '../aggregate/localServer.ts';
import { createProgress } from '../aggregate/progress.ts';
import { AGGREGATION, throughServer } from '../aggregate/throughServer.ts';
import { type SimulateOptions, simulateOptions } from './options.ts';
import { lookAround } from './play/lookAround.ts';
import { playVisits } from './play/playVisits.ts';
import { type ServedSite, servedSites } from './play/servedSites.ts';
import { createShopServer } from './play/shopServer.ts';
import { withPlenty } from './play/stock.ts';
import { createTally } from './summary.ts';
import { daysUntil } from './traffic/calendar.ts';
import { catalogueOf } from './traffic/catalogue.ts';
import { visitsOf } from './traffic/visitsOf.ts';

/** So many requests between two looks at how far the writer is. */
const LOOK_EVERY = 2_000;

const siteOf = (sites: readonly ServedSite[], id: string | undefined): ServedSite => {
  const site = id === undefined ? sites[0] : sites.find((one) => one.id === id);
  if (site !== undefined) return site;
  throw new Complaint(`--site must be one of ${sites.map((one) => one.id).join(', ')}.`);
};

const perSecond = (count: number, ms: number): string =>
  Math.round((count * 1_000) / ms).toLocaleString('en');

/** Months of a believable shop, through the front door: HTTP, and a clock that the server lets us move. */
const simulate = async (options: SimulateOptions): Promise<void> => {
  const control = await readControl(options.dataDir);
  if (control === undefined) {
    throw new Complaint('No Footfall is running: start it with npm start, then run this beside it.');
  }
  const url = options.url ?? control.url;
  const server = connectLocalServer({ ...control, url }, options);
  try {
    const site = siteOf(await servedSites(server), options.site);
    const timezone = options.timezone ?? site.timezone;
    const days = daysUntil(options.untilMs, options.days, timezone);
    const fromMs = days[0]?.startMs ?? options.untilMs;
    const shop = createShopServer(server, { token: control.token, origin: site.origin });
    const { products, visit } = await lookAround(server, {
      token: control.token,
      origin: site.origin,
      atMs: fromMs,
    });
    const tally = createTally(days);
    tally.add(visit);
    const progress = createProgress(process.stdout, 'Simulating');
    const startedAt = performance.now();
    let requests = 0;
    let keepingUp: Promise<void> | undefined;

    await withPlenty(server, { site: site.id, products }, () =>
      playVisits({
        visits: visitsOf({
          seed: options.seed,
          days,
          perDay: options.sessionsPerDay,
          timezone,
          untilMs: options.untilMs,
          shop: { site: site.id, origin: site.origin, catalogue: catalogueOf(products) },
        }),
        connections: options.connections,
        send: async (step, visit) => {
          await keepingUp;
          await shop.send(step, visit);
        },
        onVisit: tally.add,
        onStep: ({ atMs }) => {
          requests += 1;
          const fraction = (atMs - fromMs) / (options.untilMs - fromMs);
          const day = days.findLast(({ startMs }) => startMs <= atMs)?.date ?? '';
          const speed = perSecond(requests, performance.now() - startedAt);
          progress.update(fraction, `${day}  ${requests.toLocaleString('en')} requests, ${speed}/s`);
          if (requests % LOOK_EVERY !== 0) return;
          keepingUp = shop.keepUp((messages) =>
            progress.update(fraction, `${day}  the writer has ${messages} to go`),
          );
        },
      }),
    );
    const tookMs = performance.now() - startedAt;
    const summary = tally.summary();
    progress.done(
      `${summary.sessions.toLocaleString('en')} sessions, ${summary.orders} orders, ${requests.toLocaleString('en')} requests at ${perSecond(requests, tookMs)}/s`,
    );

    const writing = createProgress(process.stdout, 'Writing   ');
    let most = 1;
    await shop.written((messages) => {
      most = Math.max(most, messages);
      writing.update(1 - messages / most, `${messages} messages to go`);
    });
    writing.done('all of it is in the record');

    if (options.summary !== undefined) {
      const told = {
        seed: options.seed,
        site: site.id,
        timezone,
        fromMs,
        untilMs: options.untilMs,
        tookMs,
        ...summary,
      };
      await writeFile(options.summary, `${JSON.stringify(told, undefined, 2)}\n`);
    }
    const [first, last] = [days[0]?.date, days.at(-1)?.date];
    await throughServer(AGGREGATION, server, {
      site: site.id,
      ...(first === undefined || last === undefined ? {} : { from: first, to: last }),
    });
    process.stdout.write(`\nThe dashboard: ${url}/dashboard/\n`);
  } finally {
    server.close();
  }
};

await runCommand(() =>
  simulate(simulateOptions(process.argv.slice(2), { dataDir: process.env.DATA_DIR, nowMs: Date.now() })),
);
