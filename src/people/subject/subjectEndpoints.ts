import { instant } from '../../analytics/answers/statusOf.ts';
import { ApiFault } from '../../analytics/http/ApiFault.ts';
import { type Endpoint, endpoint } from '../../analytics/http/Operation.ts';
import type { Site } from '../../domain/site.ts';
import { localDateOf } from '../../domain/time/localTime.ts';
import type { AuditEntry } from '../../ports/AuditTrail.ts';
import type { StaffCheck } from '../../staff/createStaffGuard.ts';
import {
  auditOperation,
  eraseSubjectOperation,
  exportSubjectOperation,
} from '../operations/subjectOperations.ts';
import { eraseSubject } from './eraseSubject.ts';
import { countsOf, exportSubject, MAX_EXPORTED_EVENTS } from './exportSubject.ts';
import { type AskedAs, type Resolved, resolveSubject } from './resolveSubject.ts';
import type { SubjectStores } from './SubjectStores.ts';

const MAX_AUDIT_ENTRIES = 100;

const nobody = (): ApiFault =>
  new ApiFault({ status: 404, code: 'not_found', message: 'Nobody is known by this id.' });

const ambiguous = (as: AskedAs | undefined): ApiFault =>
  new ApiFault({
    status: 409,
    code: 'ambiguous',
    message:
      as === undefined
        ? 'The id names a customer and a visitor, or a browser of several people: say which with as=customer or as=visitor, or name one by a visitor id.'
        : 'Several people used this browser: name one of them by a visitor id or a customer id.',
    field: 'as',
    allowed: ['customer', 'visitor'],
  });

/** Most erasures take less. */
const RETRY_BUSY_S = 5;

const busy = (): ApiFault =>
  new ApiFault({
    status: 409,
    code: 'erasure_under_way',
    message: 'Another erasure of this site is under way: ask again in a moment.',
    headers: { 'retry-after': String(RETRY_BUSY_S) },
  });

const auditAnswer = ({ at, action, by, counts, tombstones, hotSessions }: AuditEntry) => ({
  at: instant(at),
  action,
  by,
  counts,
  tombstones: tombstones ?? null,
  liveSessions: hotSessions ?? null,
});

/** The endpoints for what a person may ask of the shop: a copy of all that is held of them, and its erasure. */
export const subjectEndpoints = (
  stores: SubjectStores,
  { now, staffBy }: { readonly now: () => number; readonly staffBy: StaffCheck },
): Endpoint[] => {
  const { subjects, audit, randomId } = stores;
  const resolve = async (
    site: Site,
    id: string,
    as: AskedAs | undefined,
  ): Promise<Exclude<Resolved, { outcome: 'ambiguous' }>> => {
    const resolved = await resolveSubject(subjects, site.id, id, as);
    if (resolved.outcome === 'ambiguous') throw ambiguous(as);
    return resolved;
  };

  return [
    endpoint(exportSubjectOperation, async ({ params, query, http, nowMs }, site) => {
      const resolved = await resolve(site, params.id ?? '', query.as);
      if (resolved.outcome === 'unknown') throw nobody();
      const told = await exportSubject(stores, resolved.subject, nowMs);
      if (told === undefined) {
        throw new ApiFault({
          status: 413,
          code: 'too_many_events',
          message: `More than ${MAX_EXPORTED_EVENTS} events are held of this one: no person leaves so many. Look for a program that shares one browser’s cookies.`,
        });
      }
      const value = { site: site.id, exportedAt: instant(nowMs), ...told };
      await audit.note({
        id: randomId(),
        site: site.id,
        at: nowMs,
        action: 'export',
        by: staffBy(http, nowMs) ?? 'password',
        counts: countsOf(told.held),
      });
      return {
        // Documents are told as they are, whatever they hold.
        value: value as never,
        headers: {
          'content-disposition': `attachment; filename="footfall-${localDateOf(nowMs, site.timezone)}.json"`,
        },
      };
    }),

    endpoint(eraseSubjectOperation, async ({ params, query, http, nowMs }, site) => {
      const id = params.id ?? '';
      const erased = await eraseSubject(stores, {
        site: site.id,
        id,
        resolve: () => resolve(site, id, query.as),
        by: staffBy(http, nowMs) ?? 'password',
        now,
      });
      if (erased.outcome === 'unknown') throw nobody();
      if (erased.outcome === 'busy') throw busy();
      const { counts, tombstones, hotSessions } = erased;
      return { value: { erased: true as const, counts, tombstones, liveSessions: hotSessions } };
    }),

    endpoint(auditOperation, async (_, site) => ({
      value: { entries: (await audit.latest(site.id, MAX_AUDIT_ENTRIES)).map(auditAnswer) },
    })),
  ];
};
