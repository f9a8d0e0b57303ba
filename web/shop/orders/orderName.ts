const SHOWN = 8;

/** An order's number as people read it out: its last characters. */
export const orderName = (id: string): string => id.slice(-SHOWN).toUpperCase();
