import type { CustomerId, SiteId } from '../domain/ids.ts';

/** A login that goes on: each of its refresh tokens is good once (RFC 9700, section 4.14.2). */
export interface RefreshFamily {
  readonly id: string;
  readonly site: SiteId;
  readonly customer: CustomerId;
  /** Hash of the token that is good now. */
  readonly currentHash: string;
  /** Hash of the one before, which is answered once more for a moment: two tabs may have sent it together. */
  readonly formerHash?: string;
  /** When the current one took the former one's place, epoch milliseconds. */
  readonly rotatedAt: number;
  readonly expiresAt: number;
}

/** Every method throws `RecordUnavailable`, with its cause, where the store does not answer. */
export interface RefreshFamilies {
  begin(family: RefreshFamily): Promise<void>;
  find(site: SiteId, id: string): Promise<RefreshFamily | undefined>;
  /** Replaces the token, if the current one is still `fromHash`. @returns whether it was */
  rotate(
    family: Pick<RefreshFamily, 'site' | 'id'>,
    change: {
      readonly fromHash: string;
      readonly toHash: string;
      readonly rotatedAt: number;
      readonly expiresAt: number;
    },
  ): Promise<boolean>;
  end(site: SiteId, id: string): Promise<void>;
}
