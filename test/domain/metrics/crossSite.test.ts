import { describe, expect, it } from 'vitest';
import { CROSS_SITE_HITS, crossSiteShare, HITS } from '../../../src/domain/metrics/crossSite.ts';

describe('the share of hits from pages of another site', () => {
  it('is of the hits that said from where they came', () => {
    expect(crossSiteShare({ accepted: 900, [HITS]: 40, [CROSS_SITE_HITS]: 10 })).toBe(0.25);
  });

  it('is nothing where none of them was', () => {
    expect(crossSiteShare({ [HITS]: 20 })).toBe(0);
  });

  it.each([{}, { [HITS]: 19, [CROSS_SITE_HITS]: 19 }])('is not known of so few hits: %j', (counts) => {
    expect(crossSiteShare(counts)).toBeUndefined();
  });
});
