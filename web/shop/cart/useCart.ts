import { useShop } from '../ShopContext.ts';
import { useStore } from '../store.ts';

export const useCart = () => useStore(useShop().cart.state);
