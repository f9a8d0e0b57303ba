import type { IndexDescription } from '../mongodb/driverPart.ts';

/** An index as it is kept: by a name, which it gets where nobody gave it one. */
export interface NamedIndex extends IndexDescription {
  readonly name: string;
}
