import type { Dimension } from '../wire.ts';
import { capitalised } from './plain.ts';
import { wordOf } from './wordOf.ts';

/** What a breakdown is called, and one value of it. */
export const DIMENSIONS: { readonly [name in Dimension]: { readonly label: string; readonly one: string } } =
  {
    channel: { label: 'Channels', one: 'Channel' },
    source: { label: 'Sources', one: 'Source' },
    campaign: { label: 'Campaigns', one: 'Campaign' },
    landingPage: { label: 'Landing pages', one: 'Landing page' },
    exitPage: { label: 'Exit pages', one: 'Exit page' },
    country: { label: 'Countries', one: 'Country' },
    device: { label: 'Devices', one: 'Device' },
    browser: { label: 'Browsers', one: 'Browser' },
    os: { label: 'Systems', one: 'System' },
  };

export const isDimension = (name: string): name is Dimension => Object.hasOwn(DIMENSIONS, name);

/** The value that stands for all beyond the largest: it cannot be filtered by. */
export const OTHER = '(other)';

const SPECIAL: { readonly [value: string]: string } = {
  '(unknown)': 'Unknown',
  '(none)': 'None',
  '(direct)': 'Direct',
  '(not set)': 'Not set',
  [OTHER]: 'All others',
};

/** Words are in the page's language; only numbers and dates follow the browser's. */
const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** A value as people read it: a country by its name, what is unknown in words. */
export const valueLabel = (dimension: Dimension, value: string | null): string => {
  if (value === null) return 'Unknown';
  const special = wordOf(SPECIAL, value);
  if (special !== undefined) return special;
  if (dimension === 'country' && /^[A-Z]{2}$/.test(value)) return countries.of(value) ?? value;
  if (dimension !== 'device') return value;
  return value === 'tv' ? 'TV' : capitalised(value);
};
