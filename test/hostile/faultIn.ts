import { setTimeout as sleep } from 'node:timers/promises';
import { SHOP_ORIGIN } from '../../bench/traffic/site.ts';
import type { Answer, Client, Question } from './ask.ts';
import { PWNED } from './corpus/texts.ts';

/** Where our own code or machine shows through. */
const INSIDES = /node_modules|\.ts:\d+|\bat \w+ \(|BSONError|MongoServerError|ECONNREFUSED/;

/** What we set, or take away again. */
const OUR_COOKIE = /^(?:session|visitor_id|footfall_\w+|cart|refresh)=[\w.-]*;/;

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** What is wrong with an answer to whatever was asked, or `undefined`. */
export const faultIn = ({ status, headers, body }: Answer): string | undefined => {
  if (status < 200 || status >= 500) return `answered ${status}: ${body.slice(0, 200)}`;
  const type = headers['content-type'] ?? '';
  if (type.includes('json') && body !== '' && !isJson(body)) return `is no JSON: ${body.slice(0, 200)}`;
  if (status >= 400 && INSIDES.test(body)) return `shows our insides: ${body.slice(0, 200)}`;
  if (type.includes('html') && body.includes(PWNED)) return 'has the request’s markup in a page';
  if ('polluted' in headers) return 'shows that a prototype was changed';
  const cookies = headers['set-cookie'] ?? [];
  const planted = cookies.find((cookie) => !OUR_COOKIE.test(cookie));
  if (planted !== undefined) return `sets ${planted}`;
  if (headers.location !== undefined) return `leads to ${headers.location}`;
  const allowed = headers['access-control-allow-origin'];
  return allowed === undefined || allowed === SHOP_ORIGIN ? undefined : `lets ${allowed} read it`;
};

/** Shedding is no fault of the request: what was shed is asked again, as its `Retry-After` says, so often. */
const MAX_TRIES = 4;

/** @returns the answer, which may still be 503 where it is so each time */
export const askUntilHeard = async (client: Client, question: Question): Promise<Answer> => {
  for (let tries = 1; ; tries++) {
    const answer = await client.ask(question);
    if (answer.status !== 503 || tries === MAX_TRIES) return answer;
    await sleep(Number(answer.headers['retry-after'] ?? 1) * 1_000);
  }
};
