import { useLocation } from 'react-router';
import { ROUTES } from '../routes.ts';

/** Where one came from to log in; the shop's own history tells it, no address does. */
export const useWayBack = (): string => {
  const { state } = useLocation() as { state: { from?: string } | null };
  return state?.from ?? ROUTES.orders;
};
