import { ApiFault } from '../../analytics/http/ApiFault.ts';

/** An HTTP API gives an answer up after 30 s (API Gateway, "Quotas for HTTP APIs"). */
const TIME_BUDGET_MS = 25_000;

const TOO_MUCH = new ApiFault({
  status: 503,
  code: 'too_much',
  message: 'There are too many sessions for one answer. Ask for fewer days.',
  field: 'from',
  headers: { 'retry-after': '60' },
});

/** The time that one answer may take. */
export interface TimeBudget {
  /** @throws ApiFault 503 where it is used up */
  check(): void;
}

/** @param now epoch milliseconds */
export const startTimeBudget = (now: () => number): TimeBudget => {
  const giveUpAt = now() + TIME_BUDGET_MS;
  return {
    check: () => {
      if (now() > giveUpAt) throw TOO_MUCH;
    },
  };
};
