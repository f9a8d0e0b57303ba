import { type Outcome, runSchedule, type Schedule } from './runSchedule.ts';

/** Of a breach such as `lost: …`: another event that is lost is the same mistake, another number that is wrong is too. */
export const kindOf = (breach: string): string => breach.slice(0, breach.indexOf(':'));

/** So many schedules are tried, at most. */
const MAX_TRIES = 400;

/** What could be left out of a schedule. */
const partsOf = ({ deeds, mishaps, fired }: Outcome): string[] => [
  ...fired.map(({ name }) => name),
  ...mishaps.map(({ id }) => id),
  ...deeds.map(({ id }) => id),
];

const halved = <T>(parts: readonly T[], size: number): T[][] => {
  const some: T[][] = [];
  for (let from = 0; from < parts.length; from += size) some.push(parts.slice(from, from + size));
  return some;
};

/**
 * Leaves out of a schedule that breaks something all that it breaks without (Zeller's delta debugging: large parts first, then smaller
 * ones, until no single part can go): faults of calls, mishaps, deeds.
 * @returns the schedule, and what comes of it
 */
export const shrinkSchedule = async (
  schedule: Schedule,
  broken: Outcome,
): Promise<{ readonly schedule: Schedule; readonly outcome: Outcome }> => {
  const kinds = new Set(broken.breaches.map(kindOf));
  let without = new Set(schedule.without);
  let outcome = broken;
  let tries = 0;

  /** Leaves these out, where it still breaks. */
  const leaveOut = async (parts: readonly string[]): Promise<boolean> => {
    tries += 1;
    const fewer = new Set([...without, ...parts]);
    const tried = await runSchedule({ ...schedule, without: fewer });
    if (!tried.breaches.some((breach) => kinds.has(kindOf(breach)))) return false;
    without = fewer;
    outcome = tried;
    return true;
  };

  for (let size = Math.ceil(partsOf(outcome).length / 2); size >= 1; ) {
    let isSmaller = false;
    for (const parts of halved(partsOf(outcome), size)) {
      if (tries >= MAX_TRIES) return { schedule: { ...schedule, without }, outcome };
      const there = new Set(partsOf(outcome));
      const left = parts.filter((part) => there.has(part));
      if (left.length > 0 && (await leaveOut(left))) isSmaller = true;
    }
    if (size === 1 && !isSmaller) break;
    size = isSmaller && size === 1 ? 1 : Math.max(1, size >> 1);
  }
  return { schedule: { ...schedule, without }, outcome };
};
