import { messageOf } from '../api/ShopFault.ts';
import { useShop } from '../ShopContext.ts';
import { useAction } from '../useAction.ts';

export const LogoutButton = () => {
  const { account } = useShop();
  const { run, running, error } = useAction(account.logout);
  return (
    <>
      <button type="button" className="quiet" aria-disabled={running} onClick={() => void run()}>
        Log out
      </button>
      {error !== undefined && (
        <span className="fault" role="alert">
          {messageOf(error)}
        </span>
      )}
    </>
  );
};
