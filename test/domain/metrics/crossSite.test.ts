import { describe, expect, it } from 'vitest';
import { CROSS_SITE, crossSiteShare } from '../../../src/domain/metrics/crossSite.ts';

describe('the share of events from pages of another site', () => {
  it('is of the events that were accepted', () => {
    expect(crossSiteShare({ accepted: 40, [CROSS_SITE]: 10, duplicated: 900 })).toBe(0.25);
  });

  it('is nothing where none of them was', () => {
    expect(crossSiteShare({ accepted: 20 })).toBe(0);
  });

  it('is never more than all, however often a page sends the same again', () => {
    expect(crossSiteShare({ accepted: 20, [CROSS_SITE]: 30 })).toBe(1);
  });

  it.each([{}, { accepted: 19, [CROSS_SITE]: 19 }])('is not known of so few events: %j', (counts) => {
    expect(crossSiteShare(counts)).toBeUndefined();
  });
});
