import type { Coverage, Devices, Metrics, Range } from '../../web/dashboard/wire.ts';

const HOUR_MS = 3_600_000;
const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** Parts of a whole in their order, the last one being what is left of it. */
const parts = (whole: number, shares: readonly number[]): number[] => {
  const counts = shares.map((share) => Math.round(whole * share));
  return [...counts, whole - sumOf(counts)];
};

/** The metrics of a range for one device, or for all. */
type MetricsOf = (device?: string) => Metrics;

/** How the shop's visitors move between devices. */
export const devicesOf = (range: Range, metricsOf: MetricsOf): Devices => {
  const devices = ['mobile', 'desktop', 'tablet'].map((device) => {
    const { totalVisits, uniqueVisits, convertedSessions, conversionRate } = metricsOf(device);
    return { device, sessions: totalVisits, visitors: uniqueVisits, convertedSessions, conversionRate };
  });
  const { uniqueVisits: total, cartSessions, convertedSessions } = metricsOf();
  const onSeveralDevices = Math.round(total * 0.084);
  const [phoneAndDesktop = 0, tabletAndDesktop = 0, phoneAndTablet = 0, three = 0] = parts(
    onSeveralDevices,
    [0.78, 0.11, 0.07],
  );
  const begun = Math.round(cartSessions * 0.82);
  const [inSession = 0, sameDevice = 0, otherDevice = 0, open = 0, abandoned = 0] = parts(
    begun,
    [0.21, 0.06, 0.045, 0.03],
  );
  const elsewhere = Math.round(convertedSessions * 0.17);
  const [toDesktop = 0, toPhone = 0, fromTablet = 0] = parts(elsewhere, [0.74, 0.19]);
  const [cartsToDesktop = 0, cartsToPhone = 0] = parts(otherDevice, [0.83]);
  return {
    range,
    devices,
    visitors: {
      total,
      onOneDevice: total - onSeveralDevices,
      onSeveralDevices,
      combinations: [
        { devices: ['desktop', 'mobile'], visitors: phoneAndDesktop },
        { devices: ['desktop', 'tablet'], visitors: tabletAndDesktop },
        { devices: ['mobile', 'tablet'], visitors: phoneAndTablet },
        { devices: ['desktop', 'mobile', 'tablet'], visitors: three },
      ].filter(({ visitors }) => visitors > 0),
    },
    crossDevice: {
      conversions: convertedSessions,
      firstSeenElsewhere: elsewhere,
      share: ratio(elsewhere, convertedSessions),
      medianTimeToConversionMs: elsewhere > 0 ? 51 * HOUR_MS : null,
      paths: [
        { from: 'mobile', to: 'desktop', conversions: toDesktop, medianMs: 55 * HOUR_MS },
        { from: 'desktop', to: 'mobile', conversions: toPhone, medianMs: 90 * HOUR_MS },
        { from: 'tablet', to: 'desktop', conversions: fromTablet, medianMs: 20 * HOUR_MS },
      ].filter(({ conversions }) => conversions > 0),
    },
    continuity: {
      cartsBegun: begun,
      paidInSession: inSession,
      paidLaterSameDevice: sameDevice,
      paidOnOtherDevice: otherDevice,
      stillOpen: open,
      abandoned,
      recovered: Math.round((sameDevice + otherDevice) * 0.9),
      recoveredOnOtherDevice: Math.round(otherDevice * 0.9),
      medianTimeToPaymentMs: begun > 0 ? 0.4 * HOUR_MS : null,
      paths: [
        { from: 'mobile', to: 'desktop', carts: cartsToDesktop, medianMs: 7 * HOUR_MS },
        { from: 'desktop', to: 'mobile', carts: cartsToPhone, medianMs: 26 * HOUR_MS },
      ].filter(({ carts }) => carts > 0),
    },
  };
};

const UNJOINED = { not_tracked: 0.021, no_identity: 0.012, customer_unknown: 0.006, cookie_expired: 0.003 };

/** Which of the shop's orders are of a visit that is known. */
export const coverageOf = (range: Range, { orders, revenue }: Metrics): Coverage => {
  const unjoined = Object.entries(UNJOINED)
    .map(([reason, share]) => ({
      reason,
      orders: Math.round(orders * share),
      revenue: Math.round(revenue * share),
    }))
    .filter((one) => one.orders > 0);
  const joined = orders - sumOf(unjoined.map((one) => one.orders));
  const [request = 0, cookie = 0, customer = 0] = parts(joined, [0.86, 0.1]);
  return {
    range,
    orders,
    joined,
    joinedShare: ratio(joined, orders),
    by: { request, cookie, customer },
    unjoined,
    revenue,
    joinedRevenue: revenue - sumOf(unjoined.map((one) => one.revenue)),
  };
};
