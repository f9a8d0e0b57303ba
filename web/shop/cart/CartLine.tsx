import { useRef, useState } from 'react';
import { generatePath, Link } from 'react-router';
import { messageOf } from '../api/ShopFault.ts';
import { stockOf } from '../catalogue/stockOf.ts';
import { Icon } from '../parts/Icon.tsx';
import { Picture } from '../parts/Picture.tsx';
import { Stepper } from '../parts/Stepper.tsx';
import { price } from '../price.ts';
import { ROUTES } from '../routes.ts';
import { useShop } from '../ShopContext.ts';
import { type CartItem, MAX_QUANTITY } from '../wire.ts';

/** The quantity that a person has chosen, ahead of the shop's answers; the shop's again, once it has answered all. */
const useQuantity = ({ productId, quantity }: CartItem) => {
  const { cart } = useShop();
  const [chosen, setChosen] = useState<number>();
  const [error, setError] = useState<unknown>();
  const asked = useRef(0);
  const choose = async (next: number): Promise<void> => {
    const own = ++asked.current;
    setChosen(next);
    setError(undefined);
    try {
      await cart.setQuantity(productId, next);
    } catch (thrown) {
      setError(thrown);
    }
    if (own === asked.current) setChosen(undefined);
  };
  return { quantity: chosen ?? quantity, choose, error };
};

export const CartLine = ({ item, currency }: { readonly item: CartItem; readonly currency: string }) => {
  const { quantity, choose, error } = useQuantity(item);
  const isShort = item.quantity > item.stock;
  return (
    <li className="line">
      <Picture src={item.image} />
      <div className="line-words">
        <h2>
          <Link to={generatePath(ROUTES.product, { id: item.productId })}>{item.name}</Link>
        </h2>
        <p className="muted">{price(item.priceMinor, currency)} each</p>
        {isShort && <p className="fault">{stockOf(item.stock).words}. Please take fewer, or remove it.</p>}
        {error !== undefined && (
          <p className="fault" role="alert">
            {messageOf(error)}
          </p>
        )}
        <div className="line-tools">
          <Stepper
            label={`Quantity of ${item.name}`}
            value={quantity}
            min={1}
            max={Math.max(Math.min(item.stock, MAX_QUANTITY), 1)}
            onChange={(next) => void choose(next)}
          />
          <button type="button" className="quiet" onClick={() => void choose(0)}>
            <Icon name="bin" size={18} /> Remove<span className="sr-only"> {item.name}</span>
          </button>
        </div>
      </div>
      <p className="price">{price(item.priceMinor * quantity, currency)}</p>
    </li>
  );
};
