import { ConfigurationError } from './ConfigurationError.ts';

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
