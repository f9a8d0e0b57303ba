import { Link } from 'react-router';
import { useStanding } from '../account/useStanding.ts';
import { isRefusal, isUnanswered, messageOf } from '../api/ShopFault.ts';
import { Field } from '../parts/Field.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Notice } from '../parts/Notice.tsx';
import { price } from '../price.ts';
import { ROUTES } from '../routes.ts';
import { useShop } from '../ShopContext.ts';
import { useAction } from '../useAction.ts';
import type { Cart, Order } from '../wire.ts';

const Refused = ({ error }: { readonly error: unknown }) => {
  if (isUnanswered(error)) {
    return (
      <Notice kind="bad">
        The shop has not answered, so we do not know whether the order went through. Press again: it is placed
        once, however often you do.
      </Notice>
    );
  }
  return (
    <Notice kind="bad">
      {messageOf(error)} {isRefusal(error, 'sold_out') && <Link to={ROUTES.cart}>Change your cart</Link>}
    </Notice>
  );
};

/** Where it should go, which nobody is told, and the order itself. */
export const CheckoutForm = ({
  cart,
  onPlaced,
  onRefused,
}: {
  readonly cart: Cart;
  readonly onPlaced: (order: Order) => Promise<void>;
  readonly onRefused: (error: unknown) => Promise<void>;
}) => {
  const { orders } = useShop();
  const standing = useStanding();
  const { run, running, error } = useAction(async () => {
    const order = await orders.place(cart).catch(async (thrown: unknown) => {
      await onRefused(thrown);
      throw thrown;
    });
    await onPlaced(order);
  });
  return (
    <form
      className="form"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        void run();
      }}
    >
      <h2>Where to?</h2>
      <Field
        label="Name"
        name="name"
        autoComplete="name"
        defaultValue={standing.kind === 'customer' ? standing.customer.name : ''}
      />
      <Field label="Street and number" name="street" autoComplete="street-address" />
      <div className="field-row">
        <Field label="Postcode" name="postcode" autoComplete="postal-code" />
        <Field label="City" name="city" autoComplete="address-level2" />
      </div>
      <p className="muted small">This is a demo: the address stays in this form, and no money moves.</p>
      {error !== undefined && <Refused error={error} />}
      <button type="submit" className="button wide" aria-disabled={running}>
        <Icon name="lock" size={18} />
        {running ? 'Placing your order…' : `Pay ${price(cart.totalMinor, cart.currency)} (demo)`}
      </button>
    </form>
  );
};
