import { useEffect } from 'react';
import { useShop } from '../ShopContext.ts';
import { useStore } from '../store.ts';

/** The shop's products, asked for when a component appears that shows them. */
export const useProducts = () => {
  const { catalogue } = useShop();
  useEffect(() => void catalogue.load(), [catalogue]);
  return { state: useStore(catalogue.state), again: () => void catalogue.load() };
};
