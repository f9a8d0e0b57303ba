import { createApi } from '../../src/analytics/http/createApi.ts';
import type { KeyRing } from '../../src/domain/cookies/signedValue.ts';
import type { Site } from '../../src/domain/site.ts';
import { EventsNotDelivered } from '../../src/middleware/createDelivery.ts';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import type { HttpEvent } from '../../src/middleware/HttpRequest.ts';
import { peopleOperations } from '../../src/people/operations/peopleOperations.ts';
import type { PeopleDependencies } from '../../src/people/PeopleDependencies.ts';
import { peopleEndpoints } from '../../src/people/peopleEndpoints.ts';
import type { SubjectStores } from '../../src/people/subject/SubjectStores.ts';
import { subjectEndpoints } from '../../src/people/subject/subjectEndpoints.ts';
import { HotSessionsUnavailable } from '../../src/ports/HotSessions.ts';
import type { Log } from '../../src/ports/Log.ts';
import { RecordUnavailable } from '../../src/ports/RecordStore.ts';
import { type HealthParts, healthEndpoint } from '../../src/runtime/healthEndpoint.ts';
import { createStaffCheck } from '../../src/staff/createStaffGuard.ts';
import { STAFF_PATHS } from '../analytics/createHandler.ts';
import { fittedAnswer } from './fittedAnswer.ts';

/** What this function answers, as routes of an HTTP API; the other paths under `/api/analytics` are the metrics function's. */
export const PEOPLE_PATHS = [
  ...new Set(peopleOperations.map(({ path }) => path.replace(/\{\w+\}$/, '{proxy+}'))),
];

export interface PeopleHandlerDependencies extends PeopleDependencies {
  readonly sites: readonly [Site, ...Site[]];
  /** For a copy of what is held of a person, and for erasing it. */
  readonly subject: SubjectStores;
  readonly keys: KeyRing;
  readonly passwordHash: string;
  readonly token: string;
  readonly originSecret?: string | undefined;
  /** What `GET /health` tells of; without it there is no such path. */
  readonly health?: HealthParts;
  /** How long its answer is given again, in milliseconds; 5,000. */
  readonly healthKeptMs?: number;
  readonly log: Log;
}

const HEALTH_KEPT_MS = 5_000;

/**
 * What the shop's staff ask about people and their sessions: journeys, visitors, and numbers under several filters. It has a way to
 * every store, and so it is what tells anybody's health.
 * @throws ConfigurationError where token or password hash are none
 */
export const createHandler = (
  deps: PeopleHandlerDependencies,
): ((event: HttpEvent) => Promise<HttpAnswer>) => {
  const { sites, keys, passwordHash, token, originSecret, health, log, now } = deps;
  const keptMs = deps.healthKeptMs ?? HEALTH_KEPT_MS;
  const staffBy = createStaffCheck({ keys, passwordHash, token });
  const answer = createApi({
    endpoints: [
      ...peopleEndpoints(deps),
      ...subjectEndpoints(deps.subject, { now, staffBy }),
      ...(health === undefined ? [] : [healthEndpoint({ parts: health, keptMs, log })]),
    ],
    sites,
    isStaff: (request, nowMs) => staffBy(request, nowMs) !== undefined,
    staffPaths: STAFF_PATHS,
    isOutage: (error) =>
      error instanceof RecordUnavailable ||
      error instanceof HotSessionsUnavailable ||
      error instanceof EventsNotDelivered,
    originSecret,
    log,
    now,
  });
  return async (event) => fittedAnswer(await answer(event), event);
};
