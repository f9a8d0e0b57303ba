import { isbot } from 'isbot';
import { MAX_USER_AGENT_LENGTH, REMEMBERED_USER_AGENTS } from '../metadata/device.ts';
import { remember } from '../remember.ts';
import { clientHintsContradict, type HeaderLookup } from './clientHints.ts';

/** What a request is for, as far as the browser says. */
export type RequestKind = 'document' | 'fetch' | 'beacon' | 'unknown';

export interface BotRequest {
  readonly userAgent: string | undefined;
  /** A header's value by its lower-case name. */
  header(name: string): string | undefined;
  readonly kind: RequestKind;
  /** Whether the page's script says that a program controls the browser (`navigator.webdriver`, W3C WebDriver). */
  readonly automation?: boolean | undefined;
  /** Whether it comes from a network in which the site knows bots to be (`listedNetwork.ts`). */
  readonly listed?: boolean | undefined;
}

/** Raised with every change of a rule or of `isbot`: past sessions are then judged anew (`src/aggregate/relabelSite.ts`). */
export const BOT_RULES_VERSION = 2;

/** Reasons count as independent where they come from different evidence. */
type Evidence =
  | 'user agent'
  | 'client hints'
  | 'languages'
  | 'accepted types'
  | 'script'
  | 'network'
  | 'pace'
  | 'engagement'
  | 'staff';
/** So many independent reasons make a bot where none suffices alone: any single header may be a proxy's or an app's doing. */
const INDEPENDENT_REASONS = 2;

interface Evidenced {
  /** Cut to {@link MAX_USER_AGENT_LENGTH}; empty where there is none. */
  readonly userAgent: string;
  readonly header: HeaderLookup;
  readonly kind: RequestKind;
  readonly automation: boolean;
}

const isKnownBot = remember((userAgent) => isbot(userAgent), { maxEntries: REMEMBERED_USER_AGENTS });
const AUTOMATION = /headless|phantomjs|slimerjs|selenium|webdriver|puppeteer|playwright|cypress/i;
/** Those that `isbot` lets pass as well: an app's own requests look like these. */
const HTTP_LIBRARY =
  /^(?:dalvik|cfnetwork|okhttp|curl|wget|python|java|go-http-client|node|axios|undici|ruby|perl|php|dart|apache-httpclient)\b|\b(?:cfnetwork|darwin)\/\d/i;

const reason = <const Name extends string>(row: {
  readonly name: Name;
  readonly evidence: Evidence;
  /** Whether this reason suffices alone. */
  readonly certain?: true;
  readonly holds: (request: Evidenced) => boolean;
}) => ({ of: 'request' as const, ...row });

/** One that is seen in something else than a request; whether it holds, `visitVerdict.ts` knows. */
const otherReason = <const Name extends string, const Of extends 'place' | 'visit' | 'staff'>(row: {
  readonly name: Name;
  readonly of: Of;
  readonly evidence: Evidence;
  readonly certain?: true;
}) => row;

/**
 * Why a request or a visit is taken for a bot's. Adding a reason means one entry here, and a new {@link BOT_RULES_VERSION}. Of a
 * request the reasons are stored, not its headers: a changed `holds` of one reaches later requests alone, its evidence and whether
 * it suffices past ones too.
 */
const REASONS = [
  reason({
    name: 'known_bot',
    evidence: 'user agent',
    certain: true,
    holds: ({ userAgent }) => isKnownBot(userAgent),
  }),
  reason({
    name: 'no_user_agent',
    evidence: 'user agent',
    holds: ({ userAgent }) => userAgent === '',
  }),
  reason({
    name: 'http_library',
    evidence: 'user agent',
    holds: ({ userAgent }) => HTTP_LIBRARY.test(userAgent),
  }),
  reason({
    name: 'automation_user_agent',
    evidence: 'user agent',
    holds: ({ userAgent }) => AUTOMATION.test(userAgent),
  }),
  reason({
    name: 'automation_client_hints',
    evidence: 'client hints',
    holds: ({ header }) => AUTOMATION.test(header('sec-ch-ua') ?? ''),
  }),
  reason({
    name: 'client_hints_contradict',
    evidence: 'client hints',
    holds: ({ userAgent, header }) => clientHintsContradict(userAgent, header),
  }),
  reason({
    name: 'no_accept_language',
    evidence: 'languages',
    holds: ({ header }) => !header('accept-language')?.trim(),
  }),
  reason({
    name: 'document_without_html',
    evidence: 'accepted types',
    holds: ({ header, kind }) => kind === 'document' && !/text\/html/i.test(header('accept') ?? ''),
  }),
  reason({
    name: 'automation_webdriver',
    evidence: 'script',
    holds: ({ automation }) => automation,
  }),
  otherReason({ name: 'listed_network', of: 'place', evidence: 'network' }),
  otherReason({ name: 'rate', of: 'visit', evidence: 'pace' }),
  otherReason({ name: 'no_engagement', of: 'visit', evidence: 'engagement' }),
  otherReason({ name: 'staff', of: 'staff', evidence: 'staff', certain: true }),
];
export type Reason = (typeof REASONS)[number];

/** Why something is taken for a bot's. */
export type BotReason = Reason['name'];
/** Every reason there is. */
export const BOT_REASONS: readonly BotReason[] = REASONS.map(({ name }) => name);

/** Why a session is taken for a bot's, and by which version of the rules: so that a wrong verdict can be taken back. */
export interface BotVerdict {
  readonly bot: boolean;
  /**
   * Each a {@link BotReason} of the rules' version, which need not be this one. Also where it is not taken for a bot's: what spoke
   * against it, and did not suffice.
   */
  readonly reasons: readonly string[];
  readonly rulesVersion: number;
}

/** The verdict on a session. */
export interface SessionVerdict extends BotVerdict {
  /** What the staff said of it: the verdict is theirs then. */
  readonly staff?: boolean;
}

/** A verdict of this version's rules. */
export interface CurrentVerdict extends BotVerdict {
  readonly reasons: readonly BotReason[];
}

/** The verdict on a request against which nothing speaks. */
export const NOT_A_BOT: CurrentVerdict = {
  bot: false,
  reasons: [],
  rulesVersion: BOT_RULES_VERSION,
};

/** The verdict where these reasons hold. */
export const verdictOf = (holds: (reason: Reason) => boolean): CurrentVerdict => {
  const against = REASONS.filter(holds);
  if (against.length === 0) return NOT_A_BOT;
  const independent = new Set(against.map(({ evidence }) => evidence)).size;
  return {
    bot: independent >= INDEPENDENT_REASONS || against.some(({ certain }) => certain === true),
    reasons: against.map(({ name }) => name),
    rulesVersion: BOT_RULES_VERSION,
  };
};

/**
 * Whether a request is a bot's (design, section 2, Bots): `isbot` on the user agent alone suffices; other reasons only
 * where at least two independent ones hold. 7 us, of which `isbot` 4 (2026-11-22).
 */
export const botVerdict = (request: BotRequest): CurrentVerdict => {
  const evidenced: Evidenced = {
    userAgent: request.userAgent?.trim().slice(0, MAX_USER_AGENT_LENGTH) ?? '',
    header: (name) => request.header(name),
    kind: request.kind,
    automation: request.automation === true,
  };
  return verdictOf((reason) =>
    reason.of === 'request' ? reason.holds(evidenced) : reason.of === 'place' && request.listed === true,
  );
};
