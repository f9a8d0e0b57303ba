import type { ComponentPropsWithoutRef, MouseEvent } from 'react';
import { type Address, formatAddress } from '../state/address.ts';
import { visit } from '../state/useAddress.ts';

type Props = Omit<ComponentPropsWithoutRef<'a'>, 'href'> & { readonly to: Address };

/** Whether the browser should do with a click what it does with any link: a new tab, a download. */
const isForBrowser = (event: MouseEvent): boolean =>
  event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;

/** A link to another state of the dashboard. */
export const Link = ({ to, onClick, ...rest }: Props) => (
  <a
    {...rest}
    href={formatAddress(to)}
    onClick={(event) => {
      onClick?.(event);
      if (event.defaultPrevented || isForBrowser(event)) return;
      event.preventDefault();
      visit(to);
    }}
  />
);
