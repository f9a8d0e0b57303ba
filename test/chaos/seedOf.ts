/** The seed of one of many schedules: the same whoever runs it, and however many are run. */
export const seedOf = (seed: string, number: number): string => `${seed}/${number}`;
