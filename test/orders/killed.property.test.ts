import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientsArbitrary, type Plant, runClients } from './orderSchedule.ts';

const SCHEDULES = process.env.CI === 'true' ? 600 : 300;
/** The planted mistakes are looked for along the same schedules every time. */
const PLANTED = { numRuns: 2_000, seed: 20261123 };

const exact = (plant?: Plant) =>
  fc.asyncProperty(clientsArbitrary, fc.scheduler(), async (clients, scheduler) => {
    const { there, expected, lowest, overdrawn } = await runClients(clients, scheduler, plant);
    expect(there).toEqual(expected);
    expect(lowest).toBeGreaterThanOrEqual(0);
    expect(overdrawn).toBe(0);
  });

const MISTAKES: { readonly [mistake: string]: Plant } = {
  'takes the pieces anew each time it comes by': (ports) => {
    let calls = 0;
    const reserve: typeof ports.catalogue.reserve = (site, id, { quantity }) => {
      calls += 1;
      return ports.catalogue.reserve(site, id, { id: `call ${calls}`, quantity });
    };
    return { ...ports, catalogue: { ...ports.catalogue, reserve } };
  },
  'puts returned pieces back each time it comes by': (ports) => {
    let calls = 0;
    const restock: typeof ports.catalogue.restock = (site, id, { quantity }) => {
      calls += 1;
      return ports.catalogue.restock(site, id, { id: `call ${calls}`, quantity });
    };
    return { ...ports, catalogue: { ...ports.catalogue, restock } };
  },
  'keeps the totals that come last': (ports) => {
    let calls = 0;
    const saveCustomerTotals: typeof ports.book.saveCustomerTotals = (site, totals) => {
      calls += 1;
      return ports.book.saveCustomerTotals(
        site,
        totals.map((total) => ({ ...total, seen: 1_000 + calls })),
      );
    };
    return { ...ports, book: { ...ports.book, saveCustomerTotals } };
  },
  'keeps the fold of a day that comes last': (ports) => {
    let calls = 0;
    const saveCustomerDay: typeof ports.book.saveCustomerDay = (site, day, totals) => {
      calls += 1;
      return ports.book.saveCustomerDay(site, day, { ...totals, seen: 1_000 + calls });
    };
    return { ...ports, book: { ...ports.book, saveCustomerDay } };
  },
  'says that it is settled before it is': (ports) => {
    const finish: typeof ports.book.finish = async (order) => {
      const finished = await ports.book.finish(order);
      await ports.book.settled(order);
      return finished;
    };
    return { ...ports, book: { ...ports.book, finish } };
  },
  'finishes an order that a refund was noted of meanwhile': (ports) => {
    const finish: typeof ports.book.finish = async (order) =>
      ports.book.finish((await ports.book.find(order.site, order.orderId)) ?? order);
    return { ...ports, book: { ...ports.book, finish } };
  },
  'says that it is finished before it is': (ports) => {
    const decide: typeof ports.book.decide = async (order, state) => {
      const decided = await ports.book.decide(order, state);
      if (decided.state === 'placed') await ports.book.finish(decided);
      return decided;
    };
    return { ...ports, book: { ...ports.book, decide } };
  },
  'gives back a refused order’s pieces and forgets that it did': (ports) => {
    const release: typeof ports.catalogue.release = async (site, id, reservation) => {
      const [found] = await ports.catalogue.find(site, [id]);
      await ports.catalogue.release(site, id, reservation);
      const [after] = await ports.catalogue.find(site, [id]);
      if (found && after && after.stock === found.stock)
        await ports.catalogue.setStock(site, id, after.stock + 1);
    };
    return { ...ports, catalogue: { ...ports.catalogue, release } };
  },
};

describe('orders and refunds of processes that are killed anywhere, at once and again', () => {
  it(`leave stock, totals and events exact after the next minute (${SCHEDULES} schedules)`, {
    timeout: 600_000,
  }, async () => {
    await fc.assert(exact(), { numRuns: SCHEDULES });
  });
});

describe('the schedules find a shop that', () => {
  it.each(Object.entries(MISTAKES))('%s', { timeout: 300_000 }, async (_, plant) => {
    const found = await fc.check(exact(plant), PLANTED);
    expect(found.failed).toBe(true);
    expect(String(found.errorInstance)).toMatch(/to deeply equal|greater than or equal/);
  });
});
