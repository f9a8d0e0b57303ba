import { useState } from 'react';
import { messageOf } from '../api/ShopFault.ts';
import { Notice } from '../parts/Notice.tsx';
import { Picture } from '../parts/Picture.tsx';
import { Stepper } from '../parts/Stepper.tsx';
import { price } from '../price.ts';
import { SHOP_FILES } from '../routes.ts';
import { useShop } from '../ShopContext.ts';
import { useAction } from '../useAction.ts';
import type { Order } from '../wire.ts';
import { ConfirmedButton } from './ConfirmedButton.tsx';
import type { Returned } from './createOrders.ts';

type Pieces = { readonly [productId: string]: number };

/** What can be done about an order that is placed: send some of it back, or cancel all that is left. */
export const Returns = ({
  order,
  onRefunded,
}: {
  readonly order: Order;
  readonly onRefunded: (order: Order) => void;
}) => {
  const { orders } = useShop();
  const [pieces, setPieces] = useState<Pieces>({});
  const { run, running, error } = useAction(async (returned: Returned) => {
    onRefunded(await orders.refund(order, returned));
    setPieces({});
  });
  const { items, currency, amountMinor, refundedMinor, status } = order;
  if (status === 'refunded') {
    return (
      <Notice kind="good">
        All of this order is refunded. We hope that you find something better next time.
      </Notice>
    );
  }
  const chosen = items
    .map(({ productId }) => ({ productId, quantity: pieces[productId] ?? 0 }))
    .filter(({ quantity }) => quantity > 0);
  const valueMinor = items.reduce(
    (sum, { productId, priceMinor }) => sum + (pieces[productId] ?? 0) * priceMinor,
    0,
  );
  return (
    <section className="returns" aria-labelledby="returns">
      <h2 id="returns">Send something back</h2>
      <ul className="lines">
        {items.map(({ productId, name, quantity, priceMinor }) => (
          <li key={productId} className="line">
            <Picture src={`${SHOP_FILES}products/${encodeURIComponent(productId)}.svg`} />
            <div className="line-words">
              <h3>{name}</h3>
              <p className="muted">
                {quantity} × {price(priceMinor, currency)}
              </p>
            </div>
            <Stepper
              label={`Pieces of ${name} to send back`}
              value={pieces[productId] ?? 0}
              min={0}
              max={quantity}
              onChange={(next) => setPieces({ ...pieces, [productId]: next })}
            />
          </li>
        ))}
      </ul>
      {error !== undefined && <Notice kind="bad">{messageOf(error)}</Notice>}
      <div className="actions">
        <button
          type="button"
          className="button"
          disabled={chosen.length === 0}
          aria-disabled={running}
          onClick={() => void run({ items: chosen })}
        >
          {chosen.length === 0 ? 'Choose what to send back' : `Refund ${price(valueMinor, currency)}`}
        </button>
        <ConfirmedButton
          name={refundedMinor === 0 ? 'Cancel the order' : 'Cancel the rest'}
          question={`Cancel it, and have ${price(amountMinor - refundedMinor, currency)} refunded?`}
          onConfirmed={() => void run({})}
        />
      </div>
    </section>
  );
};
