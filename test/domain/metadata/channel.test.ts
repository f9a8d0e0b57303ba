import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLICK_ID_PARAMETERS, type UtmParameters } from '../../../src/domain/metadata/campaign.ts';
import { CHANNELS, type Channel, channelOf } from '../../../src/domain/metadata/channel.ts';
import { hostileText } from './hostileText.ts';

const tagged = (utm: UtmParameters) => channelOf({ utm, clickIds: {}, referrerHost: undefined }).channel;
const referred = (referrerHost: string) => channelOf({ utm: {}, clickIds: {}, referrerHost });
const clicked = (parameter: string, referrerHost?: string) =>
  channelOf({ utm: {}, clickIds: { [parameter]: 'x' }, referrerHost });

/** "[GA4] Default channel group", Google Analytics Help, row by row; and where two rules hold, the first wins. */
const ROWS: ReadonlyArray<readonly [Channel, UtmParameters]> = [
  ['Direct', {}],
  ['Direct', { source: '(direct)', medium: '(none)' }],
  ['Direct', { source: '(direct)', medium: '(not set)' }],
  ['Cross-network', { source: 'google', medium: 'cpc', campaign: 'eu cross-network 1' }],
  ['Paid Shopping', { source: 'amazon', medium: 'cpc' }],
  ['Paid Shopping', { source: 'google', medium: 'cpc', campaign: 'Shopping Spring' }],
  ['Paid Shopping', { source: 'google', medium: 'ppc', campaign: 'e-shop' }],
  ['Paid Search', { source: 'google', medium: 'cpc', campaign: 'workshop' }],
  ['Paid Search', { source: 'bing.com', medium: 'paidsearch' }],
  ['Paid Search', { source: 'GOOGLE', medium: 'CPC' }],
  ['Paid Search', { source: 'google', medium: 'retargeting' }],
  ['Paid Social', { source: 'facebook', medium: 'paid' }],
  ['Paid Social', { source: 'ig', medium: 'cpm' }],
  ['Paid Video', { source: 'youtube', medium: 'cpv_cpc' }],
  ['Display', { source: 'some-source', medium: 'display' }],
  ['Display', { source: 'some-source', medium: 'banner' }],
  ['Display', { source: 'some-source', medium: 'expandable' }],
  ['Display', { source: 'some-source', medium: 'interstitial' }],
  ['Display', { source: 'some-source', medium: 'cpm' }],
  ['Paid Other', { source: 'some-source', medium: 'cpc' }],
  ['Paid Other', { source: 'some-source', medium: 'paid-partner' }],
  ['Paid Other', { source: 'chatgpt.com', medium: 'cpc' }],
  ['AI Assistants', { source: 'chatgpt.com' }],
  ['AI Assistants', { source: 'perplexity', medium: 'organic' }],
  ['AI Assistants', { source: 'some-source', medium: 'ai-assistant' }],
  ['Organic Shopping', { source: 'ebay', medium: 'referral' }],
  ['Organic Shopping', { source: 'some-source', campaign: 'shop' }],
  ['Organic Social', { source: 'pinterest', medium: 'pin' }],
  ['Organic Social', { source: 'some-source', medium: 'social' }],
  ['Organic Social', { source: 'some-source', medium: 'social-network' }],
  ['Organic Social', { source: 'some-source', medium: 'social-media' }],
  ['Organic Social', { source: 'some-source', medium: 'sm' }],
  ['Organic Social', { source: 'some-source', medium: 'social network' }],
  ['Organic Social', { source: 'some-source', medium: 'social media' }],
  ['Organic Video', { source: 'vimeo.com', medium: 'link' }],
  ['Organic Video', { source: 'some-source', medium: 'product-video' }],
  ['Organic Search', { source: 'duckduckgo' }],
  ['Organic Search', { source: 'some-source', medium: 'organic' }],
  ['Referral', { source: 'some-source', medium: 'referral' }],
  ['Referral', { source: 'some-source', medium: 'app' }],
  ['Referral', { source: 'email', medium: 'link' }],
  ['Email', { source: 'email', medium: 'weekly' }],
  ['Email', { source: 'some-source', medium: 'email' }],
  ['Email', { source: 'some-source', medium: 'e-mail' }],
  ['Email', { source: 'some-source', medium: 'e_mail' }],
  ['Email', { source: 'some-source', medium: 'e mail' }],
  ['Affiliates', { source: 'some-source', medium: 'affiliate' }],
  ['Audio', { source: 'some-source', medium: 'audio' }],
  ['SMS', { source: 'sms' }],
  ['SMS', { source: 'some-source', medium: 'sms' }],
  ['Mobile Push Notifications', { source: 'some-source', medium: 'web-push' }],
  ['Mobile Push Notifications', { source: 'some-source', medium: 'mobile-app' }],
  ['Mobile Push Notifications', { source: 'some-source', medium: 'notifications' }],
  ['Mobile Push Notifications', { source: 'firebase' }],
  ['Unassigned', { source: 'some-source', medium: 'some-medium' }],
  ['Unassigned', { campaign: 'spring' }],
];

describe('UTM parameters', () => {
  test.each(ROWS)('%s: %j', (channel, utm) => {
    expect(tagged(utm)).toBe(channel);
  });

  test('the rows above show every channel', () => {
    expect([...new Set(ROWS.map(([channel]) => channel))].sort()).toEqual([...CHANNELS].sort());
  });

  test('source and medium are told in lower case, and what is missing is not set', () => {
    expect(
      channelOf({ utm: { source: 'NewsLetter' }, clickIds: {}, referrerHost: 'www.google.com' }),
    ).toEqual({
      channel: 'Unassigned',
      source: 'newsletter',
      medium: '(not set)',
    });
  });

  test('they go before the referrer, unless they name neither source nor medium', () => {
    const utm = { source: 'news', medium: 'email' };
    expect(channelOf({ utm, clickIds: {}, referrerHost: 'www.google.com' }).channel).toBe('Email');
    expect(
      channelOf({ utm: { campaign: 'spring' }, clickIds: {}, referrerHost: 'www.google.com' }).channel,
    ).toBe('Organic Search');
  });
});

describe('referrers', () => {
  test.each([
    ['www.google.com', 'Organic Search', 'google', 'organic'],
    ['www.google.co.uk', 'Organic Search', 'google', 'organic'],
    ['google.com.au', 'Organic Search', 'google', 'organic'],
    ['de.search.yahoo.com', 'Organic Search', 'yahoo', 'organic'],
    ['com.google.android.googlequicksearchbox', 'Organic Search', 'google', 'organic'],
    ['chatgpt.com', 'AI Assistants', 'chatgpt.com', 'ai-assistant'],
    ['www.perplexity.ai', 'AI Assistants', 'perplexity', 'ai-assistant'],
    ['gemini.google.com', 'AI Assistants', 'gemini', 'ai-assistant'],
    ['copilot.microsoft.com', 'AI Assistants', 'copilot', 'ai-assistant'],
    ['claude.ai', 'AI Assistants', 'claude', 'ai-assistant'],
    ['l.facebook.com', 'Organic Social', 'facebook', 'referral'],
    ['lm.facebook.com', 'Organic Social', 'facebook', 'referral'],
    ['t.co', 'Organic Social', 'twitter', 'referral'],
    ['www.pinterest.de', 'Organic Social', 'pinterest', 'referral'],
    ['m.youtube.com', 'Organic Video', 'youtube', 'referral'],
    ['www.amazon.co.jp', 'Organic Shopping', 'amazon', 'referral'],
    ['mail.google.com', 'Email', 'gmail', 'email'],
    ['mail.naver.com', 'Email', 'naver mail', 'email'],
    ['com.google.android.gm', 'Email', 'gmail', 'email'],
    ['docs.google.com', 'Referral', 'docs.google.com', 'referral'],
    ['google.evil.example', 'Referral', 'google.evil.example', 'referral'],
    ['notfacebook.com', 'Referral', 'notfacebook.com', 'referral'],
    ['blog.example', 'Referral', 'blog.example', 'referral'],
  ])('%s is %s', (host, channel, source, medium) => {
    expect(referred(host)).toEqual({ channel, source, medium });
  });
});

describe('click ids', () => {
  test.each([
    ['gclid', 'Paid Search', 'google'],
    ['gbraid', 'Paid Search', 'google'],
    ['wbraid', 'Paid Search', 'google'],
    ['msclkid', 'Paid Search', 'bing'],
    ['yclid', 'Paid Search', 'yandex'],
    ['ttclid', 'Paid Social', 'tiktok'],
    ['twclid', 'Paid Social', 'twitter'],
    ['li_fat_id', 'Paid Social', 'linkedin'],
    ['epik', 'Paid Social', 'pinterest'],
    ['ScCid', 'Paid Social', 'snapchat'],
    ['dclid', 'Display', 'google'],
    ['irclickid', 'Affiliates', 'impact'],
  ])('%s alone is %s by %s, whatever the referrer', (parameter, channel, source) => {
    expect(clicked(parameter)).toMatchObject({ channel, source });
    expect(clicked(parameter, 'blog.example')).toMatchObject({ channel, source });
  });

  test('UTM parameters go before a click id, which fills in what they leave open', () => {
    const clickIds = { gclid: 'x' };
    const utm = { source: 'news', medium: 'email' };
    expect(channelOf({ utm, clickIds, referrerHost: undefined })).toMatchObject({ channel: 'Email' });
    expect(channelOf({ utm: { source: 'google' }, clickIds, referrerHost: undefined })).toMatchObject({
      channel: 'Paid Search',
      medium: 'cpc',
    });
  });

  test('fbclid, which Facebook adds to unpaid links too, is social, and the referrer knows better', () => {
    expect(clicked('fbclid')).toEqual({ channel: 'Organic Social', source: 'facebook', medium: 'social' });
    expect(clicked('fbclid', 'l.instagram.com')).toMatchObject({ source: 'instagram' });
    expect(
      channelOf({ utm: {}, clickIds: { fbclid: 'x', gclid: 'y' }, referrerHost: undefined }).channel,
    ).toBe('Paid Search');
  });

  test('every click id gives a channel of its own', () => {
    for (const parameter of CLICK_ID_PARAMETERS) {
      expect(['Direct', 'Referral', 'Unassigned', 'Paid Other']).not.toContain(clicked(parameter).channel);
    }
  });
});

test('whatever comes, there is a channel of the list, a source and a medium, and case does not matter', () => {
  const text = fc.option(fc.oneof(hostileText, fc.constantFrom('Google', 'CPC', 'Email', 'Shop')), {
    nil: undefined,
  });
  const utm = fc.record({ source: text, medium: text, campaign: text }).map((all) => {
    const present = Object.entries(all).filter(([, value]) => value !== undefined);
    return Object.fromEntries(present) as UtmParameters;
  });
  fc.assert(
    fc.property(utm, text, (parameters, referrerHost) => {
      const result = channelOf({ utm: parameters, clickIds: {}, referrerHost });
      expect(CHANNELS).toContain(result.channel);
      expect(result.source).toBe(result.source.toLowerCase());
      const whispered = Object.fromEntries(
        Object.entries(parameters).map(([key, value]) => [key, value.toLowerCase()]),
      ) as UtmParameters;
      expect(channelOf({ utm: whispered, clickIds: {}, referrerHost })).toEqual(result);
    }),
  );
});
