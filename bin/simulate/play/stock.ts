import { Complaint } from '../../aggregate/Complaint.ts';
import type { LocalServer } from '../../aggregate/localServer.ts';
import type { SoldProduct } from './wire.ts';

/** More than all of a simulation's visitors can buy. */
const PLENTY = 10_000_000;

/**
 * Runs something while there is plenty of each product, so that no order is refused; afterwards there is as much as before.
 * @throws Complaint where the server does not let the stock be set
 */
export const withPlenty = async <T>(
  { ask }: Pick<LocalServer, 'ask'>,
  { site, products }: { readonly site: string; readonly products: readonly SoldProduct[] },
  run: () => Promise<T>,
): Promise<T> => {
  const setStock = async (id: string, stock: number): Promise<void> => {
    const path = `/api/local/products/${id}/stock?site=${encodeURIComponent(site)}`;
    const headers = { 'content-type': 'application/json' };
    const { status, text } = await ask({ method: 'PUT', path, headers, body: JSON.stringify({ stock }) });
    if (status !== 204) throw new Complaint(`The stock of ${id} cannot be set (${status}): ${text}`);
  };
  const putBack = async (): Promise<void> => {
    for (const { id, stock } of products) await setStock(id, stock);
  };
  for (const { id } of products) await setStock(id, PLENTY);
  let result: T;
  try {
    result = await run();
  } catch (error) {
    // Whatever ended it may keep us from putting the stock back, too: the first failure is the one to tell.
    await Promise.allSettled([putBack()]);
    throw error;
  }
  await putBack();
  return result;
};
