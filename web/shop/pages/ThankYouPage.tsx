import { generatePath, Link, useParams } from 'react-router';
import { isRefusal } from '../api/ShopFault.ts';
import { ItemList } from '../orders/ItemList.tsx';
import { orderName } from '../orders/orderName.ts';
import { Failed } from '../parts/Failed.tsx';
import { Heading } from '../parts/Heading.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { price } from '../price.ts';
import { ROUTES } from '../routes.ts';
import { useShop } from '../ShopContext.ts';
import { useLoaded } from '../useLoaded.ts';
import { UnknownPage } from './UnknownPage.tsx';

export const ThankYouPage = () => {
  const { orderId = '' } = useParams();
  const { orders } = useShop();
  const { state, again } = useLoaded(`order:${orderId}`, () => orders.find(orderId));
  if (state.kind === 'loading') return <Waiting shape="lines" />;
  if (state.kind === 'failed') {
    if (isRefusal(state.error, 'unknown_order')) return <UnknownPage />;
    return <Failed error={state.error} again={again} />;
  }
  const { id, items, amountMinor, currency } = state.value;
  return (
    <section className="narrow thanks">
      <span className="tick">
        <Icon name="check" size={30} />
      </span>
      <Heading title="Thank you">Thank you. It is yours.</Heading>
      <p className="lead">
        Order <strong>{orderName(id)}</strong> is placed, and would be packed today if this were not a demo.
      </p>
      <div className="sum">
        <ItemList items={items} currency={currency} />
        <dl>
          <div className="total">
            <dt>Total</dt>
            <dd>{price(amountMinor, currency)}</dd>
          </div>
        </dl>
      </div>
      <div className="actions">
        <Link className="button" to={generatePath(ROUTES.order, { id })}>
          See the order
        </Link>
        <Link className="button second" to={ROUTES.home}>
          Keep looking
        </Link>
      </div>
    </section>
  );
};
