const FORMAT = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });

/** `22 November 2026` */
export const day = (iso: string): string => FORMAT.format(new Date(iso));
