/**
 * Finds a document whose totals were folded of less, or not yet.
 * @param within path of what holds the totals, with a dot at its end; absent means the document itself
 */
export const sawMore = (seen: number, within = '') => ({ [`${within}totalsSeen`]: { $not: { $gte: seen } } });
