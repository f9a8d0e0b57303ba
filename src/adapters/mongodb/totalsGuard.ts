/** Finds a document whose totals were folded of less, or not yet. */
export const sawMore = (seen: number) => ({ totalsSeen: { $not: { $gte: seen } } });
