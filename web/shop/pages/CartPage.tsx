import { Link } from 'react-router';
import { CartLine } from '../cart/CartLine.tsx';
import { Sum } from '../cart/Sum.tsx';
import { useCart } from '../cart/useCart.ts';
import { Blank } from '../parts/Blank.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Heading } from '../parts/Heading.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { ROUTES, SHOP_FILES } from '../routes.ts';
import { useShop } from '../ShopContext.ts';
import type { Cart } from '../wire.ts';

const Empty = () => (
  <Blank title="Your cart is empty" picture={`${SHOP_FILES}products/day-pack.svg`}>
    <p>Nothing packed yet. The shelves are full, though.</p>
    <Link className="button" to={ROUTES.home}>
      Have a look around
    </Link>
  </Blank>
);

const Filled = ({ cart }: { readonly cart: Cart }) => {
  const isShort = cart.items.some(({ quantity, stock }) => quantity > stock);
  return (
    <>
      <div className="page-head">
        <Heading>Your cart</Heading>
      </div>
      <div className="with-sum">
        <ul className="lines">
          {cart.items.map((item) => (
            <CartLine key={item.productId} item={item} currency={cart.currency} />
          ))}
        </ul>
        <Sum totalMinor={cart.totalMinor} currency={cart.currency}>
          {isShort ? (
            <Notice kind="warn">Some of this is no longer there. Change it, and you can go on.</Notice>
          ) : (
            <Link className="button wide" to={ROUTES.checkout}>
              Check out
            </Link>
          )}
        </Sum>
      </div>
    </>
  );
};

export const CartPage = () => {
  const { cart } = useShop();
  const state = useCart();
  if (state.kind === 'failed') return <Failed error={state.error} again={() => void cart.loadAnew()} />;
  if (state.kind === 'loading') return <Waiting shape="lines" />;
  return state.value.items.length === 0 ? <Empty /> : <Filled cart={state.value} />;
};
