import type { Cart, CartOwner } from '../../ports/Carts.ts';
import type { Catalogue, Product } from '../../ports/Catalogue.ts';
import { MAX_PRODUCTS, MAX_QUANTITY, quantityIn, withQuantity } from '../carts/cartArithmetic.ts';
import type { CartKeeper, ChangedCart } from '../carts/createCartKeeper.ts';
import { cartView, pricedCart } from '../carts/pricedCart.ts';
import { type ShopAnswer, type ShopEndpoint, type ShopRequest, shopEndpoint } from '../http/ShopEndpoint.ts';
import { ShopFault } from '../http/ShopFault.ts';
import { CART_COOKIE, cookieValues, setCookie } from '../http/shopCookies.ts';
import {
  addItemOperation,
  cartOperation,
  checkoutOperation,
  removeItemOperation,
  setItemOperation,
} from '../operations/cartOperations.ts';
import { emptyCart, soldOut } from '../orders/soldOut.ts';
import type { CartView } from '../wire/shopSchemas.ts';
import { unknownProduct } from './productEndpoints.ts';

type Shopper = Pick<ShopRequest, 'site' | 'http' | 'customer' | 'event'>;

const notInCart = (): ShopFault =>
  new ShopFault({
    status: 404,
    code: 'not_in_cart',
    message: 'This product is not in your cart.',
    field: 'productId',
  });

/** @throws ShopFault where a cart cannot hold so many of a product */
const checkFits = (cart: Cart | undefined, product: Product, quantity: number): void => {
  if (quantity > MAX_QUANTITY) {
    throw new ShopFault({
      status: 400,
      code: 'invalid',
      message: `A cart holds at most ${MAX_QUANTITY} of one product.`,
      field: 'quantity',
    });
  }
  if (quantity > product.stock) throw soldOut(product);
  const items = cart?.items ?? [];
  if (items.length >= MAX_PRODUCTS && quantityIn(items, product.id) === 0) {
    throw new ShopFault({
      status: 422,
      code: 'cart_full',
      message: `A cart holds at most ${MAX_PRODUCTS} products.`,
    });
  }
};

/** The cart, and what is done to it. */
export const cartEndpoints = ({
  keeper,
  catalogue,
}: {
  readonly keeper: CartKeeper;
  readonly catalogue: Pick<Catalogue, 'find'>;
}): readonly ShopEndpoint[] => {
  const ownerOf = async ({ site, http, customer }: Shopper): Promise<CartOwner | undefined> =>
    customer === undefined
      ? keeper.anonymousOwner(site, cookieValues(CART_COOKIE, http))
      : { kind: 'customer', customer };

  const productOf = async ({ site }: Shopper, productId: string): Promise<Product | undefined> =>
    (await catalogue.find(site.id, [productId]))[0];

  /** The cart as it is after a change, and the event of what came in or went out. */
  const answered = async (
    { site, event }: Shopper,
    { before, after, productId, product }: ChangedCart & { productId: string; product: Product | undefined },
    owner: CartOwner | undefined,
  ): Promise<ShopAnswer<{ cart: CartView }>> => {
    const priced = await pricedCart(catalogue, site, after);
    const more = quantityIn(after?.items ?? [], productId) - quantityIn(before?.items ?? [], productId);
    if (more !== 0) {
      event.track?.(more > 0 ? 'add_to_cart' : 'remove_from_cart', {
        productId,
        quantity: Math.abs(more),
        priceMinor: product?.priceMinor ?? 0,
        cartValueMinor: priced.totalMinor,
      });
    }
    return {
      value: { cart: cartView(site, after, priced) },
      cookies: owner?.kind === 'anonymous' ? [setCookie(CART_COOKIE, owner.token)] : [],
    };
  };

  return [
    shopEndpoint(cartOperation, async (request) => {
      const owner = await ownerOf(request);
      const cart = owner && (await keeper.find(request.site, owner));
      const priced = await pricedCart(catalogue, request.site, cart);
      return { value: { cart: cartView(request.site, cart, priced) } };
    }),

    shopEndpoint(addItemOperation, async (request) => {
      const { productId, quantity } = request.body;
      const product = await productOf(request, productId);
      if (product === undefined) throw unknownProduct();
      const owner = (await ownerOf(request)) ?? keeper.newOwner();
      const changed = await keeper.change(request.site, owner, (cart) => {
        const items = cart?.items ?? [];
        const wanted = quantityIn(items, productId) + quantity;
        checkFits(cart, product, wanted);
        return { items: withQuantity(items, { productId, quantity: wanted }) };
      });
      return answered(request, { ...changed, productId, product }, owner);
    }),

    shopEndpoint(setItemOperation, async (request) => {
      const { productId = '' } = request.params;
      const { quantity } = request.body;
      const product = await productOf(request, productId);
      if (product === undefined) throw unknownProduct();
      const owner = await ownerOf(request);
      if (owner === undefined) throw notInCart();
      const changed = await keeper.change(request.site, owner, (cart) => {
        const items = cart?.items ?? [];
        const there = quantityIn(items, productId);
        if (there === 0) throw notInCart();
        // Fewer is always right, also where there are fewer still.
        if (quantity > there) checkFits(cart, product, quantity);
        return quantity === there ? undefined : { items: withQuantity(items, { productId, quantity }) };
      });
      return answered(request, { ...changed, productId, product }, owner);
    }),

    shopEndpoint(removeItemOperation, async (request) => {
      const { productId = '' } = request.params;
      const owner = await ownerOf(request);
      const changed =
        owner === undefined
          ? { before: undefined, after: undefined }
          : await keeper.change(request.site, owner, (cart) =>
              cart === undefined || quantityIn(cart.items, productId) === 0
                ? undefined
                : { items: withQuantity(cart.items, { productId, quantity: 0 }) },
            );
      const product = await productOf(request, productId);
      return answered(request, { ...changed, productId, product }, owner);
    }),

    shopEndpoint(checkoutOperation, async ({ site, customer, event }) => {
      const cart = await keeper.find(site, { kind: 'customer', customer });
      const priced = await pricedCart(catalogue, site, cart);
      if (priced.lines.length === 0) throw emptyCart();
      const short = priced.lines.find(({ product, quantity }) => quantity > product.stock);
      if (short !== undefined) throw soldOut(short.product);
      event.track?.('checkout_started', { cartValueMinor: priced.totalMinor });
      return { value: { cart: cartView(site, cart, priced) } };
    }),
  ];
};
