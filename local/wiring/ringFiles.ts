/** The data folder's own rings of keys, each in a file of its own. */
export const RING_FILES = {
  cookie: 'cookie-keys',
  jwt: 'jwt-keys',
  conversion: 'conversion.keys',
} as const;
