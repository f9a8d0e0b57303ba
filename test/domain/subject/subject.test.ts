import { describe, expect, it } from 'vitest';
import type { BrowserId, CustomerId, SessionId, SiteId, VisitorId } from '../../../src/domain/ids.ts';
import { idsOf, namesToErase, type Subject, unitedSubject } from '../../../src/domain/subject/subject.ts';

const session = (id: string, browser: string) => ({ id: id as SessionId, browser: browser as BrowserId });

const ANNA: Subject = {
  site: 'shop' as SiteId,
  customers: ['anna' as CustomerId],
  visitors: ['v1', 'v2'] as VisitorId[],
  browsers: ['phone' as BrowserId],
  sharedBrowsers: ['library' as BrowserId],
  sessions: [session('s1', 'phone'), session('s2', 'library')],
};

describe('the names of an erased person', () => {
  it('are their browsers, their visitors, and their sessions on browsers that others use', () => {
    expect(namesToErase(ANNA)).toEqual([
      { kind: 'browser', id: 'phone' },
      { kind: 'visitor', id: 'v1' },
      { kind: 'visitor', id: 'v2' },
      { kind: 'session', id: 's2' },
    ]);
  });

  it('are none of nobody', () => {
    const nobody = { ...ANNA, customers: [], visitors: [], browsers: [], sharedBrowsers: [], sessions: [] };
    expect(namesToErase(nobody)).toEqual([]);
    expect(idsOf(nobody).size).toBe(0);
  });
});

it('every id of a person is one, whatever it names', () => {
  expect([...idsOf(ANNA)]).toEqual(['anna', 'v1', 'v2', 'phone', 'library', 's1', 's2']);
});

describe('a person who was found twice', () => {
  it('is all of both, each once', () => {
    const before: Subject = {
      ...ANNA,
      customers: ['anna', 'ann'] as CustomerId[],
      visitors: ['v2', 'v3'] as VisitorId[],
      browsers: ['tablet' as BrowserId],
      sharedBrowsers: [],
      sessions: [session('s1', 'phone'), session('s3', 'tablet')],
    };
    expect(unitedSubject(ANNA, before)).toEqual({
      site: 'shop',
      customers: ['anna', 'ann'],
      visitors: ['v1', 'v2', 'v3'],
      browsers: ['phone', 'tablet'],
      sharedBrowsers: ['library'],
      sessions: [session('s1', 'phone'), session('s3', 'tablet'), session('s2', 'library')],
    });
  });

  it('shares a browser that was shared in either look: its other user goes on', () => {
    const before = { ...ANNA, browsers: ['library', 'phone'] as BrowserId[], sharedBrowsers: [] };
    expect(unitedSubject(ANNA, before)).toMatchObject({ browsers: ['phone'], sharedBrowsers: ['library'] });
    expect(unitedSubject(before, ANNA)).toMatchObject({ browsers: ['phone'], sharedBrowsers: ['library'] });
  });

  it('has the sessions as the later look found them', () => {
    const moved = { ...ANNA, sessions: [session('s1', 'tablet')] };
    expect(unitedSubject(moved, ANNA).sessions).toContainEqual(session('s1', 'tablet'));
    expect(unitedSubject(moved, ANNA).sessions).toHaveLength(2);
  });

  it('is as found where nothing was found before', () => {
    expect(unitedSubject(ANNA, undefined)).toBe(ANNA);
  });
});
