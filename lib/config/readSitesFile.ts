import { readFileSync } from 'node:fs';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';

/**
 * What a sites file holds, not yet checked.
 * @throws ConfigurationError where there is no such file, or it is no JSON
 */
export const readSitesFile = (path: string): unknown => {
  let json: string;
  try {
    json = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(`sites: the file "${path}" cannot be read.`, { cause });
  }
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new ConfigurationError(`sites: the file "${path}" is not JSON.`, { cause });
  }
};
