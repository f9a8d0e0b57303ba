import { analyticsEndpoints } from '../../src/analytics/analyticsEndpoints.ts';
import { createAnalytics } from '../../src/analytics/createAnalytics.ts';
import { createApi } from '../../src/analytics/http/createApi.ts';
import { openApiEndpoint } from '../../src/analytics/openApiEndpoint.ts';
import { staffEndpoints } from '../../src/analytics/staffEndpoints.ts';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import type { KeyRing } from '../../src/domain/cookies/signedValue.ts';
import type { Site } from '../../src/domain/site.ts';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import type { HttpEvent } from '../../src/middleware/HttpRequest.ts';
import type { AggregationLedger } from '../../src/ports/AggregationLedger.ts';
import type { Log } from '../../src/ports/Log.ts';
import type { LoginAttempts } from '../../src/ports/LoginAttempts.ts';
import type { MetricsStore } from '../../src/ports/MetricsStore.ts';
import { createLogin } from '../../src/staff/createLogin.ts';
import { createStaffGuard } from '../../src/staff/createStaffGuard.ts';

export interface AnalyticsDependencies {
  readonly sites: readonly Site[];
  readonly store: MetricsStore;
  readonly ledger: AggregationLedger;
  readonly attempts: LoginAttempts;
  readonly keys: KeyRing;
  /** As `hashPassword` makes it. */
  readonly passwordHash: string;
  /** What programs send as `Authorization: Bearer`. */
  readonly token: string;
  readonly log: Log;
  readonly now: () => number;
  /** Bound of decoded metrics and finished answers that are kept; 256 MB where it is left out. */
  readonly cacheBytes?: number;
  /** By which CloudFront proves itself; without it the viewer's address and host are those of the nearest hop. */
  readonly originSecret?: string | undefined;
}

/** Under these everybody but the staff gets the same 401, whatever the path. */
export const STAFF_PATHS = ['/api/analytics'] as const;

/**
 * The metrics API: everything that is answered from the stored metrics, and the staff's login.
 * @throws ConfigurationError where there is no site, no token, or the password's hash is none
 */
export const createHandler = ({
  sites,
  store,
  ledger,
  attempts,
  keys,
  passwordHash,
  token,
  log,
  now,
  cacheBytes,
  originSecret,
}: AnalyticsDependencies): ((event: HttpEvent) => Promise<HttpAnswer>) => {
  const [first, ...rest] = sites;
  if (first === undefined) throw new ConfigurationError('There is no site.');
  const analytics = createAnalytics({
    store,
    ledger,
    now,
    ...(cacheBytes === undefined ? {} : { cacheBytes }),
  });
  const login = createLogin({ attempts, passwordHash });
  return createApi({
    endpoints: [
      ...analyticsEndpoints(analytics),
      ...staffEndpoints({ analytics, login, sites, keys, passwordHash }),
      openApiEndpoint(),
    ],
    sites: [first, ...rest],
    isStaff: createStaffGuard({ keys, passwordHash, token }),
    staffPaths: STAFF_PATHS,
    log,
    now,
    originSecret,
  });
};
