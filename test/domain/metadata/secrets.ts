import fc from 'fast-check';

/** A token as a login link carries it. */
export const JWT =
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm5hQGV4YW1wbGUuY29tIn0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

const name = fc.stringMatching(/^[a-z0-9]{1,12}$/);
const email = fc
  .tuple(name, name, fc.constantFrom('com', 'co.uk', 'example', 'bücher.de'))
  .map(([local, domain, suffix]) => ({ local, domain, suffix }));

/** An e-mail address as it turns up in a URL: plain, or with its `@` encoded once or twice. */
export const emailInUrl: fc.Arbitrary<{ readonly local: string; readonly text: string }> = fc
  .tuple(email, fc.constantFrom('@', '%40', '%2540'))
  .map(([{ local, domain, suffix }, at]) => ({ local, text: `${local}${at}${domain}.${suffix}` }));
