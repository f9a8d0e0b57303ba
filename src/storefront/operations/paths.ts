/** Under this the storefront answers. */
export const STOREFRONT = '/api/storefront';
/** The refresh token's cookie goes nowhere else. */
export const AUTH = `${STOREFRONT}/auth`;
