import { messageOf, ShopFault } from '../api/ShopFault.ts';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { useShop } from '../ShopContext.ts';
import { useAction } from '../useAction.ts';

const MIN_PASSWORD_LENGTH = 8;
const MAX_PASSWORD_LENGTH = 128;

/** Logs in, or registers: then it asks for a name as well. */
export const LoginForm = ({ kind }: { readonly kind: 'login' | 'register' }) => {
  const { account } = useShop();
  const isNew = kind === 'register';
  const { run, running, error } = useAction(async (form: FormData) => {
    const text = (name: string) => String(form.get(name));
    const credentials = { email: text('email').trim(), password: text('password') };
    await (isNew
      ? account.register({ ...credentials, name: text('name').trim() })
      : account.login(credentials));
  });
  const fault = error instanceof ShopFault && error.fault.kind === 'refused' ? error.fault : undefined;
  const faultOf = (field: string) => (fault?.field === field ? fault.message : undefined);
  const isOfField = ['name', 'email', 'password'].some((field) => field === fault?.field);

  return (
    <form
      className="form"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        void run(new FormData(submitted.currentTarget));
      }}
    >
      {error !== undefined && !isOfField && <Notice kind="bad">{messageOf(error)}</Notice>}
      {isNew && (
        <Field label="Name" name="name" autoComplete="name" maxLength={100} fault={faultOf('name')} />
      )}
      <Field
        label="Email"
        name="email"
        type="email"
        autoComplete="email"
        maxLength={254}
        fault={faultOf('email')}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete={isNew ? 'new-password' : 'current-password'}
        minLength={isNew ? MIN_PASSWORD_LENGTH : 1}
        maxLength={MAX_PASSWORD_LENGTH}
        fault={faultOf('password')}
        {...(isNew ? { hint: `At least ${MIN_PASSWORD_LENGTH} characters.` } : {})}
      />
      <button type="submit" className="button wide" aria-disabled={running}>
        {isNew ? 'Create account' : 'Log in'}
      </button>
    </form>
  );
};
