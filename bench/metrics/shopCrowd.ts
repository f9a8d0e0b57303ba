import type { NumberedVisitor, SessionFact } from '../../src/domain/metrics/sessionFact.ts';
import { seededRandom } from '../writer/seededRandom.ts';
import { shopSessions } from './shopSessions.ts';

/** Of the sessions of people, those of somebody who was never there before. */
const NEW_SHARE = 0.5;
/** Those of somebody who was there today already; the rest are of people of earlier days. */
const AGAIN_TODAY_SHARE = 0.15;
/** People of a day, a session of theirs or a bot's. */
export const VISITORS_PER_SESSION = (1 - AGAIN_TODAY_SHARE) * (11 / 12);

/** Sessions that differ in what they did; who did it is another each time. */
const DIFFERENT = 20_000;

/** Of all who were ever there, the recent ones most often: half of those who come back are of the last eighth. */
const RECENTLY = 3;

type Template = { -readonly [Field in keyof SessionFact]: SessionFact[Field] };

/** The people of a shop over many days, the same in each run, by the numbers that an aggregator gives them. */
export const shopCrowd = () => {
  const random = seededRandom(6);
  const span = { fromMs: 0, toMs: DIFFERENT };
  const templates: Template[] = [...shopSessions({ count: DIFFERENT, visitors: DIFFERENT, ...span })];
  let known = 0;
  let today: number[] = [];

  const anyNumber = (): Pick<NumberedVisitor, 'number' | 'first'> => {
    const chance = random();
    const again = today[Math.floor(random() * today.length)];
    if (known === 0 || chance < NEW_SHARE) return { number: known++, first: true };
    if (again !== undefined && chance < NEW_SHARE + AGAIN_TODAY_SHARE) return { number: again, first: false };
    return { number: known - 1 - Math.floor(known * random() ** RECENTLY), first: false };
  };

  return {
    nextDay: (): void => {
      today = [];
    },
    /** The next session. Whoever wants to keep it copies it: one is made over into another. */
    next: (): SessionFact => {
      const session = templates[Math.floor(random() * templates.length)] as Template;
      if (session.botReasons !== undefined) return session;
      const visited = anyNumber();
      today.push(visited.number);
      session.numbered = { visitor: session.visitor, ...visited };
      return session;
    },
    /** How many different people there were so far. */
    size: (): number => known,
  };
};
