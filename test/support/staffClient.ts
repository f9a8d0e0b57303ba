import { localDateOf } from '../../src/domain/time/localTime.ts';
import { eventually } from './httpVisitor.ts';

const DAY_MS = 86_400_000;

/** Where a Footfall is, and the token by which a program of the staff comes in. */
interface StaffAccess {
  readonly url: string;
  readonly staff: { readonly token?: string };
}

/** An answer of the API, whatever it is. */
export interface StaffAnswer {
  readonly status: number;
  readonly text: string;
  /** The JSON of the text. */
  // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects
  readonly body: any;
}

/** A program of the shop's staff. */
export const staffClient = ({ url, staff }: StaffAccess) => {
  const get = async (path: string): Promise<StaffAnswer> => {
    const answer = await fetch(`${url}/api/${path}`, { headers: { authorization: `Bearer ${staff.token}` } });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json');
    return { status: answer.status, text, body: isJson ? JSON.parse(text) : undefined };
  };
  return {
    get,
    /** What is answered with 200. @throws Error with the answer where it is another one */
    ask: async (path: string): Promise<StaffAnswer['body']> => {
      const { status, text, body } = await get(path);
      if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`);
      return body;
    },
  };
};

/** `from=…&to=…` of yesterday and today in UTC: a test may run at midnight. */
export const yesterdayAndToday = (nowMs: number): string =>
  `from=${localDateOf(nowMs - DAY_MS, 'UTC')}&to=${localDateOf(nowMs, 'UTC')}`;

/** Waits until the writer has all that was accepted. */
export const untilWritten = (url: string, withinMs = 60_000): Promise<void> =>
  eventually(async () => {
    const health = await (await fetch(`${url}/health`)).json();
    const { waiting } = Object(health).queue;
    if (waiting !== 0) throw new Error(`${waiting} messages wait for the writer`);
  }, withinMs);

/** Has the local server aggregate by hand, all days or those of a range. @throws Error where that fails */
export const aggregateByHand = async (
  { url, token }: { readonly url: string; readonly token: string },
  range: { readonly from?: string; readonly to?: string } = {},
): Promise<void> => {
  await untilWritten(url);
  const answer = await fetch(`${url}/api/local/aggregate`, {
    method: 'POST',
    headers: { 'x-footfall-control': token },
    body: JSON.stringify(range),
  });
  const lines = (await answer.text()).trim().split('\n');
  if (Object(JSON.parse(lines.at(-1) ?? '{}')).ok !== true) throw new Error(lines.join('\n'));
};
