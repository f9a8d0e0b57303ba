import { createContext, useContext } from 'react';
import type { Shop } from './createShop.ts';

export const ShopContext = createContext<Shop | undefined>(undefined);

export const useShop = (): Shop => {
  const shop = useContext(ShopContext);
  if (!shop) throw new Error('no ShopContext');
  return shop;
};
