import type { RawEvent } from './rawEvent.ts';

/** Which reasons come from the same evidence, and so count once. */
const KINDS: readonly (readonly string[])[] = [
  ['known_bot', 'no_user_agent', 'http_library', 'automation_user_agent'],
  ['automation_client_hints', 'client_hints_contradict'],
  ['no_accept_language'],
  ['document_without_html'],
  ['automation_webdriver'],
  ['listed_network'],
  ['rate'],
  ['no_engagement'],
];

const TEN_SECONDS = 10_000;
const MINUTE = 60_000;

/** The most page views that lie within so long a time. */
const mostWithin = (times: readonly number[], ms: number): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at <= from + ms).length));

/** `a.b.c.0/24`, the only networks that the model's shops list. */
const isIn = (address: string | undefined, network: string): boolean =>
  address !== undefined && network === `${address.split('.').slice(0, 3).join('.')}.0/24`;

/**
 * Why a visit is taken for a bot's, or `undefined` where it is taken for a person's: two kinds of evidence, a known bot, or the
 * staff's last word.
 * @param words what is believed of it, of the verdict too
 */
export const modelBot = (
  words: readonly RawEvent[],
  visit: {
    readonly viewedAt: readonly number[];
    readonly engagedMs: number;
    readonly deeds: number;
    readonly address: string | undefined;
    readonly networks: readonly string[];
  },
): readonly string[] | undefined => {
  const { viewedAt, engagedMs, deeds, address, networks } = visit;
  const told = words.flatMap((word): unknown => {
    if (word.type === 'session_started') return word.context?.bot?.reasons ?? [];
    return word.type === 'bot_signs' ? word.properties?.reasons : [];
  });
  const found = [
    ...told.filter((reason) => reason !== 'listed_network'),
    ...(networks.some((network) => isIn(address, network)) ? ['listed_network'] : []),
    ...(mostWithin(viewedAt, TEN_SECONDS) >= 20 || mostWithin(viewedAt, MINUTE) > 60 ? ['rate'] : []),
    ...(viewedAt.length >= 30 &&
    Math.max(...viewedAt) - Math.min(...viewedAt) >= 5 * MINUTE &&
    engagedMs === 0 &&
    deeds === 0
      ? ['no_engagement']
      : []),
  ];
  const [last] = words
    .filter(({ type }) => type === 'bot_overruled')
    .toSorted(
      (a, b) => (b.epoch ?? 0) - (a.epoch ?? 0) || b.receivedAt - a.receivedAt || (a.id < b.id ? 1 : -1),
    );
  const kinds = KINDS.filter((kind) => kind.some((reason) => found.includes(reason)));
  const byRules = found.includes('known_bot') || kinds.length >= 2;
  const staffSay = last?.properties?.bot;
  if (!(staffSay ?? byRules)) return undefined;
  return KINDS.flat()
    .filter((reason) => found.includes(reason))
    .concat(staffSay === true ? ['staff'] : []);
};
