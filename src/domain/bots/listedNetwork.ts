import ipaddr from 'ipaddr.js';
import { prefixBitsOf } from '../metadata/address.ts';
import { remember } from '../remember.ts';

/** Where a visit came from, and where the site knows bots to be. */
export interface Place {
  /** Truncated. */
  readonly address: string | undefined;
  /** The site's `botNetworks`. */
  readonly networks: readonly string[];
}

/** A site has up to a thousand networks: each address is compared with them once. */
const REMEMBERED_ADDRESSES = 10_000;

type IsListed = (address: string) => boolean;
const answers = new WeakMap<readonly string[], IsListed>();

const isListedIn = (networks: readonly string[]): IsListed => {
  const known = answers.get(networks);
  if (known !== undefined) return known;
  const ranges = networks.map((network) => ipaddr.parseCIDR(network));
  const isListed = remember(
    (text) => {
      if (!ipaddr.isValid(text)) return false;
      const address = ipaddr.parse(text);
      const ownBits = prefixBitsOf(address);
      return ranges.some(
        ([range, bits]) => address.kind() === range.kind() && address.match(range, Math.min(bits, ownBits)),
      );
    },
    { maxEntries: REMEMBERED_ADDRESSES },
  );
  answers.set(networks, isListed);
  return isListed;
};

/**
 * Whether a truncated address meets one of the networks. Of an address only its /24 or /48 is kept, so that a smaller network lists
 * all of the one that it lies in: one reason among others, never a verdict.
 */
export const isListedNetwork = ({ address, networks }: Place): boolean =>
  address !== undefined && networks.length > 0 && isListedIn(networks)(address);
