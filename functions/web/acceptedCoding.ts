/** How an answer's body may be compressed. */
export type Coding = 'br' | 'gzip';

/** The smaller first. */
const PREFERRED: readonly Coding[] = ['br', 'gzip'];

const isRefused = (parameters: string): boolean => /;\s*q=0(?:\.0*)?\s*$/.test(parameters);

/**
 * The coding to answer in, of those there are, by `Accept-Encoding` (RFC 9110, section 12.5.3); `undefined` for none.
 * Weights are not compared, except that 0 refuses: browsers send none.
 */
export const acceptedCoding = (
  accepted: string | undefined,
  available: (coding: Coding) => boolean,
): Coding | undefined => {
  const offers = new Map(
    (accepted ?? '').split(',').map((offer) => {
      const [name = ''] = offer.split(';');
      return [name.trim().toLowerCase(), isRefused(offer)] as const;
    }),
  );
  return PREFERRED.find((coding) => available(coding) && (offers.get(coding) ?? offers.get('*')) === false);
};
