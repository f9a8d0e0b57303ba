import { PAGES_A_VISIT, type VisitFigures } from './figures.ts';
import type { AtlasTier } from './prices.ts';

const HOURS_A_MONTH = 730;
const GB = 1_000_000_000;

export const atlasUsdAMonth = ({ usdAnHour }: AtlasTier): number => usdAnHour * HOURS_A_MONTH;

/** BSON that a page view leaves in the record, its share of the session's document included, without indexes. */
export const recordBytesAPageView = ({ recordBytes }: VisitFigures): number =>
  recordBytes.value / PAGES_A_VISIT;

/** Page views whose BSON fills the tier's storage; compression makes it more, indexes less. */
export const pageViewsThatFit = ({ storageGb }: AtlasTier, visit: VisitFigures): number =>
  (storageGb * GB) / recordBytesAPageView(visit);
