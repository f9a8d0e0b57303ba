import { Complaint } from '../../aggregate/Complaint.ts';
import type { LocalServer } from '../../aggregate/localServer.ts';
import { jsonOf } from './jsonOf.ts';
import type { Step, Visit } from './Visit.ts';
import type { SoldProduct } from './wire.ts';

const PATH = '/api/storefront/products';
/** Says itself that it is a program: the shop counts it apart from its visitors. */
const USER_AGENT = 'footfall-simulate/1.0';

/** What the shop sells, and the bot's visit by which that was found out. */
export interface Look {
  readonly products: readonly [SoldProduct, ...SoldProduct[]];
  readonly visit: Visit;
}

/** Asks the shop what it sells, before anybody comes. @throws Complaint where it does not say, or sells nothing */
export const lookAround = async (
  { ask }: Pick<LocalServer, 'ask'>,
  { token, origin, atMs }: { readonly token: string; readonly origin: string; readonly atMs: number },
): Promise<Look> => {
  const headers = {
    origin,
    'user-agent': USER_AGENT,
    'x-footfall-clock': String(atMs),
    'x-footfall-origin-secret': token,
    'x-footfall-host': new URL(origin).host,
  };
  const { status, text } = await ask({ method: 'GET', path: PATH, headers });
  if (status !== 200) throw new Complaint(`The shop does not say what it sells (${status}): ${text}`);
  const [first, ...others] = jsonOf(text, 'The shop').products as SoldProduct[];
  if (first === undefined) throw new Complaint('The shop sells nothing.');
  const step: Step = {
    atMs,
    method: 'GET',
    path: () => PATH,
    nonce: '',
    referer: '',
    answerLost: false,
    tells: [],
  };
  return {
    products: [first, ...others],
    visit: { startMs: atMs, steps: [step], tab: {}, headers: {}, bot: USER_AGENT },
  };
};
