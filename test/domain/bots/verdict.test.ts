import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isListedNetwork } from '../../../src/domain/bots/listedNetwork.ts';
import {
  BOT_REASONS,
  BOT_RULES_VERSION,
  type BotReason,
  type BotRequest,
  botVerdict,
  NOT_A_BOT,
} from '../../../src/domain/bots/verdict.ts';
import { hostileText } from '../metadata/hostileText.ts';
import { USER_AGENTS, type UserAgentName } from '../metadata/userAgents.ts';

interface Told {
  readonly userAgent?: string | undefined;
  readonly kind?: BotRequest['kind'];
  readonly headers?: { readonly [name: string]: string };
  readonly automation?: boolean;
  readonly address?: string;
}
/** Where the site knows bots to be. */
const NETWORKS = ['198.51.100.0/24'];

const HUMAN_HEADERS = {
  'accept-language': 'de-DE,de;q=0.9',
  accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
};
const verdict = ({ userAgent, kind = 'document', headers = HUMAN_HEADERS, automation, address }: Told) =>
  botVerdict({
    userAgent,
    kind,
    header: (name) => headers[name],
    automation,
    listed: isListedNetwork({ address, networks: NETWORKS }),
  });
const hints = (brands: string, more: { readonly [name: string]: string } = {}) => ({
  ...HUMAN_HEADERS,
  'sec-ch-ua': brands,
  ...more,
});
const CHROME_131 = '"Google Chrome";v="131", "Chromium";v="131", "Not_A Brand";v="24"';

const BOTS = ['googlebot', 'headlessChrome'] as const satisfies readonly UserAgentName[];
const people = Object.entries(USER_AGENTS).filter(
  ([name]) => ![...BOTS, 'appOnAndroid'].includes(name as UserAgentName),
);

test.each(people)('%s is a person', (_, userAgent) => {
  for (const kind of ['document', 'fetch', 'beacon', 'unknown'] as const) {
    expect(verdict({ userAgent, kind })).toBe(NOT_A_BOT);
  }
});

test.each([
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
  'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  'curl/8.5.0',
  'python-requests/2.31',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36',
])('%s is a bot by its user agent alone', (userAgent) => {
  const { bot, reasons, rulesVersion } = verdict({ userAgent });
  expect(bot).toBe(true);
  expect(reasons).toContain('known_bot');
  expect(rulesVersion).toBe(BOT_RULES_VERSION);
});

/** One row a reason besides `known_bot`: a request against which nothing else speaks. */
const SINGLE: ReadonlyArray<readonly [BotReason, Told]> = [
  ['no_user_agent', { userAgent: undefined }],
  ['no_user_agent', { userAgent: ' ' }],
  ['http_library', { userAgent: USER_AGENTS.appOnAndroid }],
  ['http_library', { userAgent: 'Shop/1 CFNetwork/1490.0.4 Darwin/23.2.0' }],
  [
    'automation_client_hints',
    {
      userAgent: USER_AGENTS.chromeWindows,
      headers: hints('"HeadlessChrome";v="131", "Chromium";v="131", "Not_A Brand";v="24"'),
    },
  ],
  ['client_hints_contradict', { userAgent: USER_AGENTS.safariMac, headers: hints(CHROME_131) }],
  [
    'client_hints_contradict',
    { userAgent: USER_AGENTS.chromeWindows, headers: hints('"Chromium";v="119", "Not?A_Brand";v="24"') },
  ],
  [
    'client_hints_contradict',
    { userAgent: USER_AGENTS.chromeWindows, headers: hints(CHROME_131, { 'sec-ch-ua-mobile': '?1' }) },
  ],
  [
    'client_hints_contradict',
    { userAgent: USER_AGENTS.chromeMac, headers: hints(CHROME_131, { 'sec-ch-ua-platform': '"Linux"' }) },
  ],
  ['no_accept_language', { userAgent: USER_AGENTS.chromeWindows, headers: { accept: 'text/html' } }],
  [
    'document_without_html',
    { userAgent: USER_AGENTS.chromeWindows, headers: { ...HUMAN_HEADERS, accept: '*/*' } },
  ],
  ['automation_webdriver', { userAgent: USER_AGENTS.chromeWindows, automation: true }],
  ['listed_network', { userAgent: USER_AGENTS.chromeWindows, address: '198.51.100.0' }],
];

test.each(SINGLE)('%s alone makes no bot, and is told', (reason, told) => {
  expect(verdict(told)).toEqual({ bot: false, reasons: [reason], rulesVersion: BOT_RULES_VERSION });
});

test('every reason is shown by a request, but those of a whole visit', () => {
  const shown = new Set<BotReason>([
    'known_bot',
    'automation_user_agent',
    'rate',
    'no_engagement',
    'staff',
    ...SINGLE.map(([reason]) => reason),
  ]);
  expect([...shown].sort()).toEqual([...BOT_REASONS].sort());
});

test('automation in the user agent is told beside what isbot says', () => {
  expect(verdict({ userAgent: USER_AGENTS.headlessChrome }).reasons).toEqual([
    'known_bot',
    'automation_user_agent',
  ]);
});

test('two reasons from different evidence make a bot', () => {
  expect(verdict({ headers: { accept: 'text/html' } })).toMatchObject({
    bot: true,
    reasons: ['no_user_agent', 'no_accept_language'],
  });
  expect(verdict({ userAgent: USER_AGENTS.chromeWindows, headers: {} })).toMatchObject({
    bot: true,
    reasons: ['no_accept_language', 'document_without_html'],
  });
});

test('a program that controls a browser in a listed network is a bot', () => {
  const told = { userAgent: USER_AGENTS.chromeWindows, automation: true, address: '198.51.100.0' };
  expect(verdict(told)).toMatchObject({ bot: true, reasons: ['automation_webdriver', 'listed_network'] });
});

test('two reasons from the same evidence do not', () => {
  const headers = hints('"HeadlessChrome";v="119", "Not?A_Brand";v="24"');
  expect(verdict({ userAgent: USER_AGENTS.chromeWindows, headers })).toMatchObject({
    bot: false,
    reasons: ['automation_client_hints', 'client_hints_contradict'],
  });
});

test('only a document is expected to accept HTML', () => {
  const headers = { ...HUMAN_HEADERS, accept: '*/*' };
  for (const kind of ['fetch', 'beacon', 'unknown'] as const) {
    expect(verdict({ userAgent: USER_AGENTS.chromeWindows, kind, headers })).toBe(NOT_A_BOT);
  }
});

test.each([
  [USER_AGENTS.chromeWindows, CHROME_131, '?0', '"Windows"'],
  [USER_AGENTS.chromeMac, CHROME_131, '?0', '"macOS"'],
  [USER_AGENTS.chromeChromeOs, CHROME_131, '?0', '"Chrome OS"'],
  [USER_AGENTS.chromeAndroid, CHROME_131, '?1', '"Android"'],
  [USER_AGENTS.operaWindows, '"Opera";v="115", "Chromium";v="131", "Not.A/Brand";v="99"', '?0', '"Windows"'],
  [USER_AGENTS.samsungTablet, '"Samsung Internet";v="23.0", "Chromium";v="115"', '?0', '"Android"'],
])("a real browser's client hints agree with %s", (userAgent, brands, mobile, platform) => {
  const headers = hints(brands, { 'sec-ch-ua-mobile': mobile, 'sec-ch-ua-platform': platform });
  expect(verdict({ userAgent, headers })).toBe(NOT_A_BOT);
});

test('only the first 1,000 characters of a user agent are read', () => {
  expect(verdict({ userAgent: `${USER_AGENTS.chromeWindows}${' '.repeat(1_000)}Googlebot/2.1` })).toBe(
    NOT_A_BOT,
  );
});

test('whatever comes, there is a verdict, and its reasons are of the list', () => {
  const names = fc.constantFrom(
    'accept-language',
    'accept',
    'sec-ch-ua',
    'sec-ch-ua-mobile',
    'sec-ch-ua-platform',
  );
  const headers = fc.dictionary(names, fc.oneof(hostileText, fc.constantFrom(CHROME_131, '"Linux"', '?1')));
  const kind = fc.constantFrom('document', 'fetch', 'beacon', 'unknown');
  fc.assert(
    fc.property(fc.option(hostileText, { nil: undefined }), headers, kind, (userAgent, told, requestKind) => {
      const { bot, reasons } = verdict({ userAgent, headers: told, kind: requestKind });
      expect(reasons.filter((reason) => !BOT_REASONS.includes(reason))).toEqual([]);
      expect(bot && reasons.length === 0).toBe(false);
      expect(bot || !reasons.includes('known_bot')).toBe(true);
    }),
  );
});

test('takes bounded time, whatever comes', () => {
  for (const unit of ['a', ' ', '(', 'bot', 'http://', 'a/', 'Mozilla/5.0 ', 'x-', '1.']) {
    const startMs = performance.now();
    verdict({ userAgent: unit.repeat(10_000), headers: { 'sec-ch-ua': unit.repeat(10_000) } });
    expect(performance.now() - startMs, unit).toBeLessThan(1_000);
  }
});
