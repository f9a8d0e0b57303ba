/** Something that must never be. Each begins with its kind, by which a shrunk schedule is known to break the same. */
export type Breach = string;
