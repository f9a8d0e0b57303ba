import { counted } from '../../format/numbers.ts';
import type { JourneyEvent } from '../../wire.ts';

const MAX_NAMES = 4;

const productOf = ({ type, properties }: JourneyEvent): string | undefined => {
  const product = type === 'product_view' ? properties?.productId : undefined;
  return product === undefined ? undefined : String(product);
};

/** Products whose own page is not among those looked at: with it, the two are one look. */
const productsApart = (events: readonly JourneyEvent[]): Set<string> => {
  const pages = events.filter(({ type }) => type === 'page_view');
  const products = events.map(productOf).filter((product) => product !== undefined);
  return new Set(products.filter((product) => !pages.some(({ path }) => path?.includes(product))));
};

/** Looks in a row, told as one: how many, and at what. */
export const describeBrowsing = (
  events: readonly JourneyEvent[],
): { readonly title: string; readonly detail?: string } => {
  const pages = events.filter(({ type }) => type === 'page_view');
  const products = productsApart(events);
  const names = [...new Set([...pages.map(({ title, path }) => title ?? path ?? 'a page'), ...products])];
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return { title: `Looked at ${only}` };
  const seen = [
    pages.length > 0 && counted(pages.length, 'page'),
    products.size > 0 && counted(products.size, 'product'),
  ];
  const more = names.length - MAX_NAMES;
  return {
    title: `Looked at ${seen.filter((part) => part).join(' and ')}`,
    detail: [...names.slice(0, MAX_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(' · '),
  };
};
