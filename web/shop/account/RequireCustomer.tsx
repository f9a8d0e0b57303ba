import { Navigate, Outlet, useLocation } from 'react-router';
import { Waiting } from '../parts/Waiting.tsx';
import { ROUTES } from '../routes.ts';
import { useStanding } from './useStanding.ts';

/** Pages of a customer: who is none yet logs in first, and comes back. */
export const RequireCustomer = () => {
  const standing = useStanding();
  const { pathname } = useLocation();
  if (standing.kind === 'restoring') return <Waiting shape="lines" />;
  if (standing.kind === 'guest') return <Navigate to={ROUTES.login} replace state={{ from: pathname }} />;
  return <Outlet />;
};
