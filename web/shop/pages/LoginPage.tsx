import { Link, Navigate, useLocation } from 'react-router';
import { LoginForm } from '../account/LoginForm.tsx';
import { useStanding } from '../account/useStanding.ts';
import { useWayBack } from '../account/useWayBack.ts';
import { Heading } from '../parts/Heading.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { ROUTES } from '../routes.ts';

const WORDS = {
  login: {
    title: 'Log in',
    lead: 'Good to see you again.',
    other: { to: ROUTES.register, ask: 'New here?', name: 'Create an account' },
  },
  register: {
    title: 'Create an account',
    lead: 'One name and one address, and your cart goes with you on every device.',
    other: { to: ROUTES.login, ask: 'Been here before?', name: 'Log in' },
  },
} as const;

export const LoginPage = ({ kind }: { readonly kind: keyof typeof WORDS }) => {
  const standing = useStanding();
  const wayBack = useWayBack();
  const { state } = useLocation();
  if (standing.kind === 'restoring') return <Waiting shape="lines" />;
  if (standing.kind === 'customer') return <Navigate to={wayBack} replace />;
  const { title, lead, other } = WORDS[kind];
  return (
    <section className="narrow">
      <Heading>{title}</Heading>
      <p className="lead">
        {wayBack === ROUTES.checkout
          ? 'One more step, and then to the till. Your cart stays as it is.'
          : lead}
      </p>
      <LoginForm key={kind} kind={kind} />
      <p className="muted">
        {other.ask}{' '}
        <Link to={other.to} replace state={state}>
          {other.name}
        </Link>
      </p>
    </section>
  );
};
