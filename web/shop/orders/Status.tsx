import type { Order } from '../wire.ts';

const WORDS: { readonly [status in Order['status']]: string } = {
  placed: 'Placed',
  partly_refunded: 'Partly refunded',
  refunded: 'Refunded',
};

export const Status = ({ status }: Pick<Order, 'status'>) => (
  <span className={`status ${status}`}>{WORDS[status]}</span>
);
