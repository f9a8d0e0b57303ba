import { createCart } from './cart.ts';
import { byId, element } from './dom.ts';
import { startRouter } from './router.ts';
import { ROUTES, type RoutePath } from './routes.ts';
import { shelf } from './shelf.ts';
import type { ProductList } from './wire.ts';

/** The server answers in a moment, or is gone: then the record beside the shop says so, and this asks again. */
const ASK_AGAIN_MS = 1_000;

const fetchProducts = async (): Promise<ProductList> => {
  for (;;) {
    const answer = await fetch('/api/local/products').catch(() => undefined);
    if (answer?.ok) return answer.json();
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
};

/** The little shop: it asks for its products while the tracker sends the page view, and shows them by route. */
export const startDemoShop = (): void => {
  const shown = byId('shelf');
  let list: ProductList | undefined;
  let path: RoutePath = '/live';
  const cart = createCart(() => {
    byId('cart-count').textContent = String(cart.quantity);
  });
  const show = () => {
    if (list) shown.replaceChildren(...shelf(path, { list, cart }));
  };

  byId('host').textContent = location.host;
  shown.replaceChildren(element('p', { class: 'quiet loading' }, 'Unpacking the goods…'));
  startRouter((route) => {
    const isFirst = document.title === 'Footfall';
    path = route;
    document.title = `${ROUTES[route]} · Footfall’s demo shop`;
    byId('path').textContent = route;
    show();
    if (!isFirst) shown.querySelector('h2')?.focus({ preventScroll: true });
  });
  void fetchProducts().then((products) => {
    list = products;
    show();
  });
};
