import type { Cart } from './cart.ts';
import { element } from './dom.ts';
import { price } from './formats.ts';
import { productPicture } from './productPicture.ts';
import { ROUTES, type RoutePath } from './routes.ts';
import type { Product, ProductList } from './wire.ts';

interface Shop {
  readonly list: ProductList;
  readonly cart: Cart;
}

const track = (eventType: string, properties: { readonly [name: string]: unknown }): void =>
  window.footfall?.track(eventType, properties);

const addButton = (product: Product, { cart }: Shop): HTMLElement => {
  const button = element(
    'button',
    { type: 'button', class: 'button', 'aria-label': `Add ${product.name} to the cart` },
    'Add to cart',
  );
  button.addEventListener('click', () => {
    cart.add(product);
    track('add_to_cart', {
      productId: product.id,
      quantity: 1,
      priceMinor: product.priceMinor,
      cartValueMinor: cart.valueMinor,
    });
    button.textContent = 'Added';
    setTimeout(() => {
      button.textContent = 'Add to cart';
    }, 1_200);
  });
  return button;
};

const tile = (product: Product, shop: Shop): HTMLElement =>
  element(
    'li',
    { class: 'tile' },
    productPicture(product),
    element(
      'h3',
      {},
      product.path === undefined
        ? product.name
        : element('a', { href: product.path, 'data-route': '' }, product.name),
    ),
    element('p', { class: 'price' }, price(product.priceMinor, shop.list.currency)),
    addButton(product, shop),
  );

const tiles = (products: readonly Product[], shop: Shop): HTMLElement =>
  element('ul', { class: 'tiles' }, ...products.map((product) => tile(product, shop)));

const productPage = (product: Product, shop: Shop): HTMLElement => {
  track('product_view', { productId: product.id, priceMinor: product.priceMinor });
  return element(
    'div',
    { class: 'product' },
    productPicture(product),
    element(
      'div',
      {},
      element('p', {}, 'Light, loud, and made up: nothing here is for sale.'),
      element('p', { class: 'price' }, price(product.priceMinor, shop.list.currency)),
      addButton(product, shop),
    ),
  );
};

const checkout = ({ cart, list }: Shop): HTMLElement => {
  if (cart.quantity === 0) {
    return element(
      'p',
      { class: 'quiet' },
      'The cart is empty. ',
      element('a', { href: '/live/shoes', 'data-route': '' }, 'Look at the shoes'),
    );
  }
  const start = element('button', { type: 'button', class: 'button' }, 'Start checkout');
  start.addEventListener('click', () => {
    track('checkout_started', { cartValueMinor: cart.valueMinor });
    start.textContent = 'Started: see the record';
    start.disabled = true;
  });
  return element(
    'div',
    { class: 'checkout' },
    element(
      'ul',
      { class: 'lines' },
      ...cart.items.map(({ product, quantity }) =>
        element(
          'li',
          {},
          element('span', {}, `${quantity} × ${product.name}`),
          element('span', { class: 'price' }, price(product.priceMinor * quantity, list.currency)),
        ),
      ),
    ),
    element(
      'p',
      { class: 'total' },
      element('span', {}, 'Total'),
      element('span', { class: 'price' }, price(cart.valueMinor, list.currency)),
    ),
    start,
  );
};

const content = (path: RoutePath, shop: Shop): HTMLElement => {
  const { products } = shop.list;
  if (path === '/live/checkout') return checkout(shop);
  if (path === '/live') return tiles(products, shop);
  const own = products.find((product) => product.path === path);
  if (own) return productPage(own, shop);
  return tiles(
    products.filter(({ kind }) => path === `/live/${kind}`),
    shop,
  );
};

/** What stands on the shelf at a route. */
export const shelf = (path: RoutePath, shop: Shop): readonly HTMLElement[] => [
  element('h2', { tabindex: '-1' }, ROUTES[path]),
  content(path, shop),
];
