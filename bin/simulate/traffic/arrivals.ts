import type { Random, Weighted } from '../random.ts';
import { CART, type Catalogue, HOME, type Page, READING } from './catalogue.ts';

/** How a visit came about: the page on which it lands, what stands in its address, and where it came from. */
export interface Arrival {
  readonly page: Page;
  readonly query: string;
  readonly referrer: string;
  /** How much more, or less, than on average such a visit buys. */
  readonly interest: number;
}

/** What a link looks like on a day. */
interface Occasion {
  readonly random: Random;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly sale: boolean;
  readonly catalogue: Catalogue;
}

type Shelves = Pick<Occasion, 'random' | 'catalogue'>;

interface Way extends Weighted {
  /** How much likelier somebody comes by it who was here before. */
  readonly again: number;
  readonly arrive: (occasion: Occasion) => Arrival;
}

const product = ({ random, catalogue }: Shelves): Page =>
  random.weighted(random.weighted(catalogue).products);
const somewhere = ({ random, catalogue }: Shelves): Page =>
  random
    .weighted([
      { weight: 45, page: () => product({ random, catalogue }) },
      { weight: 30, page: () => random.weighted(catalogue) },
      { weight: 15, page: () => random.pick(READING) },
      { weight: 10, page: () => HOME },
    ])
    .page();

const utm = (source: string, medium: string, campaign: string): string =>
  `?utm_source=${source}&utm_medium=${medium}&utm_campaign=${campaign}`;

const month = (date: string): string => date.slice(0, 7);
const campaignOf = ({ date, sale }: Occasion): string => (sale ? 'big-sale' : `new-in-${month(date)}`);

const from = (weight: number, again: number, interest: number, referrer: string): Way => ({
  weight,
  again,
  arrive: (occasion) => ({ page: somewhere(occasion), query: '', referrer, interest }),
});

/** By what people come, in proportion; `again` changes it for who was here before. */
const WAYS: readonly [Way, ...Way[]] = [
  {
    weight: 24,
    again: 1.9,
    arrive: (occasion) => ({
      page: occasion.random.chance(0.7) ? HOME : somewhere(occasion),
      query: '',
      referrer: '',
      interest: 1.1,
    }),
  },
  from(30, 0.8, 1, 'https://www.google.com/'),
  from(4, 0.8, 1, 'https://www.bing.com/'),
  from(2, 0.8, 1, 'https://duckduckgo.com/'),
  from(2, 0.5, 1.2, 'https://chatgpt.com/'),
  {
    weight: 8,
    again: 2.4,
    arrive: (occasion) => ({
      page: occasion.random.chance(0.5) ? product(occasion) : HOME,
      query: utm('newsletter', 'email', campaignOf(occasion)),
      referrer: '',
      interest: 1.6,
    }),
  },
  {
    weight: 11,
    again: 0.5,
    arrive: (occasion) => ({
      page: product(occasion),
      query: occasion.sale
        ? `${utm('google', 'cpc', 'big-sale')}&gclid=${occasion.random.hex(24)}`
        : `?gclid=${occasion.random.hex(24)}`,
      referrer: 'https://www.google.com/',
      interest: 1.3,
    }),
  },
  {
    weight: 5,
    again: 0.4,
    arrive: (occasion) => ({
      page: occasion.random.weighted(occasion.catalogue),
      query: utm('facebook', 'paid_social', occasion.sale ? 'big-sale' : 'lookalikes'),
      referrer: 'https://l.facebook.com/',
      interest: 0.6,
    }),
  },
  from(5, 0.7, 0.5, 'https://l.instagram.com/'),
  from(2, 0.6, 0.7, 'https://www.pinterest.com/'),
  from(1, 0.5, 0.4, 'https://www.youtube.com/'),
  from(1, 0.5, 0.3, 'https://www.reddit.com/'),
  from(2, 0.6, 1, 'https://www.the-hiking-notes.example/best-boots'),
  from(1, 0.6, 0.8, 'https://slow-fashion.example/shops-we-like'),
  {
    weight: 1,
    again: 0.8,
    arrive: (occasion) => ({
      page: product(occasion),
      query: utm('price-owl', 'affiliate', 'feed'),
      referrer: 'https://www.price-owl.example/',
      interest: 1.5,
    }),
  },
];
const [FIRST_WAY, ...OTHER_WAYS] = WAYS;
const againWay = (way: Way): Way => ({ ...way, weight: way.weight * way.again });
const WAYS_AGAIN: readonly [Way, ...Way[]] = [againWay(FIRST_WAY), ...OTHER_WAYS.map(againWay)];

/** How a visit comes about. */
export const arrivalOf = (occasion: Occasion & { readonly again: boolean }): Arrival =>
  occasion.random.weighted(occasion.again ? WAYS_AGAIN : WAYS).arrive(occasion);

/** The shop's letter about a cart that was left, or the address typed in once more. */
export const arrivalAtCart = (random: Random): Arrival => ({
  page: CART,
  query: random.chance(0.4) ? utm('newsletter', 'email', 'cart-reminder') : '',
  referrer: '',
  interest: 1,
});
