import { type Deed, type Mishap, START_MS } from './plan.ts';
import type { Outcome } from './runSchedule.ts';

const timeOf = (ms: number): string => new Date(ms).toISOString().slice(11, 23);

const lineOf = ({ id, atMs, ...rest }: Deed | Mishap): string => {
  const details = Object.entries(rest).map(([name, value]) => {
    if (name === 'kind') return `${value}`;
    return name === 'untilMs' ? `until ${timeOf(value as number)}` : `${name} ${JSON.stringify(value)}`;
  });
  return `  ${timeOf(atMs)}  ${id}: ${details.join(', ')}`;
};

/** What a schedule held and what it broke, in order of time, to be read by a person. */
export const tellOutcome = ({ breaches, deeds, mishaps, fired }: Outcome): string =>
  [
    `Broken:`,
    ...breaches.map((breach) => `  ${breach}`),
    `What was done, and what befell whole places (UTC, ${new Date(START_MS).toISOString().slice(0, 10)}):`,
    ...[...deeds, ...mishaps].sort((a, b) => a.atMs - b.atMs).map(lineOf),
    `What befell single calls:`,
    ...(fired.length === 0 ? ['  nothing'] : fired.map(({ name, fault }) => `  ${fault}: ${name}`)),
  ].join('\n');
