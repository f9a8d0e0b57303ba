import { useState } from 'react';
import { Link } from 'react-router';
import { messageOf } from '../api/ShopFault.ts';
import { counted } from '../counted.ts';
import { Notice } from '../parts/Notice.tsx';
import { Stepper } from '../parts/Stepper.tsx';
import { ROUTES } from '../routes.ts';
import { useShop } from '../ShopContext.ts';
import { useAction } from '../useAction.ts';
import { MAX_QUANTITY, type Product } from '../wire.ts';
import { useCart } from './useCart.ts';

/** Puts pieces of a product into the cart, and says how many are there. */
export const AddToCart = ({ product }: { readonly product: Product }) => {
  const shop = useShop();
  const cart = useCart();
  const [quantity, setQuantity] = useState(1);
  const [isAdded, setIsAdded] = useState(false);
  const { run, running, error } = useAction(async () => {
    await shop.cart.add(product.id, quantity);
    setQuantity(1);
    setIsAdded(true);
  });
  if (product.stock <= 0) {
    return (
      <button type="button" className="button wide" disabled>
        Sold out
      </button>
    );
  }
  const item =
    cart.kind === 'ready' ? cart.value.items.find(({ productId }) => productId === product.id) : undefined;
  return (
    <div className="add">
      <div className="add-row">
        <Stepper
          label="How many"
          value={quantity}
          min={1}
          max={Math.min(product.stock, MAX_QUANTITY)}
          onChange={setQuantity}
        />
        <button type="button" className="button" aria-disabled={running} onClick={() => void run()}>
          Add to cart
        </button>
      </div>
      {error !== undefined && <Notice kind="bad">{messageOf(error)}</Notice>}
      {error === undefined && isAdded && item && (
        <Notice kind="good">
          {counted(item.quantity, 'piece is', 'pieces are')} in your cart.{' '}
          <Link to={ROUTES.cart}>View cart</Link>
        </Notice>
      )}
    </div>
  );
};
