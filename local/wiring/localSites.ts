import type { Environment } from '../../src/config/environment.ts';
import { DEFAULT_ADDRESS_PER_MINUTE } from '../../src/config/parseSites.ts';
import { sitesOf } from '../../src/config/sitesOf.ts';
import type { Site } from '../../src/domain/site.ts';

/** The hosts by which a browser on this machine reaches the server. */
export const localHosts = (port: number): readonly [string, string] => [
  `localhost:${port}`,
  `127.0.0.1:${port}`,
];

/** All visitors here are of this one machine, a load test too; where the file says how many may come, that holds. */
const HOME_ADDRESS_PER_MINUTE = 600_000;

const homeLimits = ({ limits }: Site): Site['limits'] =>
  limits.addressPerMinute === DEFAULT_ADDRESS_PER_MINUTE
    ? { ...limits, addressPerMinute: HOME_ADDRESS_PER_MINUTE }
    : limits;

const together = (...lists: readonly (readonly string[])[]): readonly string[] => [...new Set(lists.flat())];

/**
 * The sites that are served here: `SITES` as it is, else `footfall.config.json`, of which the first is also at home at the
 * server's own addresses, whatever its port.
 * @throws ConfigurationError where they cannot be read
 */
export const localSites = (environment: Environment, port: number): readonly [Site, ...Site[]] => {
  const sites = sitesOf(environment);
  if (environment.SITES !== undefined && environment.SITES !== '') return sites;
  const [first, ...others] = sites;
  const hosts = localHosts(port);
  const home: Site = {
    ...first,
    host: hosts[0],
    hosts: together(hosts, [first.host], first.hosts),
    origins: together(
      hosts.map((host) => `http://${host}`),
      first.origins,
    ),
    limits: homeLimits(first),
  };
  return [home, ...others];
};
