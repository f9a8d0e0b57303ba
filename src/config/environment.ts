import builtIn from '../../footfall.config.json' with { type: 'json' };
import type { Site } from '../domain/site.ts';
import { ConfigurationError } from './ConfigurationError.ts';
import { parseSites, parseSitesJson } from './parseSites.ts';

/** The process's environment, or what stands for it in a test. */
export type Environment = { readonly [name: string]: string | undefined };

/**
 * A variable that must be there.
 * @throws {@link ConfigurationError} that names it and holds no value
 */
export const requiredVariable = (environment: Environment, name: string): string => {
  const value = environment[name];
  if (value === undefined || value === '') throw new ConfigurationError(`${name} is missing.`);
  return value;
};

/**
 * A whole number within bounds, or the default where the variable is not set.
 * @throws {@link ConfigurationError} where it is anything else
 */
export const integerVariable = (
  environment: Environment,
  name: string,
  { fallback, min, max }: { readonly fallback: number; readonly min: number; readonly max: number },
): number => {
  const text = environment[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < min || value > max) {
    throw new ConfigurationError(`${name} must be a whole number from ${min} to ${max}.`);
  }
  return value;
};

/** Set by the build, which has checked and completed the sites that it builds in. */
declare const FOOTFALL_SITES_CHECKED: boolean | undefined;

/** What the build has checked is believed: loading the time zones alone takes 12 ms of a cold start (2026-11-22). */
const builtInSites = (): readonly [Site, ...Site[]] =>
  typeof FOOTFALL_SITES_CHECKED === 'undefined'
    ? parseSites(builtIn)
    : (builtIn as unknown as readonly [Site, ...Site[]]);

/**
 * The sites: `SITES` where it is set, else `footfall.config.json`, which the build puts into each function's bundle.
 * @throws {@link ConfigurationError}
 */
export const sitesOf = (environment: Environment): readonly [Site, ...Site[]] => {
  const json = environment.SITES;
  return json === undefined || json === '' ? builtInSites() : parseSitesJson(json);
};
