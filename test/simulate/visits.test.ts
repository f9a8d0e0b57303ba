import { describe, expect, it } from 'vitest';
import type { Step, Visit } from '../../bin/simulate/play/Visit.ts';
import { simulatedVisits, tellsOf, UNTIL_MS } from './simulatedVisits.ts';

const MINUTE_MS = 60_000;

/** A visit as it can be compared; an order's id is the shop's to give. */
const written = ({ steps, jar, person, ...visit }: Visit) => ({
  ...visit,
  steps: steps.map((step) => ({ ...step, path: step.path() })),
});

const isStorefront = (step: Step): boolean => step.path().startsWith('/api/storefront/');
const needsCustomer = (step: Step): boolean => /storefront\/(checkout|orders)/.test(step.path());
const visitsByPerson = (visits: readonly Visit[]): Visit[][] =>
  [...Map.groupBy(visits, ({ person }) => person)].flatMap(([person, own]) => (person ? [own] : []));
const ofKind = ({ headers }: Visit): string =>
  /iPhone|Mobile/.test(headers['user-agent'] ?? '') ? 'phone' : 'other';

describe('the visits of a simulation', () => {
  const visits = simulatedVisits('a');
  const people = visits.filter(({ person }) => person !== undefined);

  it('are the same of the same seed, to the last id, and others of another', () => {
    expect(simulatedVisits('a').map(written)).toEqual(visits.map(written));
    const keys = new Set(visits.flatMap(({ steps }) => steps.map(({ nonce }) => nonce)));
    expect(
      simulatedVisits('b')
        .flatMap(({ steps }) => steps)
        .some(({ nonce }) => keys.has(nonce)),
    ).toBe(false);
  });

  it('begin in the order of time, and end in time', () => {
    const starts = visits.map(({ startMs }) => startMs);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    for (const { startMs, steps } of visits) {
      const times = [startMs, ...steps.map(({ atMs }) => atMs), UNTIL_MS];
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });

  it('are of one device at a time, with 30 idle minutes between two of a person', () => {
    for (const own of visitsByPerson(people)) {
      for (const [index, { startMs }] of own.entries()) {
        const lastMs = own[index - 1]?.steps.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;
        expect(startMs - lastMs).toBeGreaterThan(30 * MINUTE_MS);
      }
    }
  });

  it('ask for what is a customer’s alone with a token that is younger than 15 minutes', () => {
    let asked = 0;
    for (const { steps } of people) {
      let tokenAtMs = Number.NEGATIVE_INFINITY;
      for (const step of steps) {
        if (step.taken?.kind === 'login') tokenAtMs = step.atMs;
        if (step.taken?.kind === 'logout') tokenAtMs = Number.NEGATIVE_INFINITY;
        const age = step.atMs - tokenAtMs;
        // Whoever has a token sends it with each request to the shop.
        if (isStorefront(step) && age < Number.POSITIVE_INFINITY) expect(age).toBeLessThan(15 * MINUTE_MS);
        if (!needsCustomer(step)) continue;
        asked += 1;
        expect(age).toBeLessThan(15 * MINUTE_MS);
      }
    }
    expect(asked).toBeGreaterThan(50);
  });

  it('tell the tracker nothing that the shop tells itself', () => {
    const ofShop = /^(product_view|add_to_cart|remove_from_cart|checkout_started|order_|customer_)/;
    const tracked = people.flatMap(({ steps }) => steps).filter((step) => !isStorefront(step));
    expect(tracked.flatMap(({ tells }) => tells).filter(({ type }) => ofShop.test(type))).toEqual([]);
    expect(tracked.some((step) => tellsOf(step, 'page_view'))).toBe(true);
  });

  it('send nothing again that would be done twice', () => {
    const lost = people.flatMap(({ steps }) => steps).filter(({ answerLost }) => answerLost);
    expect(lost.length).toBeGreaterThan(0);
    for (const step of lost)
      expect(isStorefront(step) ? step.idempotencyKey : step.path()).toMatch(/^\/track$|^[\da-f]{32}$/);
  });

  it('leave carts on the phone that are paid elsewhere', () => {
    const paidElsewhere = visitsByPerson(people).filter((own) => {
      let begunOn: string | undefined;
      for (const visit of own) {
        for (const step of visit.steps) {
          if (tellsOf(step, 'add_to_cart')) begunOn ??= ofKind(visit);
          if (!tellsOf(step, 'order_completed')) continue;
          if (begunOn === 'phone' && ofKind(visit) === 'other') return true;
          begunOn = undefined;
        }
      }
      return false;
    });
    expect(paidElsewhere.length).toBeGreaterThan(1);
  });

  it('are of customers who register once, log in later, and give back wholly and in part', () => {
    const steps = simulatedVisits('a', { days: 21 }).flatMap((visit) => visit.steps);
    const bodiesOf = (path: RegExp) =>
      steps.filter((step) => path.test(step.path())).map(({ body }) => body ?? '');
    const registered = bodiesOf(/auth\/register$/).map((body) => JSON.parse(body).email);
    expect(new Set(registered).size).toBe(registered.length);
    const loggedIn = bodiesOf(/auth\/login$/).map((body) => JSON.parse(body).email);
    expect(loggedIn.length).toBeGreaterThan(5);
    for (const email of loggedIn) expect(registered).toContain(email);
    expect(bodiesOf(/auth\/refresh$/).length).toBeGreaterThan(5);

    const refunds = new Set(bodiesOf(/refund$/).map((body) => Object.keys(JSON.parse(body)).join()));
    expect([...refunds].toSorted()).toEqual(['', 'amountMinor', 'items']);
  });
});
