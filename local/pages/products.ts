import type { Product } from '../../web/start/wire.ts';

/** The demo shop's goods; prices in the currency's minor unit. */
export const PRODUCTS: readonly Product[] = [
  {
    id: 'red-runners',
    name: 'Red runners',
    kind: 'shoes',
    priceMinor: 8_900,
    colour: '#d9442f',
    path: '/live/shoes/red',
  },
  { id: 'moss-boots', name: 'Moss boots', kind: 'shoes', priceMinor: 14_900, colour: '#5f7f4f' },
  { id: 'straw-hat', name: 'Straw hat', kind: 'hats', priceMinor: 3_900, colour: '#d9a741' },
  { id: 'night-fedora', name: 'Night fedora', kind: 'hats', priceMinor: 5_900, colour: '#46608f' },
];
