import { expect, it } from 'vitest';
import { createTally } from '../../src/runtime/tally.ts';
import { keptLog } from '../support/testShop.ts';

it('tells what it counted in one line a minute, and forgets nothing in between', () => {
  const log = keptLog();
  const clock = { nowMs: 1_000_000 };
  const count = createTally({ log, now: () => clock.nowMs });
  count('cookie_forged');
  for (let times = 0; times < 5; times++) count('cookie_forged');
  count('record_unavailable');
  clock.nowMs += 59_999;
  count('cookie_expired');
  expect(log.lines.map(({ fields }) => fields)).toEqual([{ cookie_forged: 1 }]);
  clock.nowMs += 1;
  count('cookie_expired');
  expect(log.lines.at(-1)).toEqual({
    level: 'info',
    message: 'counted',
    fields: { cookie_forged: 5, record_unavailable: 1, cookie_expired: 2 },
  });
});
