import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import type { Deployed } from './openDeployed.ts';
import { until } from './until.ts';
import { YESTERDAY } from './yesterday.ts';

/** The rule's minute, the run's seconds, and a busy machine's. */
const ONE_MINUTE_RUN_MS = 100_000;

/** EventBridge's own doing: nobody calls the minute function here. */
export const theMinute = (deployed: () => Deployed): void => {
  it('each minute EventBridge has who is there counted', async () => {
    const { aws, output, ask, record } = deployed();
    const rule = await aws.eventbridge.send(new DescribeRuleCommand({ Name: output('MinuteRuleName') }));
    expect(rule).toMatchObject({ State: 'ENABLED', ScheduleExpression: 'rate(1 minute)' });
    await until(
      'visitors of this minute in the live answer',
      async () => {
        const live = await ask('analytics/realtime');
        expect(live).toMatchObject({ site: 'shop', degraded: null });
        expect(live.activeVisitors).toBeGreaterThan(3);
        expect(live.topPages).not.toEqual([]);
      },
      ONE_MINUTE_RUN_MS,
    );
    const minutes = await record('realtime_metrics');
    expect(minutes.at(-1)).toMatchObject({ siteId: 'shop', minute: expect.any(Date) });
  }, 120_000);
};

/** The day that has ended, whose visits were planted. */
export const theMidnight = (deployed: () => Deployed, planted: () => readonly string[]): void => {
  it('the day that has ended is closed: three visits of two visitors, in the answers and in MongoDB', async () => {
    const { aws, output, ask, record } = deployed();
    await until('yesterday’s sessions in MongoDB', async () =>
      expect(await record('sessions', { _id: { $in: planted() } })).toHaveLength(3),
    );
    const run = await aws.lambda.send(new InvokeCommand({ FunctionName: output('MidnightFunctionName') }));
    const said = Buffer.from(run.Payload ?? []).toString();
    expect([run.StatusCode, run.FunctionError], said).toEqual([200, undefined]);

    const range = `from=${YESTERDAY}&to=${YESTERDAY}`;
    const { current, status } = await ask(`analytics/summary?${range}`);
    expect(status).toMatchObject({ provisional: false, missingDays: [] });
    expect(current).toMatchObject({
      totalVisits: 3,
      uniqueVisits: 2,
      newVisitors: 2,
      returningVisitors: 0,
      newSessions: 2,
      pageViews: 6,
      bounces: 1,
      bounceRate: 1 / 3,
      averageDurationMs: 60_000,
      orders: 0,
    });
    const { rows } = await ask(`analytics/breakdown?by=landingPage&${range}`);
    expect(rows.map(({ value }: { value: string }) => value).sort()).toEqual(['/', '/shoes/red']);
    expect(await record('daily_metrics', { day: YESTERDAY })).toMatchObject([
      { _id: `shop:${YESTERDAY}`, totals: { totalVisits: 3, uniqueVisits: 2, pageViews: 6 } },
    ]);
  });
};

/** The staff's way in, by password. */
export const theStaff = (deployed: () => Deployed): void => {
  it('the staff come in by their password, and by none else', async () => {
    const { url, staff } = deployed();
    const login = (password: string) =>
      fetch(`${url}/api/admin/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
        body: JSON.stringify({ password }),
      });
    expect((await login(`${staff.password}x`)).status).toBe(401);
    const welcome = await login(staff.password);
    expect([welcome.status, await welcome.text()]).toEqual([200, '{"ok":true}']);
    const [cookie = ''] = welcome.headers.getSetCookie();
    expect(cookie).toMatch(/^footfall_staff=.*HttpOnly/);
    const me = await fetch(`${url}/api/admin/me`, { headers: { cookie: cookie.split(';')[0] as string } });
    expect(me.status).toBe(200);
  });
};
