import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Environment } from '../../src/config/environment.ts';
import { temporaryFootfall } from '../local/temporaryFootfall.ts';
import { describeWith, startRedis } from '../servers/servers.ts';
import { eventually, httpVisitor } from '../support/httpVisitor.ts';
import { aggregateByHand, staffClient, untilWritten } from '../support/staffClient.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { storefrontCustomer } from './storefrontCustomer.ts';

const isFoundIn = async (dir: string, ids: readonly string[]): Promise<string[]> => {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const { parentPath, name } of entries.filter((entry) => entry.isFile())) {
    const text = await readFile(join(parentPath, name), 'latin1');
    found.push(...ids.filter((id) => text.includes(id)).map((id) => `${name}: ${id}`));
  }
  return found;
};

const erasesAll = (open: () => Promise<Environment>) =>
  it('a person is gone from the whole data folder, comes back as somebody new, and the numbers stay', {
    timeout: 60_000,
  }, async () => {
    const dataDir = await temporaryDataDir();
    const footfall = await temporaryFootfall({ dataDir, environment: await open() });
    const { url } = footfall;
    const control = JSON.parse(await readFile(join(dataDir, 'control.json'), 'utf8'));
    const staff = staffClient(footfall);
    const send = async (method: string, path: string) => {
      const headers = { authorization: `Bearer ${footfall.staff.token}` };
      const answer = await fetch(`${url}/api/${path}`, { method, headers });
      return { status: answer.status, headers: answer.headers, body: JSON.parse(await answer.text()) };
    };

    const visitor = httpVisitor(url);
    await visitor.view('/shop');
    const customer = storefrontCustomer(url, { jar: visitor.jar });
    const customerId = await customer.registers();
    await customer.puts('red-runners');
    await customer.orders();
    await aggregateByHand(control);
    const { body: exported, headers } = await send('GET', `admin/visitors/${customerId}`);
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="footfall-\d{4}-\d\d-\d\d.json"$/,
    );
    expect(exported.held).toMatchObject({
      sessions: [{ converted: true }],
      accounts: [{ customerId }],
      shopOrders: [{ customerId }],
      liveSessions: [{ customerId }],
    });
    const { ids, held } = exported;
    const names = [
      customerId,
      ...ids.visitors,
      ...ids.browsers,
      held.sessions[0]._id,
      held.accounts[0].email,
    ] as string[];
    const today = new Date().toISOString().slice(0, 10);
    const { totalVisits, uniqueVisits, orders, revenue } = (
      await staff.ask(`analytics/summary?from=${today}&to=${today}`)
    ).current;

    const erased = await send('DELETE', `admin/visitors/${customerId}`);
    expect(erased).toMatchObject({ status: 200, body: { erased: true, liveSessions: 1 } });
    await visitor.view('/shop/again');
    expect(visitor.failures).toEqual([]);
    await untilWritten(url);
    await aggregateByHand(control);
    // The endpoint gives an answer again for some seconds.
    await eventually(async () =>
      expect((await staff.ask(`analytics/summary?from=${today}&to=${today}`)).current).toMatchObject({
        totalVisits: totalVisits + 1,
        uniqueVisits: uniqueVisits + 1,
        orders,
        revenue,
      }),
    );
    for (const id of names.slice(0, 2)) expect((await send('GET', `admin/visitors/${id}`)).status).toBe(404);
    // The record's log is rewritten beside the answers.
    await eventually(async () => expect(await isFoundIn(join(dataDir, 'record'), names)).toEqual([]));
    await footfall.stop();
    expect(await isFoundIn(dataDir, names)).toEqual([]);
  });

erasesAll(async () => ({}));

describeWith(['redis'], 'with Redis,', () => {
  erasesAll(async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    return { REDIS_URL: redis.url };
  });
});
