import { formatRate } from '../../format/numbers.ts';
import { Notice } from '../../ui/Notice.tsx';

/** What is wrong with the shop's set-up where its pages are on another site than the endpoint. */
export const CrossSiteNotice = ({ share }: { readonly share: number }) => (
  <Notice tone="bad" title={`${formatRate(share)} of events come from another site than the endpoint’s`}>
    Browsers send no cookies from there, so each page view counts as a visit, and as a visitor, of its own.
    Put the endpoint on the shop’s own domain, and its address into the pages’ script tag.
  </Notice>
);
