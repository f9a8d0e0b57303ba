import { generatePath, Link, Navigate, useNavigate } from 'react-router';
import { isRefusal, messageOf } from '../api/ShopFault.ts';
import { Sum } from '../cart/Sum.tsx';
import { CheckoutForm } from '../checkout/CheckoutForm.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Heading } from '../parts/Heading.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { ROUTES } from '../routes.ts';
import { useShop } from '../ShopContext.ts';
import { useLoaded } from '../useLoaded.ts';

const SoldOut = ({ error }: { readonly error: unknown }) => (
  <section className="narrow">
    <Heading title="Sold out">Somebody was faster</Heading>
    <Notice kind="warn">{messageOf(error)}</Notice>
    <Link className="button" to={ROUTES.cart}>
      Back to your cart
    </Link>
  </section>
);

export const CheckoutPage = () => {
  const { cart, orders } = useShop();
  const navigate = useNavigate();
  const { state, again, put } = useLoaded('checkout', async () => {
    await cart.settled();
    return orders.checkout();
  });
  if (state.kind === 'loading') return <Waiting shape="lines" />;
  if (state.kind === 'failed') {
    if (isRefusal(state.error, 'empty_cart')) return <Navigate to={ROUTES.cart} replace />;
    if (isRefusal(state.error, 'sold_out')) return <SoldOut error={state.error} />;
    return <Failed error={state.error} again={again} />;
  }
  const { items, totalMinor, currency } = state.value;
  return (
    <>
      <div className="page-head">
        <Heading>Checkout</Heading>
      </div>
      <div className="with-sum">
        <CheckoutForm
          cart={state.value}
          onPlaced={async ({ id }) => {
            await navigate(generatePath(ROUTES.thankYou, { orderId: id }), { replace: true });
            await cart.load();
          }}
          onRefused={async (error) => {
            const loaded = cart.load();
            // After no answer the cart that is shown stays: it may be ordered.
            if (!isRefusal(error, 'price_changed')) return;
            await loaded;
            const now = cart.state.get();
            // In its place, so that what was typed stays.
            if (now.kind === 'ready') put(now.value);
          }}
        />
        <Sum totalMinor={totalMinor} currency={currency} items={items} />
      </div>
    </>
  );
};
