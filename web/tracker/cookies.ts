/** A cookie's value where it has the form; absent too where the page may have no cookies (a sandboxed frame). */
export const readCookie = (name: string, form: string): string | undefined => {
  try {
    return document.cookie.match(`(?:^|; )${name}=(${form})(?:;|$)`)?.[1];
  } catch {
    return undefined; // SecurityError: a page without cookies is tracked without them
  }
};

/** Sets a host-only cookie for the whole site, or with `maxAgeS` 0 removes it. */
export const writeCookie = (name: string, value: string, maxAgeS: number): void => {
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous, and requests sent in this very task must carry it
    document.cookie = `${name}=${value}; Max-Age=${maxAgeS}; Path=/; SameSite=Lax${isSecureContext ? '; Secure' : ''}`;
  } catch {
    // SecurityError: the post's body carries the nonce as well
  }
};
