import type { Environment } from '../../src/config/environment.ts';

/** With what the shop's staff come in. */
export interface StaffSecrets {
  readonly password: string;
  readonly token: string;
}

/**
 * Always the same where none are given, so that a second deployment does not shut out whoever has read about the first: they protect
 * an emulator that lets in everybody who can reach it.
 */
const KNOWN: StaffSecrets = {
  password: 'footfall-on-localstack',
  token: 'footfall-on-localstack-for-programs',
};

/** `ADMIN_PASSWORD` and `ADMIN_TOKEN`, or those that everybody knows. */
export const staffSecrets = (environment: Environment): StaffSecrets => ({
  password: environment.ADMIN_PASSWORD || KNOWN.password,
  token: environment.ADMIN_TOKEN || KNOWN.token,
});
