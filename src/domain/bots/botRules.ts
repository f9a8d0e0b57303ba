import { hash } from 'node:crypto';
import type { Site } from '../site.ts';
import { BOT_RULES_VERSION } from './verdict.ts';

const DIGEST_LENGTH = 16;

/** Names the rules by which a site's sessions are judged: another name, other verdicts. */
export const botRulesOf = ({ botNetworks }: Pick<Site, 'botNetworks'>): string =>
  `${BOT_RULES_VERSION}:${hash('sha256', botNetworks.toSorted().join('\n'), 'base64url').slice(0, DIGEST_LENGTH)}`;
