import { expect, it } from 'vitest';
import { botRulesOf } from '../../../src/domain/bots/botRules.ts';
import { BOT_RULES_VERSION } from '../../../src/domain/bots/verdict.ts';

const named = (...botNetworks: readonly string[]) => botRulesOf({ botNetworks });

it('a site’s rules are named by their version and its networks, whatever their order', () => {
  expect(named('192.0.2.0/24', '2001:db8::/32')).toMatch(new RegExp(`^${BOT_RULES_VERSION}:[\\w-]{16}$`));
  expect(named('192.0.2.0/24', '2001:db8::/32')).toBe(named('2001:db8::/32', '192.0.2.0/24'));
});

it('other networks have another name', () => {
  const all = [
    named(),
    named('192.0.2.0/24'),
    named('192.0.2.0/2', '4'),
    named('192.0.2.0/24', '198.51.100.0/24'),
  ];
  expect(new Set(all).size).toBe(all.length);
});
