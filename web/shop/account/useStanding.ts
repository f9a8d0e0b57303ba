import { useShop } from '../ShopContext.ts';
import { useStore } from '../store.ts';

export const useStanding = () => useStore(useShop().account.standing);
