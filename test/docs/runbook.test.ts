import { expect, test } from 'vitest';
import { ALARMS, RUNBOOK } from '../../lib/alarms/alarmTable.ts';
import { headingsOf, pageAt, slugOf } from './pages.ts';

const runbook = pageAt(RUNBOOK);
const headings = headingsOf(runbook);
const begins = headings.findIndex(({ title }) => title === 'Alarms');
const ends = headings.findIndex(({ level }, index) => index > begins && level <= 2);
const told = headings.slice(begins + 1, ends).map(({ title }) => title);

test('the runbook has a heading for each alarm, in their order, and for no other', () => {
  expect(told).toEqual(Object.values(ALARMS).map(({ title }) => title));
});

test('what an alarm says leads to its heading', () => {
  expect(told.map(slugOf)).toEqual(Object.values(ALARMS).map(({ slug }) => slug));
});

test.each(told)('%s: what it means, how bad it is, where to look, what to do', (title) => {
  const section = runbook.text.split(`### ${title}\n`)[1]?.split('\n#')[0];
  for (const part of ['Means', 'How bad', 'Look', 'Do']) {
    expect(section?.toLowerCase()).toContain(`**${part.toLowerCase()}**`);
  }
});
