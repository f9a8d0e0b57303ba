import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

/** On another page, the focus goes to its heading, as a browser's own would start anew at the top of the page. */
export const useArrival = () => {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const arrivedAt = useRef(pathname);
  useEffect(() => {
    if (arrivedAt.current === pathname) return;
    arrivedAt.current = pathname;
    const heading = main.current?.querySelector('h1') ?? main.current;
    heading?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
};
