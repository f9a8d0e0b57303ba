import { expect, it } from 'vitest';
import { TOKEN } from '../analytics/storedShop.ts';
import { temporaryFootfall } from '../local/temporaryFootfall.ts';
import { eventually, httpVisitor } from '../support/httpVisitor.ts';

it('npm start tells its staff of a visitor who was there a moment ago, and nobody else', async () => {
  const { url } = await temporaryFootfall({ environment: { ADMIN_TOKEN: TOKEN } });
  const visitor = httpVisitor(url);
  await visitor.view('/shoes');
  const ask = async (
    path: string,
    headers: { [name: string]: string } = { authorization: `Bearer ${TOKEN}` },
  ) => {
    const response = await fetch(`${url}/api/analytics/${path}`, { headers });
    return { status: response.status, value: JSON.parse(await response.text()) };
  };

  await eventually(async () => {
    expect((await ask('visitors')).value.visitors).toHaveLength(1);
  });
  const [seen] = (await ask('visitors')).value.visitors;
  const journey = await ask(`journeys/${encodeURIComponent(seen.visitor)}`);
  expect(journey).toMatchObject({ status: 200, value: { sessions: [{ exitPage: '/shoes', pageViews: 1 }] } });

  const today = new Date().toISOString().slice(0, 10);
  const days = [-1, 1].map((step) =>
    new Date(Date.parse(today) + step * 86_400_000).toISOString().slice(0, 10),
  );
  const explored = await ask(`explore?from=${days[0]}&to=${days[1]}&by=device&filter=landingPage:/shoes`);
  expect(explored.value).toMatchObject({ rows: [{ value: 'desktop' }], total: { totalVisits: 1 } });

  const range = `from=${days[0]}&to=${days[1]}`;
  expect((await ask(`devices?${range}`)).value).toMatchObject({
    devices: [{ device: 'desktop', sessions: 1, visitors: 1 }],
    visitors: { total: 1, onSeveralDevices: 0 },
  });
  expect((await ask(`coverage?${range}`)).value).toMatchObject({ orders: 0, joinedShare: null });

  const paths = ['visitors', `journeys/${seen.visitor}`, 'explore', 'devices', 'coverage', 'summary'];
  for (const path of paths) {
    expect(await ask(path, {})).toMatchObject({ status: 401 });
  }
});
